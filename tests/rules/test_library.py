"""Every scenario that comes with popupwatch warns of its own examples, and of nothing else's calm ones."""

from __future__ import annotations

import pytest

from popupwatch.rules.load import RuleBook, load_rules
from popupwatch.workshop.trials import Case, example_cases, try_case

RULES = load_rules()
EXAMPLES = list(example_cases(RULES.scenarios))


@pytest.fixture(scope="module")
def rules() -> RuleBook:
    return RULES


def test_every_rule_file_is_sound(rules: RuleBook) -> None:
    assert not rules.problems, "\n".join(map(str, rules.problems))
    assert len(rules.scenarios) >= 12


@pytest.mark.parametrize("case", EXAMPLES, ids=lambda case: case.name)
def test_example(rules: RuleBook, case: Case) -> None:
    trial = try_case(case, rules)
    assert not trial.result.is_wrong, "\n".join(map(str, trial.sentences()))


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
