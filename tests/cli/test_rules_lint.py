"""``popupwatch rules lint`` says exactly what stands beside each bad file under tests/workshop/lint/."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

BAD = Path(__file__).parents[1] / "workshop" / "lint"


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("folder", sorted(BAD.iterdir()), ids=lambda folder: folder.name)
def test_says_exactly_this(run: Run, monkeypatch: pytest.MonkeyPatch, folder: Path, language: str) -> None:
    monkeypatch.chdir(folder)
    ran = run("rules", "lint", ".", "--language", language)
    assert ran.out == (folder / f"said.{language}.txt").read_text(encoding="utf-8")
    assert ran.err == ""
    assert ran.code == (0 if folder.name in ("sound", "no-words", "replaces-shipped") else 1)


def test_json(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BAD)
    ran = run("rules", "lint", "unknown-key/unknown-key.toml", "real-number", "--format", "json")
    assert ran.code == 1
    number, key = map(json.loads, ran.out.splitlines())
    assert (number["path"], number["line"], number["column"]) == ("real-number/real-number.toml", 19, 65)
    assert number["message"] == "The telephone number “0800 123 4567” is not one kept for fiction."
    assert number["instead"].startswith("Use a fictional one, such as ")
    assert key == {
        "path": "unknown-key/unknown-key.toml",
        "line": 5,
        "column": 1,
        "lint": "unknown-key",
        "severity": "error",
        "message": "There is no key “urgent” here. Known are: advice, calm, calmed_by, clue, examples, id, scam, "
        "suspicious, title.",
        "why": "What popupwatch does not know it cannot obey: the rule would not do what you meant.",
        "instead": None,
    }


def test_without_paths_the_shipped_rules_and_the_own(run: Run, tmp_path: Path) -> None:
    """The folder of one's own rules is that of the tests' surroundings."""
    shipped = run("rules", "lint")
    assert (shipped.code, shipped.err) == (0, "")
    assert shipped.out.endswith("Nothing to mend.\n")
    shutil.copytree(BAD / "unknown-key", tmp_path / "config" / "popupwatch" / "rules")
    own = run("rules", "lint")
    assert own.code == 1
    assert f"{tmp_path}/config/popupwatch/rules/unknown-key.toml:5:1: There is no key “urgent” here." in own.out
    assert own.out.endswith("To mend: 1.\n")


def test_what_could_not_be_done(run: Run, tmp_path: Path) -> None:
    nowhere = run("rules", "lint", tmp_path / "nowhere")
    assert (nowhere.code, nowhere.out) == (2, "")
    assert "There is no file or folder" in nowhere.err
    empty = run("rules", "lint", tmp_path, "--language", "fr")
    assert empty.code == 2
    assert "Il n'y a pas de règles dans" in empty.err
