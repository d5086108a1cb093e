"""Why a scenario judges a text as it does: what was lacking and how near it was, and what would have changed it."""

from __future__ import annotations

from pathlib import Path

import pytest

from popupwatch.model import Level
from popupwatch.ocr.recorded import from_plain_text
from popupwatch.rules.load import RuleBook, load_rules
from popupwatch.rules.parse import read_scenario
from popupwatch.rules.source import RuleFile
from popupwatch.workshop.explaining import Explanation, Why, explain

RULE = {
    "id": "rule",
    "suspicious": 6,
    "scam": 8,
    "calmed_by": ["explains-scams"],
    "clue": [
        {"name": "brand", "find": ["microsoft"], "points": 2, "required": True},
        {"name": "alarm", "find": ["device + infected"], "within": 3, "points": 3, "statement": True},
        {"name": "call", "find": ["call-us"], "points": 3},
        {"name": "stay", "find": ["do-not-close"], "points": 2},
        {"name": "code", "find": ["error-code"], "points": 1},
        {"name": "files", "find": ["files-encrypted + device"], "points": 1},
    ],
}


@pytest.fixture(scope="module")
def rules() -> RuleBook:
    return load_rules()


def explained(text: str, rules: RuleBook, **changed: object) -> Explanation:
    content = {key: value for key, value in {**RULE, **changed}.items() if value is not None}
    scenario = read_scenario(RuleFile(Path("rule.toml"), content), rules.known)
    return explain(scenario, from_plain_text(text), rules)


def told(explanation: Explanation) -> list[str]:
    return [str(sentence) for sentence in explanation.sentences()]


def lacks(explanation: Explanation) -> dict[str, str]:
    return {lack.clue.name: str(lack.sentence()) for lack in explanation.lacks}


@pytest.mark.parametrize(
    ("text", "clue", "why", "said"),
    [
        (
            "Microsoft: do nct sbut",
            "stay",
            Why.UNLIKE,
            "nearest is “do nct sbut”, 78 % like “don't shut” (do-not-close)",
        ),
        ("Microsoft says hello", "stay", Why.NOTHING, "nothing like it (do-not-close)"),
        ("Microsoft says hello", "code", Why.NOTHING, "nothing like it (error-code)"),
        ("Is your computer infected?", "alarm", Why.DENIED, "asked, supposed or denied: “computer infected?”"),
        ("No computer was infected", "alarm", Why.DENIED, "asked, supposed or denied"),
        (
            "Your computer at home in the kitchen is infected",
            "alarm",
            Why.APART,
            "more than 3 words apart, or in two sentences: “computer at home in the kitchen is infected”",
        ),
        ("The computer is off. An infected one", "alarm", Why.APART, "or in two sentences"),
        ("Your pc", "alarm", Why.NOTHING, "nothing like it (infected)"),
    ],
)
def test_why_a_clue_was_not_found(rules: RuleBook, text: str, clue: str, why: Why, said: str) -> None:
    explanation = explained(text, rules)
    found = next(lack for lack in explanation.lacks if lack.clue.name == clue)
    assert found.why is why
    assert said in lacks(explanation)[clue]


def test_the_likest_language_is_that_of_the_page(rules: RuleBook) -> None:
    french = explained("Votre ordinateur est infecté par un virus. N'etdgncs pas cet appareil.", rules)
    assert "like “n'éteins pas”" in lacks(french)["stay"]


def test_all_of_it_line_by_line(rules: RuleBook) -> None:
    explanation = explained("Microsoft: your computer is infected. Call us", rules)
    assert explanation.finding.level is Level.SCAM
    assert told(explanation) == [
        "rule: 8 points; suspicious from 6, a scam from 8.",
        "found: brand (+2): “Microsoft:”",
        "found: alarm (+3): “computer is infected.”",
        "found: call (+3): “Call us”",
        "not found: stay (+2): nearest is “your computer is”, 67 % like “keep your computer on” (do-not-close)",
        "not found: code (+1): nothing like it (error-code)",
        "not found: files (+1): nothing like it (files-encrypted)",
        "Without any one of alarm (+3), call (+3), brand (+2) it would be clear.",
    ]


def changes(explanation: Explanation) -> list[str]:
    return [str(change.sentence()) for change in explanation.changes]


def test_what_would_lift_it(rules: RuleBook) -> None:
    assert changes(explained("Microsoft: your computer is infected", rules)) == [
        "3 more points would make it a scam: call (+3)."
    ]
    assert changes(explained("Microsoft", rules)) == ["6 more points would make it a scam: call (+3) + alarm (+3)."]


def test_of_equally_few_clues_the_nearest_is_named(rules: RuleBook) -> None:
    assert changes(explained("Microsoft: your computer is infected. Cell os now", rules))[0].endswith("call (+3).")
    near = explained("Microsoft: call us. Your computers at home and at work are all infected", rules)
    assert changes(near)[0].endswith("alarm (+3).")


def test_a_clue_it_cannot_do_without(rules: RuleBook) -> None:
    text = "Your computer is infected. Call us. Do not shut down"
    assert changes(explained(text, rules)) == [
        "It has the points, but lacks a clue it needs: with brand (+2) it would be a scam."
    ]


def test_what_calmed_it(rules: RuleBook) -> None:
    text = "Microsoft: your computer is infected. Call us. This is a scam."
    found = changes(explained(text, rules))
    assert "Without explains-scams (-4) it would be a scam." in found


def test_several_clues_hold_it_together(rules: RuleBook) -> None:
    text = "Microsoft: your computer is infected. Call us. Do not shut down. Error code 0x80072EE7"
    assert changes(explained(text, rules, suspicious=5, scam=5)) == ["Without brand (+2) it would be clear."]
    free = [{**clue, "required": False} for clue in RULE["clue"]]
    assert changes(explained(text, rules, suspicious=5, scam=5, clue=free)) == [
        "Without alarm (+3) + call (+3) + brand (+2) it would be clear."
    ]


def test_one_that_is_never_a_scam(rules: RuleBook) -> None:
    explanation = explained("Microsoft: your computer is infected", rules, scam=None)
    assert told(explanation)[0] == "rule: 5 points; suspicious from 6, never a scam."
    assert changes(explanation)[0].startswith("1 more point would make it suspicious: ")


def test_a_page_without_any_clue(rules: RuleBook) -> None:
    explanation = explained("Nothing of the kind", rules)
    assert explanation.finding.score == 0
    assert len(explanation.lacks) == 6
    assert explained("", rules).finding.level is Level.CLEAR
