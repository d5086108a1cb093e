"""Pictures are measured as a scan judges them, by several processes at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import popupwatch
from popupwatch.errors import PictureError
from popupwatch.model import Level
from popupwatch.rules.load import RuleBook, load_rules
from popupwatch.workshop.corpus import Sample
from popupwatch.workshop.found import KeptFinds
from popupwatch.workshop.kept import KeptTexts
from popupwatch.workshop.measure import Measured, Measurer, calming_concepts, measure_all, warning_concepts


@pytest.fixture(scope="module")
def rules() -> RuleBook:
    return load_rules()


@pytest.fixture(scope="module")
def measured(rules: RuleBook, pictures: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Measured]:
    samples = [
        Sample("scam", pictures.scam, Level.SCAM),
        Sample("suspicious", pictures.suspicious, Level.SUSPICIOUS),
        Sample("ordinary", pictures.ordinary, Level.CLEAR),
        Sample("missing", Path("none.png"), Level.SCAM),
    ]
    texts = KeptTexts.of(tmp_path_factory.mktemp("texts"), "way")
    found = list(measure_all(samples, Measurer(rules, texts, KeptFinds.beside(texts, rules)), 2))
    assert [each.sample for each in found] == samples
    return {each.sample.name: each for each in found}


@pytest.mark.parametrize("name", ["scam", "suspicious", "ordinary"])
def test_judged_as_by_a_scan(name: str, measured: dict[str, Measured], rules: RuleBook) -> None:
    found = measured[name]
    verdict = popupwatch.scan(found.sample.picture, rules=rules)
    assert found.level is verdict.level
    assert [(each.rule, each.level, each.score, each.reach) for each in found.opinions] == [
        (each.rule, each.level, each.score, each.reach) for each in verdict.considered
    ]
    for opinion, finding in zip(found.opinions, verdict.considered, strict=True):
        assert set(opinion.clues) == {item.clue for item in finding.evidence}
        assert set(opinion.calms) == {item.clue for item in finding.calming}


def test_phrases_are_those_of_the_vocabulary_never_what_stands_there(measured: dict[str, Measured]) -> None:
    phrases = measured["scam"].phrases
    assert ("any", "microsoft", "microsoft") in phrases
    assert ("en", "call-verb", "call") in phrases
    assert not [phrase for _, _, phrase in phrases if "555" in phrase]
    assert not [phrase for _, _, phrase in measured["ordinary"].phrases if phrase == "microsoft"]


def test_everything_takes_its_time(measured: dict[str, Measured], rules: RuleBook) -> None:
    assert set(measured["scam"].seconds) == {scenario.id for scenario in rules.scenarios}
    assert min(measured["scam"].seconds.values()) > 0
    assert measured["scam"].searching > 0


def test_a_picture_that_cannot_be_opened_says_so_from_another_process(measured: dict[str, Measured]) -> None:
    error = measured["missing"].error
    assert isinstance(error, PictureError)
    assert str(error).startswith("none.png cannot be opened:")
    assert error.values["path"] == Path("none.png")


def test_concepts_that_only_calm(rules: RuleBook) -> None:
    assert {"about-scams", "article"} <= calming_concepts(rules)
    assert not calming_concepts(rules) & warning_concepts(rules)
    assert "malware" in warning_concepts(rules), "also where some clue calms by it"
