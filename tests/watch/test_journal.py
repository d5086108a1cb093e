"""What cannot be written to the history yet waits, and nothing that goes wrong with it stops the watcher."""

from __future__ import annotations

import gc
import itertools
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from popupwatch.errors import HistoryError
from popupwatch.model import Box, Evidence, Level
from popupwatch.watch.history import History
from popupwatch.watch.incidents import Fingerprint, Incident
from popupwatch.watch.journal import TRUSTED, Journal
from popupwatch.watch.messages import Sighting


def incident(words: str = "call Microsoft now") -> Incident:
    evidence = (Evidence("call", words, Box(0, 0, 9, 9), 1.0, 2.0),)
    return Incident(Sighting(2, Level.SCAM, "fake-scan", 7.5, evidence), Fingerprint.of(evidence), {2})


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "data" / "history.sqlite3")


@pytest.fixture
def journal(history: History) -> Journal:
    """A journal whose clock goes on by a second whenever it is asked, from 1001 on."""
    seconds = itertools.count(1001)
    return Journal(history, lambda: float(next(seconds)))


@pytest.fixture
def blocked(history: History) -> Iterator[Callable[[], None]]:
    """A file stands where the folder of the history should be. Calling this takes it away."""
    history.path.parent.write_text("")
    yield lambda: history.path.parent.unlink()
    if history.path.parent.is_file():
        history.path.parent.unlink()


def damage(history: History) -> None:
    history.path.parent.mkdir(exist_ok=True)
    history.path.write_bytes(b"this is no database at all" * 400)


def test_what_happens_is_written_at_once(history: History, journal: Journal) -> None:
    scam = incident()
    journal.began(scam)
    (record,) = history.records()
    assert (record.id, record.began_at, record.ended_at, record.choice) == (journal.row(scam), 1001.0, None, None)
    assert (record.level, record.scenario, record.score, record.screen) == ("scam", "fake-scan", 7.5, 2)
    assert record.evidence == (("call", "call Microsoft now"),)
    assert record.fingerprint == scam.fingerprint
    journal.ended(scam)
    journal.chose(scam, "closed")
    (record,) = history.records()
    assert (record.ended_at, record.choice, record.chosen_at) == (1002.0, "closed", 1003.0)
    assert (journal.unkept, journal.problem) == (0, None)


def test_what_is_no_incident_of_ours_is_nothing_to_write(history: History, journal: Journal) -> None:
    journal.ended(incident())
    journal.chose(incident(), "closed")
    assert (journal.unkept, history.records()) == (0, [])


def test_what_cannot_be_written_waits(history: History, journal: Journal, blocked: Callable[[], None]) -> None:
    first, second = incident("one two three"), incident("four five six")
    journal.began(first)
    journal.began(second)
    journal.ended(first)
    journal.chose(second, "no-scam")
    assert journal.unkept == 2
    assert journal.row(first) is None
    assert journal.problem is not None
    assert "cannot be opened" in str(journal.problem)
    journal.write()
    assert journal.unkept == 2
    blocked()
    journal.write()
    assert (journal.unkept, journal.problem) == (0, None)
    later, earlier = history.records()
    assert (earlier.began_at, earlier.ended_at, earlier.choice) == (1001.0, 1003.0, None)
    assert (later.began_at, later.choice, later.chosen_at) == (1002.0, "no-scam", 1004.0)
    assert history.no_scams() == [second.fingerprint]
    assert (journal.row(first), journal.row(second)) == (earlier.id, later.id)


