"""Noise changes as much as it is asked to, in the ways a reader does, and the rules bear it."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from rapidfuzz.distance import Levenshtein

from popupwatch.model import Finding, Level, Verdict
from popupwatch.rules.load import load_rules
from popupwatch.workshop.noise import Noise, noise_of, noisy, noisy_copies
from popupwatch.workshop.trials import Case, Result, Trial, example_cases

TEXT = "\n".join(
    ["Votre ordinateur a été infecté par un virus.", "Call Microsoft Support immediately: 1-800-555-0134"] * 400
)


@pytest.mark.parametrize("rate", [0.01, 0.03, 0.1])
def test_as_many_characters_as_asked(rate: float) -> None:
    changed = sum(Levenshtein.distance(TEXT, noisy(TEXT, rate, Random(seed))) for seed in range(8)) / 8
    assert changed / len(TEXT) == pytest.approx(rate, rel=0.1)


def test_no_noise_changes_nothing() -> None:
    assert noisy(TEXT, 0, Random(1)) == TEXT
    assert noisy("", 0.5, Random(1)) == ""


def test_the_same_seed_gives_the_same_slips() -> None:
    assert noisy(TEXT, 0.03, Random(7)) == noisy(TEXT, 0.03, Random(7))
    assert noisy(TEXT, 0.03, Random(7)) != noisy(TEXT, 0.03, Random(8))


@pytest.mark.parametrize(
    ("text", "slips"),
    [
        ("m", {"rn", "", "mm"}),
        ("l", {"1", "I", "|", "i", "", "ll"}),
        ("0", {"O", "o", ""}),
        ("cl", {"d"}),
        ("é", {"e", "", "éé"}),
        ("a b", {"ab"}),
        ("bb", {"b b"}),
    ],
)
def test_the_slips_of_a_reader(text: str, slips: set[str]) -> None:
    seen = {noisy(text, 0.5, Random(seed)) for seed in range(400)}
    assert slips <= seen


def test_lines_are_lost_but_never_run_together() -> None:
    lines = {len(noisy(TEXT, 0.1, Random(seed)).splitlines()) for seed in range(5)}
    assert all(770 <= count < 800 for count in lines)


def case(expected: Level, words: str = "words", todo: str = "") -> Case:
    return Case(f"{expected.value} {words}", Path("x.toml"), expected, "x", todo, words=words)


def test_copies_are_spread_over_the_examples() -> None:
    cases = [case(Level.SCAM, "one"), case(Level.CLEAR, "two"), case(Level.SCAM, "gap", "why"), case(Level.SCAM, "")]
    copies = noisy_copies(cases, 5, 0.03, Random(1))
    assert [copy.name for copy in copies] == ["scam one", "clear two", "scam one", "clear two", "scam one"]
    assert noisy_copies(cases[2:], 5, 0.03, Random(1)) == []


def tried(expected: Level, result: Result, level: Level) -> Trial:
    return Trial(case(expected), result, Verdict(level, (Finding("x", level, 1, (), ()),)))


def test_what_is_lost_and_what_turned() -> None:
    held = [tried(Level.SCAM, Result.HOLDS, Level.SCAM)] * 18
    lost = tried(Level.SCAM, Result.FAILS, Level.CLEAR)
    unsure = tried(Level.CLEAR, Result.FAILS, Level.SUSPICIOUS)
    noise = noise_of([*held, lost, unsure])
    assert noise == Noise(19, (lost,), 1, ())
    assert noise.held == pytest.approx(18 / 19)
    assert not noise.is_borne, "under 95 %"
    assert noise_of([*held, *held, lost, unsure]).is_borne
    turned = tried(Level.CLEAR, Result.FAILS, Level.SCAM)
    assert noise_of([*held, turned]).turned == (turned,)
    assert not noise_of([*held, turned]).is_borne
    assert noise_of([]).is_borne


def test_noise_is_made_of_every_shipped_example() -> None:
    cases = list(example_cases(load_rules().scenarios))
    copies = noisy_copies(cases, 200, 0.03, Random(1))
    assert len(copies) == 200
    assert {copy.name for copy in copies} == {one.name for one in cases if not one.todo}
    assert sum(copy.words != one.words for copy in copies for one in cases if one.name == copy.name) > 150
