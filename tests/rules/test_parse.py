"""A broken rule file is named with path and line, every problem at once, and the others still work."""

from __future__ import annotations

from pathlib import Path

import pytest

from popupwatch.rules.load import load_rules
from popupwatch.rules.model import Gap

SOUND = """id = "lost-parcel"
title = "Fake parcel"
suspicious = 4
scam = 6

[[clue]]
name = "parcel"
find = ["parcel"]
points = 3

[[clue]]
name = "pay"
find = ["pay + money"]
points = 3

[[clue]]
use = "urgency"
points = 1
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "vocabulary").mkdir()
    (tmp_path / "vocabulary" / "xx.toml").write_text('language = "xx"\n[concepts]\nparcel = ["your parcel"]\n')
    (tmp_path / "lost-parcel.toml").write_text(SOUND)
    return tmp_path


def problems(folder: Path, file: str, content: str) -> list[str]:
    (folder / file).write_text(content, encoding="utf-8")
    return [f"{p.path.name}:{p.line}: {p.message}" for p in load_rules([folder]).problems]


def test_a_sound_folder_adds_its_scenario_and_its_words(folder: Path) -> None:
    rules = load_rules([folder])
    assert not rules.problems
    assert "lost-parcel" in {scenario.id for scenario in rules.scenarios}
    assert "fake-microsoft-alert" in {scenario.id for scenario in rules.scenarios}
    assert "xx" in rules.languages


@pytest.mark.parametrize(
    ("change", "line", "said"),
    [
        (("points = 3", "poinst = 3"), 9, "unknown key 'poinst'; did you mean 'points'?"),
        (('find = ["parcel"]', 'find = ["parcle"]'), 8, "unknown concept or entity 'parcle'; did you mean 'parcel'?"),
        (('use = "urgency"', 'use = "urgensy"'), 17, "there is no shared clue 'urgensy'; did you mean 'urgency'?"),
        (('id = "lost-parcel"', 'id = "lost"'), 1, 'id must be the file\'s name: id = "lost-parcel"'),
        (("points = 3", "points = -3"), 9, "points of a [[clue]] must be above 0, not -3"),
        (("suspicious = 4", "suspicious = 9"), 3, "suspicious (9) must not be above scam (6)"),
        (("points = 3", 'points = "3"'), 9, "points must be a number"),
        (('find = ["parcel"]', 'find = "parcel"'), 8, "find must be a list of texts in quotes"),
        (("suspicious = 4\n", ""), 1, "suspicious must be a number; it is missing"),
    ],
)
def test_says_what_is_wrong_and_where(folder: Path, change: tuple[str, str], line: int, said: str) -> None:
    found = problems(folder, "lost-parcel.toml", SOUND.replace(*change, 1))
    assert f"lost-parcel.toml:{line}: {said}" in found


def test_every_problem_at_once(folder: Path) -> None:
    broken = SOUND.replace("points = 3", "poinst = 3").replace('"parcel"]', '"parcle"]')
    assert len(problems(folder, "lost-parcel.toml", broken)) >= 3


def test_not_toml_is_named_with_its_line(folder: Path) -> None:
    (found,) = problems(folder, "lost-parcel.toml", SOUND + "\n[[clue]\n")
    assert found.startswith("lost-parcel.toml:20: is not valid TOML")


def test_not_text_is_named(folder: Path) -> None:
    (folder / "lost-parcel.toml").write_bytes(b"\xff\xfe\x00")
    (problem,) = load_rules([folder]).problems
    assert "cannot be read as UTF-8" in problem.message


def test_a_broken_vocabulary_is_named_and_the_rest_works(folder: Path) -> None:
    text = 'language = "yy"\n[concepts]\nparcel = "your parcel"\nmore = ["!!"]\n'
    (folder / "lost-parcel.toml").unlink()
    found = problems(folder, "vocabulary/xx.toml", text)
    assert found == [
        'xx.toml:1: language must be the file\'s name: language = "xx"',
        "xx.toml:3: concept 'parcel' must be a list of phrases in quotes",
        "xx.toml:4: phrase '!!' of 'more' has no letters to look for",
    ]
    assert len(load_rules([folder]).scenarios) >= 12


def test_the_others_still_work(folder: Path) -> None:
    (folder / "broken.toml").write_text("id = ")
    rules = load_rules([folder])
    assert rules.problems
    assert "lost-parcel" in {scenario.id for scenario in rules.scenarios}


def test_a_fixture_beside_is_no_scenario(folder: Path) -> None:
    (folder / "a-screen.toml").write_text('expected = "clear"\n')
    (folder / "pyproject.toml").write_text("[project]\n")
    assert not load_rules([folder]).problems


GAP = """
[[examples.todo]]
why = "nobody knows the word yet"
warns = "Your consignment waits"
"""


def test_known_gaps(folder: Path) -> None:
    (folder / "lost-parcel.toml").write_text(SOUND + GAP)
    rules = load_rules([folder])
    assert not rules.problems
    scenario = next(scenario for scenario in rules.scenarios if scenario.id == "lost-parcel")
    assert scenario.gaps == (Gap("Your consignment waits", True, "nobody knows the word yet"),)


@pytest.mark.parametrize(
    ("change", "line", "said"),
    [
        (('why = "nobody knows the word yet"\n', ""), 20, "why must be text in quotes; it is missing"),
        (("warns =", "warms ="), 22, "unknown key 'warms'; did you mean 'warns'?"),
        (("[[examples.todo]]", "[examples.todo]"), 20, "write [[examples.todo]] with two brackets"),
        (('warns = "Your consignment waits"\n', ""), 20, "[[examples.todo]] needs either warns or calm"),
    ],
)
def test_a_known_gap_says_what_it_is_and_why(folder: Path, change: tuple[str, str], line: int, said: str) -> None:
    found = problems(folder, "lost-parcel.toml", SOUND + GAP.replace(*change, 1))
    assert any(problem.startswith(f"lost-parcel.toml:{line}: {said}") for problem in found), found
