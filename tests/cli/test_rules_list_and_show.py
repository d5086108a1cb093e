"""``popupwatch rules list`` and ``show`` tell what rules there are, and each in plain words."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from popupwatch.rules.load import load_rules

Run = Callable[..., Any]

PARCEL = """id = "lost-parcel"
title = "Fake parcel"
suspicious = 4

[[clue]]
name = "parcel"
find = ["parcel", "call-verb + phone"]
points = 3
each = 0.5
upto = 4
required = true
says = "It speaks of a parcel"

[[clue]]
name = "urgency"
find = ["urgency"]
points = 2
one_of = "pressure"

[[clue]]
name = "threatens-loss"
find = ["lose-access"]
points = 2
one_of = "pressure"

[[clue]]
name = "alarm"
find = ["malware + detected"]
within = 5
statement = true
points = 1

[examples]
warns = ["Your parcel waits. Act immediately."]
calm = ["Your parcel has arrived", "Act immediately"]
[[examples.todo]]
why = "nobody knows the word yet"
warns = "Your consignment waits. Act immediately."
"""

SHOWN = """Fake parcel (lost-parcel)
  Suspicious from 4 points, never a scam by itself.
  File: lost-parcel.toml

Must be there:
      +3  It speaks of a parcel (parcel)
          found by: parcel, call-verb near phone
          near: at most 8 words apart, or as near on the screen
          +0.5 for each further wording, +4 in all at most

At least one of these must be there:
      +2  It rushes you (urgency)
          found by: urgency
      +2  It threatens you with a loss (threatens-loss)
          found by: lose-access

Adds to it:
      +1  It raises an alarm (alarm)
          found by: malware near detected
          near: at most 5 words apart, or as near on the screen
          not as a question, nor denied
"""


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "mine"
    (folder / "vocabulary").mkdir(parents=True)
    (folder / "vocabulary" / "en.toml").write_text('language = "en"\n[concepts]\nparcel = ["your parcel"]\n')
    (folder / "lost-parcel.toml").write_text(PARCEL)
    monkeypatch.chdir(folder)
    return folder


def test_list(run: Run, mine: Path) -> None:
    ran = run("rules", "list", "--rules", mine)
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0] == f"Scenarios: {len(load_rules().scenarios) + 1}"
    (row,) = (line.split(maxsplit=6) for line in lines if "lost-parcel" in line)
    assert row == ["lost-parcel", "4", "–", "4", "1", "2", "Fake parcel"]
    own = next(at for at, line in enumerate(lines) if "lost-parcel" in line)
    assert lines[own - 1] == ".:"
    assert any(line.split()[0] == "fake-scan" for line in lines[2:])
    english = next(line.split() for line in lines if line.startswith("  en "))
    phrases = [phrase for phrase in load_rules().phrases if phrase.language == "en"]
    assert int(english[2]) == len(phrases) + 1
    assert int(english[1]) == len({phrase.concept for phrase in phrases}) + 1


def test_list_in_french(run: Run) -> None:
    assert run("rules", "list", "--language", "fr").out.startswith("Scénarios\u00a0: ")


def test_list_as_json(run: Run, mine: Path) -> None:
    told = [json.loads(line) for line in run("rules", "list", "--rules", mine, "--format", "json").out.splitlines()]
    (own,) = (one for one in told if one.get("scenario") == "lost-parcel")
    assert own == {
        "scenario": "lost-parcel",
        "title": "Fake parcel",
        "suspicious": 4.0,
        "scam": None,
        "clues": 4,
        "warns": 1,
        "calm": 2,
        "todo": 1,
        "path": str(mine / "lost-parcel.toml"),
    }
    assert {one["language"] for one in told if "language" in one} == {*load_rules().languages, "any"}


@pytest.mark.parametrize("name", ["lost-parcel", "lost-parcel.toml"])
def test_show(run: Run, mine: Path, name: str) -> None:
    """By its id, or by its file."""
    ran = run("rules", "show", name, "--rules", mine)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(SHOWN)
    assert (
        "\nTakes away from it:\n      -4  It explains scams (explains-scams)\n          found by: about-scams\n"
        in ran.out
    )
    assert ran.out.endswith("Examples: 1 that must warn, 2 that must not.\nKnown gaps: 1.\n")


@pytest.mark.parametrize("scenario", [scenario.id for scenario in load_rules().scenarios])
def test_show_every_shipped_one_in_both_languages(run: Run, scenario: str) -> None:
    english, french = run("rules", "show", scenario), run("rules", "show", scenario, "--language", "fr")
    assert english.code == french.code == 0
    assert f"({scenario})" in english.out
    assert not set(english.out.splitlines()[1:3]) & set(french.out.splitlines())


def test_show_phrases(run: Run, mine: Path) -> None:
    out = run("rules", "show", "lost-parcel", "--rules", mine, "--phrases", "en").out
    assert "Phrases in the language en, and names that are the same in every language:" in out
    assert "\n  parcel\n    “your parcel”\n" in out
    assert "“immediately”" in out
    assert "“gift card”" not in out


def test_show_as_json(run: Run, mine: Path) -> None:
    told = json.loads(run("rules", "show", "lost-parcel.toml", "--format", "json", "--phrases", "en").out)
    assert told["clues"][0] == {
        "name": "parcel",
        "says": "It speaks of a parcel",
        "find": ["parcel", "call-verb + phone"],
        "points": 3.0,
        "within": 8,
        "required": True,
        "one_of": "",
        "statement": False,
        "each": 0.5,
        "upto": 4.0,
    }
    assert told["examples"]["todo"] == [
        {"why": "nobody knows the word yet", "warns": "Your consignment waits. Act immediately."}
    ]
    assert told["phrases"]["parcel"] == ["your parcel"]


def test_what_is_not_there(run: Run, mine: Path) -> None:
    unknown = run("rules", "show", "fake-sca")
    assert (unknown.code, unknown.out) == (2, "")
    assert "There is no scenario “fake-sca”. Did you mean “fake-scan”?" in unknown.err
    assert (
        "There is no vocabulary “xx”. Known are: any, de," in run("rules", "show", "fake-scan", "--phrases", "xx").err
    )
    assert run("rules", "list", "--rules", mine / "nowhere").code == 2
