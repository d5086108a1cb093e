"""Telephone numbers in every shape scam pages show them, and what only looks like one."""

from __future__ import annotations

import pytest

from popupwatch.rules.phone import find_phone_numbers

NUMBERS = {
    "+1-844-555-0134": "18445550134",
    "Call: +1 (843) 555-0190 now": "18435550190",
    "01 99 00 12 34": "0199001234",
    "01.99.00.12.34": "0199001234",
    "01-99-00-48-21": "0199004821",
    "+33·1·99·00·12·34": "33199001234",
    "+33 6 XX XX XX XX": "336XXXXXXXX",
    "01 99 00 XX XX": "019900XXXX",
    "(0101) 85061-01049": "01018506101049",
    "(0800) — 5 5 5 0 1 4 7": "08005550147",
    "0 8 0 0 5 5 5 0 1 4": "0800555014",
    "1-8OO-555-O1S9": "18005550159",
    "1800 975 711": "1800975711",
    "+44 20 7946 0123": "442079460123",
    "(030) 23125 417": "03023125417",
    "0120-555-013": "0120555013",
    "l'assistance01-99-00-48-21": "0199004821",
    "help.example/call-+1-855-555-0134/": "18555550134",
    "+1 (888)\n555-0134": "18885550134",
    "0199004821": "0199004821",
    "18885550134": "18885550134",
    "(0)1~99~00~93~37": "0199009337",
}
OTHERS = [
    "2024-05-06 12", "12/05/2024", "21:06 2026-03-11", "2023-2024", "2026-11-21", "192.168.10.255", "10.0.19045.4529",
    "3.14.159.265", "1.234.567", "1,200", "51,900 69,420", "0x80070005", "4532 1234 5678 9010", "1920x1080",
    "550e8400-e29b-41d4-a716-446655440000", "00:11:22:33:44:55", "12 345 678 bytes", "300 000 000 EUR", "1234567",
    "951452816125", "Build 19045.2364)", "66-2041\n2026-06-01", "WD-2026-4471",
]  # fmt: skip


@pytest.mark.parametrize(("text", "digits"), NUMBERS.items())
def test_finds_the_number(text: str, digits: str) -> None:
    assert [number.digits for number in find_phone_numbers(text)] == [digits]


@pytest.mark.parametrize("text", OTHERS)
def test_passes_over_what_is_none(text: str) -> None:
    assert not list(find_phone_numbers(text))


def test_place_is_the_number_itself() -> None:
    text = "Support: (555) 555-0134, day and night"
    (number,) = find_phone_numbers(text)
    assert text[number.start : number.end] == "(555) 555-0134"
    assert number.shaped


def test_two_numbers_on_two_lines_stay_two() -> None:
    found = [number.digits for number in find_phone_numbers("+33 1 99 00 12 34\n+33 1 99 00 12 35")]
    assert found == ["33199001234", "33199001235"]
