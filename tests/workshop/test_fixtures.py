"""Reading fixtures: what they say, their variants, and everything that can be wrong with them, each with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from popupwatch.errors import RuleError
from popupwatch.model import Level
from popupwatch.workshop.fixtures import Look, fixture_files, load_fixture, load_fixtures, meets, read_fixtures

WHOLE = """expected = "scam"
scenario = "fake-microsoft-alert"
language = "fr"
purpose = "a page"
size = [1280, 720]
effects = ["jpeg:35"]
tags = ["modal", "blue-screen"]

[[variant]]
name = "4k"
size = [1920, 1080]
scale = 2
effects = []
todo = "too large"

[[variant]]
name = "dark"
theme = "dark"
expected = "suspicious"
"""


def written(folder: Path, text: str, name: str = "x") -> Path:
    file = folder / f"{name}.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_fixture_and_its_variants(tmp_path: Path) -> None:
    file = written(tmp_path, WHOLE)
    (first, large, dark), problems = read_fixtures(file)
    assert problems == []
    assert first.look == Look((1280, 720), effects=("jpeg:35",))
    assert (first.expected, first.todo, first.variant) == (Level.SCAM, "", "")
    assert (large.look, large.todo, large.expected) == (Look((1920, 1080), 2.0), "too large", Level.SCAM)
    assert (dark.look.theme, dark.look.size, dark.expected) == ("dark", (1280, 720), Level.SUSPICIOUS)
    assert {each.scenario for each in (first, large, dark)} == {"fake-microsoft-alert"}


def test_the_files_of_a_fixture(tmp_path: Path) -> None:
    (first, large, _), _ = read_fixtures(written(tmp_path, WHOLE))
    assert [first.picture.name, first.recorded.name, first.page.name] == ["x.png", "x.text.json", "x.html"]
    assert [large.picture.name, large.recorded.name, large.page.name] == ["x@4k.png", "x@4k.text.json", "x.html"]
    assert large.name == f"{tmp_path.name}/x@4k"


def test_tags_that_follow_from_the_look(tmp_path: Path) -> None:
    (first, large, dark), _ = read_fixtures(written(tmp_path, WHOLE))
    assert first.all_tags == ("blue-screen", "modal", "small-laptop", "jpeg")
    assert {"4k", "scaled"} <= set(large.all_tags)
    assert "jpeg" not in large.all_tags
    assert "dark" in dark.all_tags


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('expectd = "scam"', "1:1: There is no key “expectd” here. Did you mean “expected”?"),
        ('scenario = "x"', '1:1: “expected” is missing here. Write for example: expected = "scam"'),
        ('expected = "scm"', "1:13: “scm” cannot stand here. Did you mean “scam”?"),
        ('expected = "scam"\nsize = [1, 2]', "2:8: “size” is not right. Write for example: size = [1366, 768]"),
        ('expected = "scam"\nscale = true', "2:9: “scale” is not right. Write for example: scale = 1.25"),
        (
            'expected = "scam"\neffects = ["blur:1", "jpg:35"]',
            "2:23: “jpg:35” cannot stand here. Did you mean “jpeg:35”?",
        ),
        ('expected = "scam"\ntags = ["modul"]', "2:10: “modul” cannot stand here. Did you mean “modal”?"),
        ('expected = "scam"\ntheme = "drak"', "2:10: “drak” cannot stand here. Did you mean “dark”?"),
        ('expected = "scam"\n[variant]\nname = "x"', "Write [[variant]] with two brackets, for there can be several."),
        ('expected = "scam"\n[[variant]]\ntheme = "dark"', "2:1: “name” is missing here."),
        ('expected = "scam"\n[[variant]]\nname = "a/b"', "3:8: “name” is not right."),
        (
            'expected = "scam"\n[[variant]]\nname = "a"\n\n[[variant]]\nname = "a"',
            "6:8: The name “a” stands twice in this file.",
        ),
        ('expected = "scam', "1:17: This is not valid TOML"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    file = written(tmp_path, text)
    fixtures, problems = read_fixtures(file)
    assert fixtures == ()
    assert any(said in str(problem) and str(problem).startswith(f"{file}:") for problem in problems), problems


def test_every_problem_is_found_at_once(tmp_path: Path) -> None:
    file = written(tmp_path, 'expected = "clear"\nsize = 3\ncolour = "red"\n[[variant]]\nname = "x"\nscale = 9\n')
    assert [problem.line for problem in read_fixtures(file)[1]] == [2, 3, 6]
    with pytest.raises(RuleError, match=r"x\.toml:2:8: .*x\.toml:3:1: .*x\.toml:6:9: "):
        load_fixture(file)


def test_rules_beside_fixtures_are_no_fixtures(tmp_path: Path) -> None:
    fixture = written(tmp_path, 'expected = "clear"')
    written(tmp_path, 'id = "my-scam"\nsuspicious = 1', "my-scam")
    (tmp_path / "damaged.png").touch()
    damaged = written(tmp_path, "expect", "damaged")
    (tmp_path / ".hidden").mkdir()
    written(tmp_path / ".hidden", 'expected = "clear"')
    assert fixture_files(tmp_path) == [damaged, fixture]


def test_one_broken_file_stops_loading_all(tmp_path: Path) -> None:
    written(tmp_path, 'expected = "clear"', "a")
    written(tmp_path, "expected = 3", "b")
    with pytest.raises(RuleError, match="“expected” is not right"):
        list(load_fixtures(tmp_path))


@pytest.mark.parametrize(
    ("level", "expected", "met"),
    [
        (Level.SCAM, Level.SCAM, True),
        (Level.SUSPICIOUS, Level.SCAM, False),
        (Level.SCAM, Level.SUSPICIOUS, True),
        (Level.CLEAR, Level.SUSPICIOUS, False),
        (Level.SUSPICIOUS, Level.CLEAR, False),
        (Level.CLEAR, Level.CLEAR, True),
    ],
)
def test_what_meets_what(level: Level, expected: Level, met: bool) -> None:
    assert meets(level, expected) is met
