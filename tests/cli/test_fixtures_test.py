"""`popupwatch fixtures record`, `test` and `score`: what the reader sees is kept, tried, and summed up."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def folder(tmp_path: Path, pictures: Any) -> Path:
    """A scam that is found, an ordinary screen, and a scam nobody could find: a known gap."""
    folder = tmp_path / "fixtures"
    folder.mkdir()
    scam = 'expected = "scam"\nscenario = "fake-microsoft-alert"\nlanguage = "en"\n'
    for name, picture, said in (
        ("found", pictures.scam, scam),
        ("ordinary", pictures.ordinary, 'expected = "clear"\nlanguage = "en"\nkind = "weather"\n'),
        ("gap", pictures.ordinary, f'{scam}todo = "says nothing"\n'),
    ):
        (folder / f"{name}.png").write_bytes(picture.read_bytes())
        (folder / f"{name}.toml").write_text(said, encoding="utf-8")
    return folder


@pytest.fixture
def recorded(run: Run, folder: Path) -> Path:
    assert run("fixtures", "record", folder).code == 0
    return folder


def test_recording_says_what_it_writes(run: Run, folder: Path) -> None:
    ran = run("fixtures", "record", folder)
    assert ran.code == 0
    said = re.escape(f"words read, judged clear. Written: {folder / 'ordinary.text.json'}")
    assert re.search(rf"fixtures/ordinary: 2\d {said}", ran.out)
    assert len(list(folder.glob("*.text.json"))) == 3
    assert run("fixtures", "record", folder).out == "Text recorded already: 3\n"
    assert "fixtures/found: reads the same as before" in run("fixtures", "record", folder, "--all").out


def test_another_text_is_shown_and_kept_only_if_wanted(
    run: Run, run_process: Run, recorded: Path, pictures: Any
) -> None:
    text = recorded / "ordinary.text.json"
    before = text.read_text("utf-8")
    (recorded / "ordinary.png").write_bytes(pictures.suspicious.read_bytes())
    declined = run_process("fixtures", "record", recorded, stdin=b"no\n")
    assert declined.code == 0, declined.err
    assert "fixtures/ordinary: reads otherwise than what was recorded, and is now judged suspicious" in declined.out
    assert re.search(r"no longer read \(2\d\): Weather for the weekend", declined.out)
    assert "newly read (17): Windows Defender quick scan" in declined.out
    assert text.read_text("utf-8") == before
    assert run("fixtures", "record", recorded / "ordinary.png", "--yes").code == 0
    assert "Defender" in text.read_text("utf-8")


def test_all_as_expected(run: Run, recorded: Path) -> None:
    ran = run("fixtures", "test", recorded)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "Fixtures, by their recorded text: 2 of 3 judged as expected.",
        "Known gaps, which fail as they say: 1.",
    ]
    ran = run("fixtures", "test", recorded, "--ocr", "--language", "fr")
    assert ran.code == 0
    assert "Images de référence, relues à l'instant\u00a0: 2 sur 3" in ran.out


def test_a_failure_shows_the_nearest_miss(run: Run, recorded: Path) -> None:
    gap = recorded / "gap.toml"
    gap.write_text(gap.read_text("utf-8").replace('todo = "says nothing"\n', ""), encoding="utf-8")
    ran = run("fixtures", "test", recorded)
    assert ran.code == 1
    first, *rest = ran.out.splitlines()
    assert first == f"{gap}: fixtures/gap should be a scam, but is clear."
    assert any("fake-microsoft-alert: 0 points" in line for line in rest)
    assert any("not found: names-microsoft" in line for line in rest)
    assert rest[-1] == "Fixtures, by their recorded text: 2 of 3 judged as expected."
    assert run("fixtures", "test", recorded / "found.png").code == 0


def test_a_gap_that_closed(run: Run, recorded: Path) -> None:
    found = recorded / "found.toml"
    found.write_text(found.read_text("utf-8") + 'todo = "cannot be"\n', encoding="utf-8")
    ran = run("fixtures", "test", recorded)
    assert ran.code == 1
    assert "fixtures/found now gets its verdict. Take its todo away: “cannot be”" in ran.out


def test_what_cannot_be_tried(run: Run, recorded: Path, pictures: Any) -> None:
    (recorded / "ordinary.png").write_bytes(pictures.blank.read_bytes())
    (recorded / "gap.text.json").write_text("{", encoding="utf-8")
    (recorded / "bad.toml").write_text("expected = 3\n", encoding="utf-8")
    ran = run("fixtures", "test", recorded)
    assert ran.code == 2
    assert "fixtures/ordinary: its picture changed since its text was recorded." in ran.err
    assert "gap.text.json is not a recorded text" in ran.err
    assert "bad.toml:1:12: “expected” is not right." in ran.err
    assert ran.out == "Fixtures, by their recorded text: 1 of 1 judged as expected.\n"


def test_rules_of_ones_own(run: Run, recorded: Path, tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    clues = "".join(
        f'[[clue]]\nname = "c{n}"\nfind = ["{word}"]\npoints = 5\n' for n, word in enumerate(("sun", "wind"))
    )
    (rules / "weather.toml").write_text(f'id = "weather"\nsuspicious = 3\nscam = 6\n{clues}', encoding="utf-8")
    (rules / "vocabulary").mkdir()
    (rules / "vocabulary" / "en.toml").write_text(
        'language = "en"\n[concepts]\nsun = ["Saturday will be sunny"]\nwind = ["a light wind"]\n', encoding="utf-8"
    )
    ran = run("fixtures", "test", recorded, "--rules", rules)
    assert ran.code == 1
    assert "fixtures/ordinary should be clear, but is a scam." in ran.out
    assert "There is no folder of rules" in run("fixtures", "test", recorded, "--rules", rules / "no").err


def test_the_scoreboard(run: Run, recorded: Path) -> None:
    readme = recorded / "README.md"
    readme.write_text(
        "# Mine\n\n<!-- list made by: popupwatch fixtures score -->\n<!-- end of list -->\n", encoding="utf-8"
    )
    ran = run("fixtures", "score", recorded, "--check")
    assert ran.code == 1
    assert "SCOREBOARD.md is out of date" in ran.out
    assert not (recorded / "SCOREBOARD.md").exists()
    assert run("fixtures", "score", recorded).code == 0
    assert "| en | 2 | 1 | 50% | 1 | 0 | 0 |" in (recorded / "SCOREBOARD.md").read_text("utf-8")
    assert "| fixtures/ordinary | en | weather |" in readme.read_text("utf-8")
    ran = run("fixtures", "score", recorded, "--check")
    assert (ran.code, ran.out) == (0, "The scoreboard and the list are up to date.\n")


def test_somebodys_own_scoreboard_is_left_alone(run: Run, recorded: Path) -> None:
    board = recorded / "SCOREBOARD.md"
    board.write_text("# Our tennis scores\n", encoding="utf-8")
    ran = run("fixtures", "score", recorded)
    assert ran.code == 2
    assert "SCOREBOARD.md was not made by this command" in ran.err
    assert board.read_text("utf-8") == "# Our tennis scores\n"


def test_no_scoreboard_without_every_text(run: Run, folder: Path) -> None:
    ran = run("fixtures", "score", folder)
    assert ran.code == 2
    assert "its text was not recorded yet" in ran.err


def test_recorded_texts_read_well_in_a_diff(recorded: Path) -> None:
    lines = (recorded / "ordinary.text.json").read_text("utf-8").splitlines()
    assert json.loads(lines[0] + "]}")["picture"]
    assert json.loads(lines[1].rstrip(","))["words"][0][0] == "Weather"
