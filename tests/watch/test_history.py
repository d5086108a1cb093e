"""What was found and what the person chose, in a file that survives what happens to files."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from popupwatch.errors import HistoryError
from popupwatch.watch.history import CHOICES, NO_SCAM, History, Record
from popupwatch.watch.incidents import Fingerprint

PRINT = Fingerprint(frozenset({"microsoft", "überwachung"}), frozenset({"5550134"}))
RECORD = Record(1000.5, "scam", "fake-scan", 7.5, 2, (("call", "Call “now”\n電話"), ("brand", "Microsoft")), PRINT)

WRITES = """
import sys
from pathlib import Path
from popupwatch.watch.history import History, Record
from popupwatch.watch.incidents import Fingerprint
history = History(Path(sys.argv[1]))
mark = Fingerprint(frozenset({"word"}), frozenset())
while True:
    row = history.add(Record(1.0, "scam", "fake-scan", 1.0, 1, (("clue", "words " * 2000),), mark))
    history.choose(row, "closed", 2.0)
    print(row, flush=True)
"""

LIMITED = """
import resource, sys
from pathlib import Path
from popupwatch.errors import HistoryError
from popupwatch.watch.history import History, Record
from popupwatch.watch.incidents import Fingerprint
history = History(Path(sys.argv[1]))
mark = Fingerprint(frozenset({"word"}), frozenset())
resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
try:
    for kept in range(1000):
        history.add(Record(1.0, "scam", "fake-scan", 1.0, 1, (("clue", "words " * 500),), mark))
except HistoryError as error:
    print(kept, len(history.records()), error)
