"""The texts are complete in every language, for every scenario, clue and step."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import popupwatch.errors
from popupwatch.advice.telling import GENERAL, steps_by_advice
from popupwatch.advice.texts import Texts, language_of, languages, load_texts
from popupwatch.errors import PictureError, PopupwatchError
from popupwatch.rules.load import load_rules

PACKAGE = Path(__file__).parents[2] / "popupwatch"
ENGLISH = load_texts("en")
OTHERS = [language for language in languages() if language != "en"]
ALL = pytest.mark.parametrize("texts", [load_texts(language) for language in languages()], ids=lambda t: t.language)


def names_in(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_english_and_french_are_there() -> None:
    assert {"en", "fr"} <= set(languages())


@pytest.mark.parametrize("language", OTHERS)
def test_same_keys_and_same_values_as_english(language: str) -> None:
    texts = load_texts(language)
    assert texts.entries.keys() == ENGLISH.entries.keys()
    for key, sentence in ENGLISH.entries.items():
        assert names_in(texts.entries[key]) == names_in(sentence), key


@ALL
def test_no_text_is_empty_or_english(texts: Texts) -> None:
    assert all(text.strip() == text != "" for text in texts.entries.values())
    if texts.language != "en":
        same = {
            key
            for key, text in texts.entries.items()
            if text == ENGLISH.entries[key] and not key.startswith("country.")
        }
        assert same <= {"verdict.reason"}


@ALL
def test_every_scenario_has_its_words(texts: Texts) -> None:
    scenarios = load_rules().scenarios
    assert len(scenarios) >= 12
    for scenario in scenarios:
        assert texts.find(f"scenario.{scenario.id}.title"), scenario.id
        assert texts.find(f"scenario.{scenario.id}.why"), scenario.id
        for clue in (*scenario.clues, *scenario.calms):
            assert clue.says or texts.find(f"clue.{clue.name}"), f"{scenario.id}: clue {clue.name}"


@ALL
def test_every_advice_has_its_steps(texts: Texts) -> None:
    steps = steps_by_advice()
    assert {scenario.advice for scenario in load_rules().scenarios} | {GENERAL} == set(steps)
    for advice, keys in steps.items():
        assert keys[0] == "calm", advice
        assert all(texts.find(f"step.{key}") for key in keys), advice
    used = {key for keys in steps.values() for key in keys}
    assert used == {key.removeprefix("step.") for key in texts.entries if key.startswith("step.")}


def test_no_text_is_about_what_no_longer_is() -> None:
    scenarios = load_rules().scenarios
    clues = {clue.name for scenario in scenarios for clue in (*scenario.clues, *scenario.calms)}
    assert {key.split(".")[1] for key in ENGLISH.entries if key.startswith("clue.")} <= clues
    assert {key.split(".")[1] for key in ENGLISH.entries if key.startswith("scenario.")} == {s.id for s in scenarios}


def test_every_text_the_code_asks_for_is_there() -> None:
    for key in asked_for():
        assert key in ENGLISH.entries, key


def asked_for() -> Iterator[str]:
    for module in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "say":
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value


def error_sentences() -> Iterator[str]:
    """Every sentence an error is raised with, where it stands in the code as a whole."""
    kinds = {name for name, kind in vars(popupwatch.errors).items() if _is_error(kind)}
    kinds.add("cls")  # an error's own class methods
    for module in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in kinds and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value


def _is_error(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, PopupwatchError)


@pytest.mark.parametrize("language", OTHERS)
def test_error_sentences_are_translated(language: str) -> None:
    texts, sentences = load_texts(language), set(error_sentences())
    assert sentences == set(texts.errors)
    for sentence, translation in texts.errors.items():
        assert names_in(sentence) == names_in(translation)


def test_an_error_is_told_in_the_language() -> None:
    error = PictureError("There is no file {path}.", path="x{y}.png")
    assert str(error) == "There is no file x{y}.png."
    assert load_texts("fr").error(error) == "Il n'y a pas de fichier x{y}.png."
    assert load_texts("fr").error(PictureError("Something {new}")) == "Something {new}"


def test_french_keeps_its_marks_on_the_line() -> None:
    texts = load_texts("fr")
    for text in (*texts.entries.values(), *texts.errors.values()):
        assert not re.search(r"(?<!\d) [:;?!»]|« ", text), text


@ALL
def test_advice_holds_no_number_to_call(texts: Texts) -> None:
    told = [text for key, text in texts.entries.items() if key.startswith(("step.", "scenario."))]
    assert not [text for text in told if re.search(r"\d{3}", text)]


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr"}, "fr"),
        ({"LANG": "fr_CA.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "fr_BE.UTF-8"}, "fr"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "fr:en"}, "fr"),
        ({"LANG": "C", "LANGUAGE": "fr"}, "en"),
        ({"LANG": "sv_SE.UTF-8"}, "en"),
        ({"LANG": "sv_SE.UTF-8", "LANGUAGE": "sv:fr"}, "fr"),
    ],
)
def test_the_language_is_that_of_the_system(environment: dict[str, str], language: str) -> None:
    assert language_of(environment) == language