def test_changes_wait_too_and_are_made_once(history: History, journal: Journal) -> None:
    scam = incident()
    journal.began(scam)
    holder = sqlite3.connect(history.path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    journal.ended(scam)
    journal.chose(scam, "understood")
    assert journal.unkept == 2
    assert journal.problem is not None
    assert "locked" in str(journal.problem)
    holder.execute("ROLLBACK")
    holder.close()
    journal.write()
    assert (journal.unkept, journal.problem) == (0, None)
    (record,) = history.records()
    assert (record.ended_at, record.choice) == (1002.0, "understood")


def test_a_damaged_file_is_set_aside_and_a_new_one_begun(history: History, journal: Journal) -> None:
    damage(history)
    before = history.path.read_bytes()
    scam = incident()
    journal.began(scam)
    assert journal.unkept == 0
    (record,) = history.records()
    assert record.id == journal.row(scam)
    (aside,) = (file for file in history.path.parent.iterdir() if "damaged" in file.name)
    assert aside.read_bytes() == before
    assert journal.problem is not None
    assert str(aside) in str(journal.problem)
    journal.ended(scam)
    assert str(aside) in str(journal.problem), "that is still worth knowing"


def test_what_was_in_the_damaged_file_is_not_mistaken_for_what_is_in_the_new(
    history: History, journal: Journal
) -> None:
    """Both files number from one on."""
    old, new = incident("old words here"), incident("new words here")
    journal.began(old)
    damage(history)
    journal.began(new)
    journal.ended(old)
    journal.chose(old, "no-scam")
    (record,) = history.records()
    assert (record.fingerprint, record.ended_at, record.choice) == (new.fingerprint, None, None)
    assert journal.unkept == 0


def test_one_incident_is_never_mistaken_for_another_that_is_gone(history: History, journal: Journal) -> None:
    """Python gives the id() of what is gone to what comes after it."""
    for number in range(50):
        journal.began(incident(f"words number {number}"))
        gc.collect()
    kept = len(history.records())
    shutil.move(history.path, history.path.with_name("away"))
    history.path.mkdir()
    fresh = [incident("fresh words") for _ in range(50)]
    for scam in fresh:
        journal.began(scam)
    assert [journal.row(scam) for scam in fresh] == [None] * 50
    history.path.rmdir()
    shutil.move(history.path.with_name("away"), history.path)
    journal.write()
    assert len(history.records()) == kept + 50 == 100


def test_a_damaged_file_that_cannot_be_moved_stays(
    history: History, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    damage(history)
    history.path.with_name("history-damaged-1002.sqlite3").mkdir()
    journal.began(incident())
    assert journal.unkept == 1
    assert journal.problem is not None
    assert "could not be moved" in str(journal.problem)


def test_what_was_said_to_be_no_scam(history: History, journal: Journal) -> None:
    scam, other = incident("one two three"), incident("four five six")
    for one, choice in ((scam, "no-scam"), (other, "understood")):
        journal.began(one)
        journal.chose(one, choice)
    assert journal.no_scams() == [scam.fingerprint]


def test_where_nothing_can_be_read_nothing_was_said(journal: Journal, blocked: Callable[[], None]) -> None:
    assert journal.no_scams() == []
    assert isinstance(journal.problem, HistoryError)


def test_what_is_gone_for_a_moment_only_has_not_ended(
    history: History, journal: Journal, blocked: Callable[[], None]
) -> None:
    journal.began(scam := incident())
    journal.ended(scam)
    journal.is_back(scam)
    blocked()
    journal.write()
    assert [record.ended_at for record in history.records()] == [None]
    journal.ended(scam)
    journal.is_back(scam)
    assert [record.ended_at for record in history.records()] == [None]


def test_what_is_old_is_forgotten(history: History) -> None:
    wall = [0.0]
    journal = Journal(history, lambda: wall[0])
    for day in range(5):
        wall[0] = day * 86_400.0
        journal.began(incident(f"words of day {day}"))
    start = wall[0] = 5 * 86_400.0
    for seconds in range(0, 700, 5):
        wall[0] = start + seconds
        assert seconds > TRUSTED or len(history.records()) == 5
        journal.keep_up(seconds, 3)
    assert [record.began_at / 86_400 for record in history.records()] == [4, 3]


def test_a_clock_set_wrong_for_a_while_makes_nothing_old(history: History) -> None:
    wall = [0.0]
    journal = Journal(history, lambda: wall[0])
    journal.began(incident())
    for seconds in range(0, 3 * 86_400, 60):
        is_wrong = seconds % 7200 < 300
        wall[0] = seconds + 400 * 86_400.0 * is_wrong
        journal.keep_up(seconds, 90)
    assert len(history.records()) == 1


def test_what_is_said_in_the_log_holds_no_words(
    history: History, journal: Journal, blocked: Callable[[], None], caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        journal.began(incident("secret words"))
    assert "cannot be opened" in caplog.text
    assert "secret" not in caplog.text
    assert len(caplog.records) == 1, "the same trouble is told once"
