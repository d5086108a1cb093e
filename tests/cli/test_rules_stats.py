"""`popupwatch rules stats` on real pictures: what it tells, what it keeps, and everything that can go wrong."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from popupwatch.rules.load import load_rules

Run = Callable[..., Any]


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory, pictures: Any) -> Path:
    """A scam, a suspicious picture and two ordinary ones, one of which is expected to be more than it is."""
    folder = tmp_path_factory.mktemp("stats") / "many"
    folder.mkdir()
    for picture in (pictures.scam, pictures.suspicious, pictures.ordinary, pictures.blank):
        shutil.copy(picture, folder)
    (folder / "manifest.csv").write_text(
        "path,expected,language,kind\nscam.png,scam,en,alert\nsuspicious.png,suspicious,en,scan\n"
        "ordinary.png,clear,en,weather\nblank.png,scam,,unseen\n"
    )
    return folder


@pytest.fixture(scope="session")
def read_before(tmp_path_factory: pytest.TempPathFactory, corpus: Path) -> Path:
    """A cache folder in which the texts of the corpus are kept: most tests are not about reading."""
    import os
    import subprocess
    import sys

    cache = tmp_path_factory.mktemp("cache")
    command = [sys.executable, "-m", "popupwatch", "rules", "stats", str(corpus)]
    subprocess.run(command, check=True, capture_output=True, env=os.environ | {"XDG_CACHE_HOME": str(cache)})
    return cache


@pytest.fixture
def kept(read_before: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A copy of it, as the cache folder of this test."""
    shutil.copytree(read_before, tmp_path / "kept")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "kept"))
    return tmp_path / "kept"


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_the_report(run: Run, corpus: Path) -> None:
    ran = run("rules", "stats", corpus)
    assert (ran.code, ran.err) == (0, "")
    said = squeezed(ran.out)
    assert "4 pictures, judged by " in said
    assert "Read before and kept: 0" in said
    assert "Scams recognised 2 of 3 66.7 %" in said
    assert "False alarms 0 of 1 0.0 %" in said
    rows = {row.split()[0]: row.split() for row in ran.out.splitlines() if row.strip()}
    assert rows["fake-microsoft-alert"][1:4] == ["1", "0", "1.000"]
    assert rows["fake-scan"][4] == "1"  # the suspicious one would be missed without it
    assert rows["en"] == ["en", "2", "of", "2", "0", "of", "1", "0", "of", "1"]
    assert rows["unseen"][1:4] == ["0", "of", "1"]
    assert "× 1.0 2 of 3" in said
    assert said.endswith("Which pictures were judged wrongly: --list")


def test_a_second_run_reads_nothing_and_says_the_same(run: Run, corpus: Path, kept: Path) -> None:
    def files() -> dict[Path, int]:
        return {file: file.stat().st_mtime_ns for file in kept.rglob("*.json")}

    before = files()
    assert "Read before and kept: 4" in run("rules", "stats", corpus).out
    anew, again = (
        json.loads(run("rules", "stats", corpus, "--format", "json", *option).out) for option in (["--no-cache"], [])
    )
    assert anew | {"milliseconds": {}} == again | {"milliseconds": {}}
    assert len(before) == 8
    assert files() == before


def test_without_a_cache_nothing_is_kept(run: Run, corpus: Path, tmp_path: Path) -> None:
    ran = run("rules", "stats", corpus, "--no-cache")
    assert "Read before and kept: 0" in ran.out
    assert not (tmp_path / "cache").exists()


def test_forgetting(run: Run, corpus: Path, kept: Path) -> None:
    assert run("rules", "stats", "--forget").out == "Deleted: what was read in 4 pictures.\n"
    assert not (kept / "popupwatch" / "texts").exists()
    assert run("rules", "stats", "--forget").out == "Deleted: what was read in 0 pictures.\n"
    ran = run("rules", "stats", corpus, "--forget")
    assert (ran.code, ran.out) == (2, "")
    assert "Leave" in ran.err


@pytest.mark.usefixtures("kept")
def test_wrong_pictures_by_name(run: Run, corpus: Path) -> None:
    ran = run("rules", "stats", corpus, "--list")
    assert "Missed scams (1)" in ran.out
    assert "many/blank.png" in ran.out
    assert "many/ordinary.png" not in ran.out


@pytest.mark.usefixtures("kept")
def test_one_scenario(run: Run, corpus: Path) -> None:
    ran = run("rules", "stats", corpus, "--scenario", "fake-scan")
    said = squeezed(ran.out)
    scenario = next(scenario for scenario in load_rules().scenarios if scenario.id == "fake-scan")
    points = next(clue.points for clue in scenario.clues if clue.name == "remove-now")
    assert f"fake-scan: suspicious from {scenario.suspicious:g} points, never a scam by itself" in said
    assert f"remove-now {points:+g} 1 0 1.000" in said
    assert "Scams that would be missed without fake-scan (1) many/suspicious.png" in said
    assert "If the bars of fake-scan alone" in said
    assert "By language" not in said


@pytest.mark.usefixtures("kept")
def test_phrases(run: Run, corpus: Path) -> None:
    ran = run("rules", "stats", corpus, "--phrases", "en", "--list")
    said = squeezed(ran.out)
    assert "Calming phrases found on scams" in said
    assert "1 0 1.000 en call-verb call" in said
    assert "en gift-card" in said  # never found, and named
    assert "fr" not in [word for line in ran.out.splitlines() for word in line.split()[:5]]
    assert " de " in squeezed(run("rules", "stats", corpus, "--phrases").out)


