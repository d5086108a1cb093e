"""Numbers kept for fiction are told from those that may be somebody's."""

from __future__ import annotations

import pytest

from popupwatch.workshop.fictional import FICTIONAL_EXAMPLES, is_fictional, real_numbers


@pytest.mark.parametrize(
    "number",
    [
        *FICTIONAL_EXAMPLES,
        "01 99 00 51 72",
        "02.61.91.07.45",
        "03 53 01 22 19",
        "04-65-71-33-30",
        "05 36 49 11 08",
        "06 39 98 12 34",
        "+33 1 99 00 51 72",
        "+33 (0)1 99 00 51 72",
        "0033 1 99 00 51 72",
        "1-888-555-0172",
        "+1 (202) 555-0143",
        "(202) 555-0143",
        "555-0199",
        "0142 (800) 555-0143",
        "+44 20 7946 0118",
        "07700 900 213",
        "0808 157 0105",
        "+49 30 23125 410",
        "(089) 99998 123",
        "(02) 5550 0147",
        "070-174 06 21",
        "020 7946 0110 (8",
        "03-5550-0140",
        "21 555 01 22",
        "900 555 041",
        "+33 6 XX XX XX XX",
        "01 99 00 XX XX",
        "123 456 789",
        "000 000 000",
    ],
)
def test_fictional(number: str) -> None:
    assert is_fictional(number)


@pytest.mark.parametrize(
    "number",
    [
        "01 45 55 50 12",
        "06 12 34 56 78",
        "0800 123 4567",
        "1-800-555-1234",
        "(212) 555-0234",
        "555-2368",
        "020 7947 0118",
        "020 7946 1118",
        "(030) 23126 410",
        "070-174 07 21",
        "+49 30 99 00 51 72",
        "1-888-366-0172",
    ],
)
def test_perhaps_real(number: str) -> None:
    assert not is_fictional(number)


def test_those_in_a_text() -> None:
    text = "Call 01 99 00 51 72 or 0800 123 4567 today.\nOffice: 1-800-555-0147, fax 06 12 34 56 78"
    assert [text[number.start : number.end] for number in real_numbers(text)] == ["0800 123 4567", "06 12 34 56 78"]
