"""Every scenario that comes with popupwatch warns of its own examples, and of nothing else's calm ones."""

from __future__ import annotations

import pytest

from popupwatch.model import Level
from popupwatch.ocr.recorded import from_plain_text
from popupwatch.rules.judge import judge
from popupwatch.rules.load import RuleBook, load_rules
from popupwatch.rules.model import Scenario

RULES = load_rules()
WARNS = [(scenario, text) for scenario in RULES.scenarios for text in scenario.warns]
CALM = [(scenario, text) for scenario in RULES.scenarios for text in scenario.calm_examples]


def _name(case: object) -> str:
    return case.id if isinstance(case, Scenario) else str(case).splitlines()[0][:40]


@pytest.fixture(scope="module")
def rules() -> RuleBook:
    return RULES


def test_every_rule_file_is_sound(rules: RuleBook) -> None:
    assert not rules.problems, "\n".join(map(str, rules.problems))
    assert len(rules.scenarios) >= 12


@pytest.mark.parametrize(("scenario", "text"), WARNS, ids=_name)
def test_warns(rules: RuleBook, scenario: Scenario, text: str) -> None:
    verdict = judge(from_plain_text(text), rules)
    assert verdict.level is (Level.SUSPICIOUS if scenario.scam is None else Level.SCAM), verdict.considered
    assert scenario.id in {finding.rule for finding in verdict.findings}, verdict.considered


@pytest.mark.parametrize(("scenario", "text"), CALM, ids=_name)
def test_stays_calm(rules: RuleBook, scenario: Scenario, text: str) -> None:
    verdict = judge(from_plain_text(text), rules)
    assert verdict.level is Level.CLEAR, verdict.findings


def test_every_scenario_has_a_warning_and_two_calm_examples(rules: RuleBook) -> None:
    for scenario in rules.scenarios:
        assert scenario.warns, scenario.id
        assert len(scenario.calm_examples) >= 2, scenario.id


def test_vocabularies_are_complete_over_the_same_concepts(rules: RuleBook) -> None:
    concepts = {
        language: {phrase.concept for phrase in rules.phrases if phrase.language == language}
        for language in rules.languages
    }
    neutral = {phrase.concept for phrase in rules.phrases if phrase.language == "any"}
    assert len(concepts) >= 10
    for language, known in concepts.items():
        # What has neutral words ("document": .xlsx, .py) may have words of a language too, but need not.
        differing = (known ^ concepts["en"]) - neutral
        assert not differing, f"{language}: {sorted(differing)}"
