"""A verdict becomes words: a headline, reasons with the words found, steps; a rule author's own words count first."""

from __future__ import annotations

from popupwatch.advice.telling import Reason, Teller
from popupwatch.advice.texts import load_texts
from popupwatch.model import Box, Evidence, Finding, Level, Verdict
from popupwatch.rules.model import Clue, Scenario

TEXTS = load_texts("en")
BOX = Box(0, 0, 10, 10)


def found(clue: str, text: str, points: float) -> Evidence:
    return Evidence(clue, text, BOX, 1.0, points)


def finding(rule: str, *evidence: Evidence) -> Finding:
    return Finding(rule, Level.SCAM, 9, evidence, ())


OWN = Scenario(
    "my-scam",
    "my-advice",
    5,
    8,
    (Clue("mine", (("x",),), 3, says="It does my thing"), Clue("urgency", (("urgency",),), 1)),
    (),
    title="My scam",
)


def test_headlines() -> None:
    teller = Teller(TEXTS, {})
    assert teller.headline(Verdict(Level.CLEAR)).startswith("Clear")
    assert teller.headline(Verdict(Level.SCAM, (finding("sextortion"),))).startswith("Scam: Blackmail")


def test_reasons_weightiest_first_and_each_clue_once() -> None:
    evidence = (
        found("urgency", "now", 1),
        found("alarm", "PC blocked", 3),
        found("alarm", "virus found", 1),
        found("alarm", "PC blocked", 1),
    )
    assert Teller(TEXTS, {}).reasons(finding("screen-lock", *evidence)) == (
        Reason("It raises an alarm", ("PC blocked", "virus found")),
        Reason("It rushes you", ("now",)),
    )


def test_an_authors_own_words() -> None:
    teller = Teller.knowing([OWN], TEXTS)
    assert teller.title("my-scam") == "My scam"
    assert teller.why("my-scam") == ""
    reasons = teller.reasons(
        finding("my-scam", found("mine", "a", 3), found("urgency", "now", 1), found("odd", "b", 1))
    )
    assert [reason.label for reason in reasons] == ["It does my thing", "It rushes you", "odd"]


def test_unknown_advice_is_general_advice() -> None:
    steps = Teller.knowing([OWN], TEXTS).steps(finding("my-scam"))
    assert steps[0] == "You are safe. Take your time."
    assert "Do not pay." in steps
