"""One watcher a session, and a door at which others ask it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from popupwatch.errors import WatchError
from popupwatch.settings import running_folder
from popupwatch.watch.control import Door, OneInstance, ask

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the folders and signals are those of Unix")

HOLDS = """
import sys
from pathlib import Path
from popupwatch.watch.control import Door, OneInstance
held = OneInstance(Path(sys.argv[1]))
door = Door(Path(sys.argv[1]), lambda question: {"process": True})
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder() -> Path:
    return running_folder()


@pytest.fixture
def other(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that holds the session and answers at the door."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout
    assert process.stdout.readline() == b"ready\n"
    yield process
    process.kill()
    process.communicate()


@pytest.fixture
def door(folder: Path) -> Iterator[Door]:
    """A door that gives back what was asked."""
    folder.mkdir(parents=True)
    door = Door(folder, lambda question: {"asked": question})
    yield door
    door.close()


def test_a_second_one_is_refused_until_the_first_lets_go(folder: Path) -> None:
    first = OneInstance(folder)
    with pytest.raises(WatchError, match="already"):
        OneInstance(folder)
    first.release()
    OneInstance(folder).release()


def test_a_second_process_is_refused(folder: Path, other: subprocess.Popen[bytes]) -> None:
    with pytest.raises(WatchError, match="already"):
        OneInstance(folder)
    assert ask(folder, kind="status") == {"process": True}


def test_one_that_was_killed_holds_nothing(folder: Path, other: subprocess.Popen[bytes]) -> None:
    """Its lock is free, nobody answers at what it left of its door, and a new door is put in its place."""
    other.send_signal(signal.SIGKILL)
    other.wait()
    assert (folder / "door").is_socket()
    with pytest.raises(WatchError, match="is not watching"):
        ask(folder, kind="status")
    held = OneInstance(folder)
    door = Door(folder, lambda question: {"new": True})
    assert ask(folder, kind="status") == {"new": True}
    door.close()
    held.release()


def test_another_session_is_another_matter(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = OneInstance(folder)
    monkeypatch.setenv("DISPLAY", ":4711")
    assert running_folder() != folder
    OneInstance(running_folder()).release()
    held.release()


def test_nobody_else_may_enter(folder: Path) -> None:
    held = OneInstance(folder)
    assert folder.stat().st_mode & 0o077 == 0
    held.release()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WatchError, match="cannot be used"):
        OneInstance(tmp_path / "file" / "folder")


def test_a_question_gets_its_answer(folder: Path, door: Door) -> None:
    assert ask(folder, kind="pause", seconds=1.5) == {"asked": {"kind": "pause", "seconds": 1.5}}
    assert ask(folder, kind="été “電話”") == {"asked": {"kind": "été “電話”"}}


def test_many_ask_at_the_same_time(folder: Path, door: Door) -> None:
    answers: list[dict[str, Any]] = []
    threads = [threading.Thread(target=lambda n=n: answers.append(ask(folder, number=n))) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer["asked"]["number"] for answer in answers) == list(range(20))


def test_who_only_stands_there_keeps_nobody_out(folder: Path, door: Door) -> None:
    with socket.socket(socket.AF_UNIX) as silent:
        silent.connect(str(folder / "door"))
        assert ask(folder, kind="status")


@pytest.mark.parametrize("sent", [b"", b"\x00\x00\x00\x02{]", b"\x7f\xff\xff\xff", b"GET / HTTP/1.1\r\n\r\n"])
def test_what_is_no_question_does_no_harm(folder: Path, door: Door, sent: bytes) -> None:
    with socket.socket(socket.AF_UNIX) as visitor:
        visitor.connect(str(folder / "door"))
        visitor.sendall(sent)
        visitor.shutdown(socket.SHUT_WR)
        with suppress(ConnectionResetError):
            assert visitor.recv(10) == b""
    assert ask(folder, kind="status")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_answer_that_fails_closes_no_door(folder: Path) -> None:
    folder.mkdir(parents=True)
    door = Door(folder, lambda question: {"seconds": question["seconds"]})
    with pytest.raises(WatchError):
        ask(folder, kind="pause")
    for thread in threading.enumerate():
        if thread.name.endswith("(_talk)"):
            thread.join(5)
    assert ask(folder, kind="pause", seconds=3) == {"seconds": 3}
    door.close()


def test_a_watcher_that_does_not_answer_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("popupwatch.watch.control._PATIENCE", 0.2)
    folder.mkdir(parents=True)
    done = threading.Event()
    door = Door(folder, lambda question: {"late": done.wait(30)})
    with pytest.raises(WatchError, match="does not answer"):
        ask(folder, kind="status")
    done.set()
    door.close()


def test_where_nobody_watches_it_says_how_to_begin(folder: Path) -> None:
    with pytest.raises(WatchError, match="To start it: popupwatch watch"):
        ask(folder, kind="status")


def test_after_it_was_closed_nobody_answers(folder: Path, door: Door) -> None:
    door.close()
    assert not os.path.lexists(folder / "door")
    with pytest.raises(WatchError):
        ask(folder, kind="status")