@pytest.mark.usefixtures("kept")
def test_what_a_change_in_the_rules_did(run: Run, corpus: Path, tmp_path: Path) -> None:
    saved = tmp_path / "before.json"
    assert run("rules", "stats", corpus, "--save", saved).code == 0
    same = run("rules", "stats", corpus, "--baseline", saved)
    assert "All of them are judged as well as before." in same.out
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "weather.toml").write_text(
        'id = "weather"\ntitle = "Weather"\nsuspicious = 1\nscam = 2\n'
        '[[clue]]\nname = "wind"\nfind = ["wind"]\npoints = 1\n[[clue]]\nname = "rain"\nfind = ["rain"]\npoints = 1\n'
    )
    (rules / "vocabulary").mkdir()
    (rules / "vocabulary" / "en.toml").write_text(
        'language = "en"\n[concepts]\nwind = ["light wind"]\nrain = ["some rain in the west"]\n'
    )
    ran = run("rules", "stats", corpus, "--baseline", saved, "--rules", rules)
    said = squeezed(ran.out)
    assert f"Compared with {saved}, on the 4 pictures in both" in said
    assert "New false alarms (1) many/ordinary.png" in said
    assert "weather 0 0 → 1" in said
    assert "Read before and kept: 4" in said
    again = run("rules", "stats", corpus, "--save", saved)
    assert (again.code, again.out) == (2, "")
    assert "exists already" in again.err


@pytest.mark.usefixtures("kept")
def test_as_json(run: Run, corpus: Path, tmp_path: Path) -> None:
    saved = tmp_path / "before.json"
    ran = run("rules", "stats", corpus, "--format", "json", "--phrases", "--scenario", "fake-scan", "--save", saved)
    told = json.loads(ran.out)
    assert told["score"] == {"scam": 3, "met": 2, "ordinary": 1, "false_alarms": 0, "suspicious": 0}
    assert told["pictures"]["many/scam.png"]["verdict"] == "scam"
    assert {row["bars"] for row in told["sweep"]["fake-scan"]} >= {0.7, 1.0, 1.3}
    assert {"en", "fr", "ja", "any"} <= {phrase["language"] for phrase in told["phrases"]}
    kept = json.loads(saved.read_text())
    assert kept == {name: value for name, value in told.items() if name != "changes"}
    assert told["changes"] is None
    assert "555" not in ran.out, "what stands on a picture is nobody's business"
    changed = json.loads(run("rules", "stats", corpus, "--format", "json", "--baseline", saved).out)["changes"]
    assert changed["compared"] == 4
    assert changed["lost"] == []


@pytest.mark.usefixtures("kept")
def test_in_french(run: Run, corpus: Path) -> None:
    ran = run("rules", "stats", corpus, "--language", "fr", "--list")
    assert "Arnaques reconnues" in ran.out
    assert "2 sur 3" in ran.out
    assert "Arnaques manquées (1)" in ran.out
    wrong = run("rules", "stats", corpus, "--language", "fr", "--phrases", "xx")
    assert "Il n'y a pas de vocabulaire « xx »" in wrong.err.replace("\u00a0", " ")


def test_the_help_says_what_is_kept(run: Run, run_process: Run) -> None:
    assert "kept on this computer until --forget" in squeezed(run("rules", "stats", "--help").out)
    french = run_process("rules", "stats", "--help", LC_ALL="fr_FR.UTF-8", PYTHONUTF8="1")
    assert "conservé sur cet ordinateur jusqu'à --forget" in squeezed(french.out)


@pytest.mark.usefixtures("kept")
def test_what_is_wrong_with_some_pictures_harms_no_other(run: Run, corpus: Path, tmp_path: Path) -> None:
    folder = tmp_path / "damaged"
    shutil.copytree(corpus, folder)
    (folder / "ordinary.png").write_bytes((folder / "ordinary.png").read_bytes()[:200])
    with (folder / "manifest.csv").open("a") as manifest:
        manifest.write("none.png,scam,,\n")
    ran = run("rules", "stats", folder)
    assert ran.code == 2
    assert f"{folder / 'manifest.csv'}:6: There is no file {folder / 'none.png'}." in ran.err
    assert f"{folder / 'ordinary.png'} is damaged" in ran.err
    assert "3 pictures, judged by" in ran.out
    assert "Scams recognised 2 of 3" in squeezed(ran.out)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "Name a folder of fixtures"),
        (["nowhere"], "There is no folder nowhere."),
        (["{corpus}", "--scenario", "fake-skan"], "Did you mean “fake-scan”?"),
        (["--phrases", "{corpus}"], "popupwatch rules stats CORPUS --phrases"),
        (["{corpus}", "--baseline", "{corpus}/manifest.csv"], "is no measurement to compare with"),
        (["{corpus}", "--rules", "nowhere"], "There is no folder of rules nowhere."),
        (["{corpus}", "--reader", "eyes"], "There is no reader called 'eyes'"),
    ],
)
def test_one_sentence_for_what_cannot_be(run: Run, corpus: Path, arguments: list[str], says: str) -> None:
    ran = run("rules", "stats", *(argument.format(corpus=corpus) for argument in arguments))
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err
    assert "Traceback" not in ran.err


def test_fixtures_are_a_corpus(run: Run, pictures: Any, tmp_path: Path) -> None:
    folder = tmp_path / "fixtures" / "scam"
    folder.mkdir(parents=True)
    shutil.copy(pictures.scam, folder / "alert.png")
    (folder / "alert.toml").write_text('expected = "scam"\nscenario = "fake-microsoft-alert"\nlanguage = "en"\n')
    (folder / "unmade.toml").write_text('expected = "scam"\nscenario = "fake-scan"\n')
    ran = run("rules", "stats", tmp_path / "fixtures")
    assert "Scams recognised 1 of 1" in squeezed(ran.out)
    assert ran.err.startswith("Left out, for want of a picture: 1 fixtures, fixtures/scam/unmade.png among them.")
