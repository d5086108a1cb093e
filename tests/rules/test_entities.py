"""What is found by its form: amounts, addresses, codes, hours."""

from __future__ import annotations

import pytest

from popupwatch.ocr.recorded import from_plain_text
from popupwatch.rules.entities import find_entities
from popupwatch.rules.page import Page

# made up
BASE58 = "1Qm4kZr7WbT9xVpN3hYdLs8fGc2JuEa5Ro"
BECH32 = "bc1qw4k2m9x7p3r5t8v6y2n4j7h5g3f1d9s8a6k4l2"


def entities(text: str) -> dict[str, list[str]]:
    found = find_entities(Page(from_plain_text(text)))
    return {kind: [match.phrase for match in matches] for kind, matches in found.items()}


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("pay $1,399.99 now", "money", "$1,399.99"),
        ("450 € en bitcoin", "money", "450 €"),
        ("5 499,00 kr", "money", "5 499,00 kr"),
        ("0.05 BTC", "money", "0.05 BTC"),
        (f"send to {BECH32}", "crypto-address", BECH32),
        (f"to {BASE58}.", "crypto-address", BASE58),
        ("code 0x80072EE7", "error-code", "0x80072EE7"),
        ("Err0r #DW6VB36", "error-code", "Err0r #DW6VB36"),
        ("(Código de error: 2V7HGTVB)", "error-code", "error: 2V7HGTVB"),
        ("ends in 04:59", "countdown", "04:59"),
        ("XXXX-XXXX-XXXX-XXXX", "gift-card-code", "XXXX-XXXX-XXXX-XXXX"),
        ("open 9:00 - 18:00", "office-hours", "9:00 - 18:00"),
        ("ma–vr 7.30–17.30 uur", "office-hours", "7.30–17.30 uur"),
        ("it said “your computer is blocked” and", "quotation", "“your computer is blocked”"),
    ],
)
def test_finds(text: str, kind: str, found: str) -> None:
    assert found in entities(text).get(kind, [])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("24/7 support", "office-hours"),
        ("10:42 AM", "countdown"),
        ("the hash 0123456789abcdef0123456789abcdef01234567", "crypto-address"),
        ("supercalifragilisticexpialidocious", "crypto-address"),
        ("version 2024", "error-code"),
    ],
)
def test_passes_over(text: str, kind: str) -> None:
    assert kind not in entities(text)


def test_an_address_that_breaks_over_two_lines_is_one() -> None:
    assert entities(f"{BECH32[:22]}\n{BECH32[22:]}")["crypto-address"]


def test_a_third_different_number_makes_a_list() -> None:
    one, two, three = "01 99 00 12 34", "01 99 00 12 35", "01 99 00 12 36"
    assert "third-number" not in entities(f"{one}\n\n{two}\n\n{one}")
    assert entities(f"{one}\n\n{two}\n\n{three}")["third-number"] == [three]
