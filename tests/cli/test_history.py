"""``popupwatch history`` lists, writes and deletes what was found."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from popupwatch.settings import history_path
from popupwatch.watch.history import History, Record
from popupwatch.watch.incidents import Fingerprint

Run = Callable[..., Any]
PRINT = Fingerprint(frozenset({"microsoft"}), frozenset())
WORDS = (("phone-to-call", "Call “Microsoft” 1-800-555-0134"), ("malware", "A Trojan\x1b[31m was found"))


@pytest.fixture
def kept() -> History:
    """Three incidents: ten days ago, an hour ago, a minute ago."""
    history = History(history_path())
    now = time.time()
    first = history.add(Record(now - 864_000, "scam", "fake-microsoft-alert", 9.25, 1, WORDS, PRINT))
    history.end(first, now - 863_990)
    history.choose(first, "no-scam", now - 863_000)
    history.add(Record(now - 3600, "suspicious", "fake-scan", 4.0, 2, (("malware", "=cmd|' /C calc'!A0"),), PRINT))
    history.add(Record(now - 60, "scam", "lost-parcel", 5.0, 1, (), PRINT))
    return history


def numbers(out: str) -> list[int]:
    return [json.loads(line)["id"] for line in out.splitlines()]


def test_where_nothing_was_found_no_file_is_made(run: Run) -> None:
    ran = run("history")
    assert (ran.code, ran.out, ran.err) == (0, "Nothing was found so far.\n", "")
    assert run("history", "--format", "json").out == ""
    assert len(run("history", "--format", "csv").out.splitlines()) == 1
    assert not history_path().exists()


def test_what_was_found_is_listed_the_latest_first(run: Run, kept: History) -> None:
    ran = run("history")
    assert (ran.code, ran.err) == (0, "")
    rows = [line for line in ran.out.splitlines() if not line.startswith("      -")]
    assert [int(row.split()[0]) for row in rows] == [3, 2, 1]
    began = datetime.fromtimestamp(kept.records()[0].began_at).isoformat(" ", "seconds")
    assert began in rows[0]
    assert "lost-parcel" in rows[0], "the rule of an author who is gone is called by its name"
    assert rows[2].endswith("(you said: this is not a scam)")
    assert "Fake Microsoft alert" in rows[2]
    assert "“Call “Microsoft” 1-800-555-0134”" in ran.out
    assert "\x1b" not in ran.out


def test_in_french(run: Run, kept: History) -> None:
    out = run("history", "--language", "fr").out
    assert "you said" not in out
    assert "lost-parcel" in out


def test_filters(run: Run, kept: History) -> None:
    assert numbers(run("history", "--format", "json", "--days", "2").out) == [3, 2]
    assert numbers(run("history", "--format", "json", "--verdict", "scam").out) == [3, 1]
    assert numbers(run("history", "--format", "json", "--scenario", "fake-scan").out) == [2]
    assert numbers(run("history", "--format", "json", "--days", "2", "--verdict", "scam").out) == [3]
    assert run("history", "--scenario", "nothing-like-it").out == "Nothing was found so far.\n"


def test_as_json_nothing_is_left_out(run: Run, kept: History) -> None:
    first = json.loads(run("history", "--format", "json").out.splitlines()[-1])
    assert first.pop("began") < first.pop("ended")
    assert first == {
        "id": 1,
        "verdict": "scam",
        "scenario": "fake-microsoft-alert",
        "score": 9.25,
        "screen": 1,
        "evidence": [{"clue": clue, "words": words} for clue, words in WORDS],
        "choice": "no-scam",
    }


def test_as_csv_no_cell_is_a_formula(run: Run, kept: History) -> None:
    rows = list(csv.DictReader(io.StringIO(run("history", "--format", "csv").out)))
    assert [row["id"] for row in rows] == ["3", "2", "1"]
    assert rows[1]["evidence"] == "'=cmd|' /C calc'!A0"
    assert rows[2]["evidence"].startswith("Call “Microsoft” 1-800-555-0134 | A Trojan")
    assert rows[0]["evidence"] == ""
    assert rows[0]["choice"] == rows[0]["ended"] == ""


def test_it_is_written_to_a_file(run: Run, kept: History, tmp_path: Path) -> None:
    file = tmp_path / "all.csv"
    ran = run("history", "--format", "csv", "--output", file)
    assert ran.out == f"{file}: 3 written\n"
    with file.open(encoding="utf-8", newline="") as table:
        assert len(list(csv.DictReader(table))) == 3
    ran = run("history", "--output", tmp_path / "no" / "folder.txt")
    assert ran.code == 2
    assert "cannot be written" in ran.err


def test_entries_are_deleted_by_number(run: Run, kept: History) -> None:
    assert run("history", "--delete", "1", "--delete", "3", "--delete", "99").out == "Deleted: 2\n"
    assert [record.id for record in kept.records()] == [2]


def test_everything_is_deleted_when_that_is_meant(run_process: Run, run: Run, kept: History) -> None:
    refused = run_process("history", "--delete-all", stdin=b"n\n")
    assert "Delete the whole history" in refused.out
    assert refused.code == 2
    assert run_process("history", "--delete-all", stdin=b"").code == 2
    assert len(kept.records()) == 3
    assert run_process("history", "--delete-all", stdin=b"y\n").code == 0
    assert kept.records() == []
    kept.add(Record(1.0, "scam", "fake-scan", 1.0, 1, (), PRINT))
    assert run("history", "--delete-all", "--yes").out == "Deleted: 1\n"


def test_a_damaged_file_is_said_in_one_line(run: Run) -> None:
    history_path().parent.mkdir(parents=True)
    history_path().write_bytes(b"no database" * 500)
    ran = run("history")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith("is damaged.\n")
    assert len(ran.err.splitlines()) == 1
    assert history_path().exists()


@pytest.mark.parametrize("arguments", [("--days", "0"), ("--verdict", "clear"), ("--delete", "one"), ("--format", "x")])
def test_what_makes_no_sense_is_refused(run: Run, kept: History, arguments: tuple[str, ...]) -> None:
    assert run("history", *arguments).code == 2
    assert len(kept.records()) == 3


def test_what_was_no_scam_is_kept_as_such(kept: History, run: Run) -> None:
    row = kept.add(Record(time.time(), "scam", "screen-lock", 9.0, 1, WORDS, PRINT))
    ran = run("history", "--no-scam", row)
    assert (ran.code, ran.out) == (0, "Kept: this is not a scam. You will not be warned of it again.\n")
    assert kept.records()[0].choice == "no-scam"
    assert "There is no entry 99" in run("history", "--no-scam", 99).err
