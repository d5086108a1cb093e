"""How clues become a verdict."""

from __future__ import annotations

from dataclasses import replace

import pytest

from popupwatch.model import Level, Verdict
from popupwatch.ocr.recorded import from_plain_text
from popupwatch.rules.judge import judge
from popupwatch.rules.load import RuleBook, load_rules

ALERT = """Windows Security
Your computer was blocked: a trojan virus was detected.
Your bank passwords are being stolen. Do not turn off this computer.
Call Microsoft Support immediately: 1-800-555-0134"""
DESKTOP = """Shopping list
Milk, bread, two lemons

Weather for Nantes
Sunny until the evening"""


@pytest.fixture(scope="module")
def rules() -> RuleBook:
    return load_rules()


def verdict(text: str, rules: RuleBook) -> Verdict:
    return judge(from_plain_text(text), rules)


def test_a_scam_names_its_clues_and_where_they_stand(rules: RuleBook) -> None:
    finding = verdict(ALERT, rules).findings[0]
    assert finding.rule == "fake-microsoft-alert"
    number = next(item for item in finding.evidence if item.clue == "number-to-call")
    assert "1-800-555-0134" in number.text
    assert number.box.top > 60
    assert 0 < number.similarity <= 1
    assert "error-code" in finding.missing


def test_no_clue_alone_warns(rules: RuleBook) -> None:
    eager = replace(rules.scenarios[0], suspicious=0.1, scam=0.1)
    eager = replace(eager, clues=tuple(replace(clue, required=False, one_of="") for clue in eager.clues))
    book = replace(rules, scenarios=(eager,))
    assert verdict("1-800-555-0134", book).level is Level.CLEAR
    assert verdict("virus", book).level is Level.CLEAR


def test_one_dialog_on_a_full_desktop_is_found(rules: RuleBook) -> None:
    assert verdict(f"{DESKTOP}\n\n{ALERT}\n\n{DESKTOP}", rules).level is Level.SCAM


def test_calming_lowers_but_never_vetoes(rules: RuleBook) -> None:
    plain = verdict(ALERT, rules).score
    calmed = verdict(ALERT + "\n\nThis is a scam", rules)
    assert calmed.level is Level.SCAM
    assert calmed.score < plain
    article = (
        "How to recognise this scam\nScammers show: “" + ALERT.replace("\n", " ") + "”\nNever call. Published on 3 May"
    )
    assert verdict(article, rules).level is Level.CLEAR


@pytest.mark.parametrize(
    "text",
    [
        "Is your computer infected with a virus? Call 1-800-555-0134",
        "Windows: no viruses were detected on your computer. Call 1-800-555-0134",
        "If your computer is infected, call 1-800-555-0134",
    ],
)
def test_what_is_asked_supposed_or_denied_is_not_said(text: str, rules: RuleBook) -> None:
    for finding in verdict(text, rules).considered:
        assert "alarm" not in {item.clue for item in finding.evidence}, finding


def test_an_empty_screen_is_clear(rules: RuleBook) -> None:
    assert verdict("", rules).level is Level.CLEAR


def test_judging_twice_gives_the_same(rules: RuleBook) -> None:
    assert verdict(ALERT, rules) == verdict(ALERT, rules)
