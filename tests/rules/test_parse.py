"""A broken rule file is named with path, line and column, every problem at once, and the others still work."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from popupwatch.advice.texts import load_texts
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
    return [str(problem).removeprefix(f"{folder}/") for problem in load_rules([folder]).problems]


def test_a_sound_folder_adds_its_scenario_and_its_words(folder: Path) -> None:
    rules = load_rules([folder])
    assert not rules.problems
    assert "lost-parcel" in {scenario.id for scenario in rules.scenarios}
    assert "fake-microsoft-alert" in {scenario.id for scenario in rules.scenarios}
    assert "xx" in rules.languages


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("points = 3", "poinst = 3"), "9:1: There is no key “poinst” here. Did you mean “points”?"),
        (('["parcel"]', '["parcle"]'), "8:10: There is no concept or entity “parcle”. Did you mean “parcel”?"),
        (
            ('["parcel"]', '["qqqqqq"]'),
            "8:10: There is no concept or entity “qqqqqq”. To see all there are: popupwatch rules schema",
        ),
        (('["pay + money"]', '["pay + mony"]'), "13:16: There is no concept or entity “mony”. Did you mean “money”?"),
        (('use = "urgency"', 'use = "urgensy"'), "17:7: There is no shared clue “urgensy”. Did you mean “urgency”?"),
        (('id = "lost-parcel"', 'id = "lost"'), '1:6: The id must be the file\'s name: id = "lost-parcel".'),
        (("points = 3", "points = -3"), "9:10: The points of a [[clue]] must be above 0, not -3."),
        (("suspicious = 4", "suspicious = 9"), "3:14: suspicious (9) must not be above scam (6)."),
        (("points = 3", 'points = "3"'), "9:10: “points” must be a number."),
        (("points = 3", "points = inf"), "9:10: “points” must be a number."),
        (("points = 3", "points = 3\nstatement = 1"), "10:13: “statement” must be true or false."),
        (('find = ["parcel"]', 'find = "parcel"'), "8:8: “find” must be a list of texts in quotes."),
        (('find = ["parcel"]\n', ""), "6:1: “find” is missing here."),
        (("suspicious = 4\n", ""), "1:1: “suspicious” is missing here."),
        (('name = "pay"', 'name = "parcel"'), "12:8: The name “parcel” stands twice in this file."),
        (
            ("scam = 6", 'scam = 6\ncalmed_by = ["urgency"]'),
            "5:14: There is no calming clue “urgency”. Known are: explains-scams,",
        ),
    ],
)
def test_says_what_is_wrong_and_where(folder: Path, change: tuple[str, str], said: str) -> None:
    found = problems(folder, "lost-parcel.toml", SOUND.replace(*change, 1))
    assert any(problem.startswith(f"lost-parcel.toml:{said}") for problem in found), found


@pytest.mark.parametrize("content", ["clue = 3", "clue = [3]", "calm = {}", "examples = 1", "[clue]\nname = 1"])
def test_tables_that_are_none(folder: Path, content: str) -> None:
    assert problems(folder, "lost-parcel.toml", f'id = "lost-parcel"\nsuspicious = 4\n{content}\n')


def test_every_problem_at_once(folder: Path) -> None:
    broken = SOUND.replace("points = 3", "poinst = 3").replace('"parcel"]', '"parcle"]')
    assert len(problems(folder, "lost-parcel.toml", broken)) >= 3


def test_not_toml_is_named_with_its_line(folder: Path) -> None:
    (found,) = problems(folder, "lost-parcel.toml", SOUND + "\n[[clue]\n")
    assert found.startswith("lost-parcel.toml:20:7: This is not valid TOML")


def test_not_text_is_named(folder: Path) -> None:
    (folder / "lost-parcel.toml").write_bytes(b"\xff\xfe\x00")
    (problem,) = load_rules([folder]).problems
    assert str(problem).endswith(
        "lost-parcel.toml:1:1: This is not text in UTF-8. Save the file again with the encoding UTF-8."
    )
    (folder / "lost-parcel.toml").write_bytes(SOUND.replace("Fake", "Vérité").encode("latin-1"))
    (problem,) = load_rules([folder]).problems
    assert (problem.line, problem.column) == (2, 11)


def test_a_file_as_windows_writes_it(folder: Path) -> None:
    (folder / "lost-parcel.toml").write_bytes(SOUND.replace("\n", "\r\n").encode("utf-8-sig"))
    assert not load_rules([folder]).problems
    (folder / "lost-parcel.toml").write_bytes(SOUND.replace('parcel"]\n', 'parcle"]\r\n').encode("utf-8-sig"))
    (problem,) = load_rules([folder]).problems
    assert (problem.line, problem.column, problem.kind) == (8, 10, "unknown-concept")


def test_a_problem_is_told_in_french(folder: Path) -> None:
    (folder / "lost-parcel.toml").write_text(SOUND.replace('["parcel"]', '["parcle"]'))
    (problem,) = load_rules([folder]).problems
    assert load_texts("fr").error(problem.error) == (
        "Il n'y a pas de notion ou de forme «\u00a0parcle\u00a0». Vouliez-vous dire «\u00a0parcel\u00a0»\u00a0?"
    )


def test_a_broken_vocabulary_is_named_and_the_rest_works(folder: Path) -> None:
    text = 'language = "yy"\n[concepts]\nparcel = "your parcel"\nmore = ["ok", "!!"]\n'
    (folder / "lost-parcel.toml").unlink()
    found = problems(folder, "vocabulary/xx.toml", text)
    assert found == [
        'vocabulary/xx.toml:1:12: The language must be the file\'s name: language = "xx".',
        "vocabulary/xx.toml:3:10: “parcel” must be a list of phrases in quotes.",
        "vocabulary/xx.toml:4:15: The phrase “!!” has no letters to look for.",
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
    ("change", "said"),
    [
        (('why = "nobody knows the word yet"\n', ""), "20:1: “why” is missing here."),
        (("warns =", "warms ="), "22:1: There is no key “warms” here. Did you mean “warns”?"),
        (("[[examples.todo]]", "[examples.todo]"), "20:1: Write [[examples.todo]] with two brackets"),
        (('warns = "Your consignment waits"\n', ""), "20:1: [[examples.todo]] needs either warns or calm"),
    ],
)
def test_a_known_gap_says_what_it_is_and_why(folder: Path, change: tuple[str, str], said: str) -> None:
    found = problems(folder, "lost-parcel.toml", SOUND + GAP.replace(*change, 1))
    assert any(problem.startswith(f"lost-parcel.toml:{said}") for problem in found), found


def test_sound_rules_load_without_what_places_problems() -> None:
    code = "import sys; from popupwatch.rules.load import compile_rules; compile_rules(); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"popupwatch.rules.places", "difflib"} & set(loaded)