"""


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "not" / "yet" / "history.sqlite3")


def test_what_is_added_comes_back(history: History) -> None:
    row = history.add(RECORD)
    assert history.records() == [replace(RECORD, id=row)]


def test_what_waited_is_added_with_all_that_happened_meanwhile(history: History) -> None:
    late = replace(RECORD, ended_at=1010.0, choice=NO_SCAM, chosen_at=1009.0)
    row = history.add(late)
    assert history.records() == [replace(late, id=row)]
    assert history.no_scams() == [PRINT]


def test_it_is_kept_for_the_next_start(history: History) -> None:
    history.add(RECORD)
    assert len(History(history.path).records()) == 1


def test_an_end_and_a_choice_are_those_of_their_row(history: History) -> None:
    first, second = history.add(RECORD), history.add(replace(RECORD, began_at=2000.0))
    history.end(first, 1010.0)
    for choice in CHOICES:
        assert history.choose(second, choice, 2020.0)
        later, earlier = history.records()
        assert (later.choice, later.chosen_at, later.ended_at) == (choice, 2020.0, None)
    assert (earlier.ended_at, earlier.choice) == (1010.0, None)
    assert not history.choose(4711, NO_SCAM, 1.0)


def test_the_latest_comes_first_and_filters_hold_together(history: History) -> None:
    for at, level, scenario in ((1.0, "scam", "a"), (3.0, "suspicious", "a"), (2.0, "scam", "b"), (3.0, "scam", "a")):
        history.add(replace(RECORD, began_at=at, level=level, scenario=scenario))
    assert [record.id for record in history.records()] == [4, 2, 3, 1]
    assert [record.id for record in history.records(since=2.0)] == [4, 2, 3]
    assert [record.id for record in history.records(scenario="a")] == [4, 2, 1]
    assert [record.id for record in history.records(level="scam")] == [4, 3, 1]
    assert [record.id for record in history.records(2.0, "a", "scam")] == [4]
    assert history.records(scenario="a' OR 1") == []


def test_only_what_the_person_said_is_no_scam(history: History) -> None:
    other = replace(PRINT, numbers=frozenset({"1112223"}))
    row = history.add(replace(RECORD, fingerprint=other))
    history.choose(history.add(RECORD), "closed", 1.0)
    assert history.no_scams() == []
    history.choose(row, NO_SCAM, 1.0)
    assert history.no_scams() == [other]


def test_rows_are_deleted_by_number(history: History) -> None:
    first, second, third = (history.add(RECORD) for _ in range(3))
    assert history.delete([first, third, 4711]) == 2
    assert [record.id for record in history.records()] == [second]
    assert history.delete([]) == 0
    assert history.delete() == 1
    assert history.records() == []


def test_what_is_old_is_deleted_but_for_what_is_no_scam(history: History) -> None:
    rows = [history.add(replace(RECORD, began_at=float(at))) for at in (10, 20, 30, 40)]
    history.choose(rows[0], NO_SCAM, 50.0)
    history.choose(rows[1], "closed", 50.0)
    assert history.delete(before=30.0) == 1
    assert [record.id for record in history.records()] == [rows[3], rows[2], rows[0]]


def test_a_file_of_a_newer_version_is_left_alone(history: History) -> None:
    history.add(RECORD)
    database = sqlite3.connect(history.path)
    database.execute("PRAGMA user_version = 99")
    database.close()
    before = history.path.read_bytes()
    for use in (history.records, history.no_scams, lambda: history.add(RECORD), history.delete):
        with pytest.raises(HistoryError, match=r"newer popupwatch \(version 99") as caught:
            use()
        assert not caught.value.damaged
    assert history.path.read_bytes() == before


@pytest.mark.parametrize("content", [b"this is no database" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_file_is_told_as_such(history: History, content: bytes) -> None:
    history.path.parent.mkdir(parents=True)
    history.path.write_bytes(content)
    for use in (history.records, history.no_scams, lambda: history.add(RECORD), lambda: history.end(1, 2.0)):
        with pytest.raises(HistoryError, match="is damaged") as caught:
            use()
        assert caught.value.damaged
    assert history.path.read_bytes() == content
    aside = history.set_aside(1234.5)
    assert aside == history.path.with_name("history-damaged-1234.sqlite3")
    assert aside.read_bytes() == content
    assert history.add(RECORD) == 1


def test_a_row_that_holds_something_else_is_damage(history: History) -> None:
    history.choose(history.add(RECORD), NO_SCAM, 1.0)
    for column, content in (("fingerprint", '{"words": 3}'), ("fingerprint", "nothing"), ("evidence", "[1]")):
        database = sqlite3.connect(history.path)
        database.execute(f"UPDATE incident SET {column} = ?", (content,))
        database.commit()
        database.close()
        with pytest.raises(HistoryError, match="is damaged") as caught:
            history.records()
        assert caught.value.damaged


@pytest.mark.parametrize("seed", range(40))
def test_whatever_is_wrong_with_the_file_is_told(history: History, seed: int) -> None:
    for number in range(30):
        history.choose(history.add(replace(RECORD, began_at=float(number))), NO_SCAM, 1.0)
    chance = random.Random(seed)
    content = bytearray(history.path.read_bytes())
    for _ in range(3):
        at = chance.randrange(len(content))
        content[at : at + 40] = chance.randbytes(40)
    history.path.write_bytes(content[: chance.choice((len(content), len(content) // 2))])
    for use in (history.records, history.no_scams, lambda: history.add(RECORD), lambda: history.delete(before=20.0)):
        try:
            use()
        except HistoryError:
            continue


def test_a_file_that_cannot_be_moved_is_told(history: History) -> None:
    with pytest.raises(HistoryError, match="could not be moved"):
        history.set_aside(1.0)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(HistoryError, match="cannot be opened"):
        History(tmp_path / "file" / "history.sqlite3").add(RECORD)


def test_a_file_that_another_program_holds_is_told(history: History) -> None:
    history.add(RECORD)
    holder = sqlite3.connect(history.path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    for use in (history.records, lambda: history.add(RECORD)):
        with pytest.raises(HistoryError, match="locked") as caught:
            use()
        assert not caught.value.damaged
    holder.execute("ROLLBACK")
    holder.close()
    assert history.add(RECORD) == 2


def test_who_writes_for_a_moment_is_waited_for(history: History) -> None:
    history.add(RECORD)
    holder = sqlite3.connect(history.path, isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN EXCLUSIVE")
    threading.Timer(0.2, holder.execute, ["ROLLBACK"]).start()
    assert history.add(RECORD) == 2
    holder.close()


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 kB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if (
        mount is None
        or subprocess.run([mount, "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], check=False).returncode
    ):
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="mounts")
def test_a_full_disk_is_told_and_nothing_is_lost(tiny_disk: Path) -> None:
    history = History(tiny_disk / "history.sqlite3")
    record = replace(RECORD, evidence=(("call", "words " * 500),))
    kept = [history.add(record) for _ in range(3)]
    with pytest.raises(HistoryError, match="the disk is full") as caught:
        kept.extend(history.add(record) for _ in range(1000))
    assert not caught.value.damaged
    database = sqlite3.connect(f"file:{history.path}?mode=ro", uri=True)
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert [row for (row,) in database.execute("SELECT id FROM incident ORDER BY id")] == kept
    database.close()
    subprocess.run(["mount", "-o", "remount,size=1m", tiny_disk], check=True)
    assert history.add(record) == len(kept) + 1


@pytest.mark.skipif(sys.platform == "win32", reason="limits of Unix")
def test_a_file_that_may_not_grow_is_told_and_nothing_is_lost(history: History) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", LIMITED, history.path], capture_output=True, text=True, check=True, timeout=60
    )
    kept, found, *told = ran.stdout.split()
    assert int(kept) == int(found) > 3
    assert "could not be" in " ".join(told)
    assert history.add(RECORD) == int(kept) + 1


@pytest.mark.skipif(sys.platform == "win32", reason="kills")
@pytest.mark.parametrize("seconds", [0.01, 0.05, 0.1, 0.2, 0.3])
def test_who_is_killed_while_writing_loses_nothing(history: History, seconds: float) -> None:
    writer = subprocess.Popen([sys.executable, "-c", WRITES, history.path], stdout=subprocess.PIPE)
    assert writer.stdout
    first = writer.stdout.readline()
    time.sleep(seconds)
    writer.send_signal(signal.SIGKILL)
    told = [int(line) for line in (first + writer.stdout.read()).splitlines()]
    writer.wait()
    records = history.records()
    rows = sorted(record.id or 0 for record in records)
    assert rows[: len(told)] == told
    assert len(rows) <= len(told) + 1
    assert {record.choice for record in records if record.id in told} == {"closed"}
    assert history.add(RECORD) == len(rows) + 1
    database = sqlite3.connect(history.path)
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.close()
