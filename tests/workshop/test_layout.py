"""What lies where in an author's folder, however it is laid out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from popupwatch.errors import TrialError
from popupwatch.rules.load import PACKAGE_RULES
from popupwatch.workshop.layout import Layout, kind_of, layout_of

FIXTURE = 'expected = "clear"\nlanguage = "en"\n'


def fixture_in(folder: Path, name: str = "screen.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(FIXTURE)
    return folder / name


def test_a_folder_with_rules_and_fixtures(author: Path) -> None:
    fixture = fixture_in(author / "fixtures" / "ordinary")
    (author / "pyproject.toml").write_text("[project]\n")
    assert layout_of([author]) == Layout((author,), (author / "library" / "lost-parcel.toml",), (fixture,))


def test_everything_in_one_folder(tmp_path: Path, author: Path) -> None:
    scenario, fixture = tmp_path / "one" / "lost-parcel.toml", fixture_in(tmp_path / "one")
    shutil.copy(author / "library" / "lost-parcel.toml", scenario)
    assert layout_of([tmp_path / "one"]) == Layout((tmp_path / "one",), (scenario,), (fixture,))


def test_rules_deep_in_a_repository(tmp_path: Path, author: Path) -> None:
    author.rename(tmp_path / "rules")
    fixture = fixture_in(tmp_path / "fixtures")
    scenario = tmp_path / "rules" / "library" / "lost-parcel.toml"
    assert layout_of([tmp_path]) == Layout((tmp_path / "rules",), (scenario,), (fixture,))
    assert layout_of([fixture]) == Layout((tmp_path / "rules",), (), (fixture,))


def test_a_single_scenario_brings_its_vocabulary(author: Path) -> None:
    scenario = author / "library" / "lost-parcel.toml"
    assert layout_of([scenario]) == Layout((author,), (scenario,), ())


def test_the_shipped_rules_are_loaded_anyway() -> None:
    layout = layout_of([PACKAGE_RULES])
    assert layout.folders == ()
    assert len(layout.scenarios) >= 12


def test_what_is_hidden_or_installed_is_left_out(author: Path) -> None:
    for name in (".git", "node_modules", "venv/lib"):
        fixture_in(author / name)
    (author / "venv" / "pyvenv.cfg").touch()
    assert layout_of([author]).fixtures == ()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("x.toml", FIXTURE, "fixture"),
        ("x.toml", "suspicious = 3\n", "scenario"),
        ("x.toml", "[[clue]]\n", "scenario"),
        ("x.toml", "[concepts]\n", "vocabulary"),
        ("x.toml", "[tool.ruff]\n", ""),
        ("x.txt", FIXTURE, ""),
        ("library/x.toml", "", "scenario"),
        ("vocabulary/x.toml", "broken", "vocabulary"),
    ],
)
def test_a_file_tells_what_it_is(tmp_path: Path, name: str, content: str, kind: str) -> None:
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(content)
    assert kind_of(file) == kind
    assert kind_of(tmp_path / "none.toml") == ""


def test_a_path_with_nothing_to_try(tmp_path: Path, author: Path) -> None:
    with pytest.raises(TrialError, match="There is no file or folder"):
        layout_of([tmp_path / "none"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(TrialError, match="There is nothing to try in"):
        layout_of([author, tmp_path / "empty"])
