"""Whatever happens to the history while ``popupwatch watch`` runs: what was seen is kept, and what is wrong is told."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from desktop import Desktop
from PIL import Image
from running import numbers, watching

from popupwatch.settings import history_path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the desktop is an X server's")

Pages = list[Image.Image]


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """The folder of the history, on a disk of its own with room for 128 kB."""
    folder = history_path().parent
    folder.mkdir(parents=True)
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", folder], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("a small disk can be mounted by root only")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def fill(file: Path) -> None:
    """Until nothing more fits on its disk."""
    with file.open("wb", buffering=0) as filler, suppress(OSError):
        while filler.write(bytes(512)):
            continue


def test_what_is_seen_while_the_disk_is_full_is_kept_later(
    screen: Desktop, tmp_path: Path, scams: Pages, small_disk: Path
) -> None:
    with watching(screen, tmp_path) as watcher:
        screen.picture(scams[0])
        watcher.wait("warned", unkept=0)
        fill(small_disk / "filler")
        screen.picture(scams[1])
        told = watcher.wait_until(lambda told: told["unkept"])
        assert "the disk is full" in told["problem"]["sentence"]
        screen.picture(scams[2])
        watcher.wait_until(lambda told: told["unkept"] > 1 and told["state"] == "warned")
        (small_disk / "filler").unlink()
        watcher.wait("warned", unkept=0, problem=None)
        watcher.wait_until(lambda told: numbers(watcher.history) == ["0156", "0112", "0134"])


def test_what_is_seen_while_there_is_no_folder_for_it_is_kept_later(
    screen: Desktop, tmp_path: Path, scams: Pages
) -> None:
    folder = history_path().parent
    folder.parent.mkdir(parents=True)
    folder.write_text("in the way", encoding="utf-8")
    with watching(screen, tmp_path) as watcher:
        shown = screen.picture(scams[0])
        assert watcher.wait("warned", unkept=1)["problem"]
        shown.close()
        watcher.wait("watching", unkept=1)
        folder.unlink()
        watcher.wait("watching", unkept=0, problem=None)
        (kept,) = watcher.history
        assert kept["ended"]


def test_a_history_that_another_program_holds_is_written_when_it_lets_go(
    screen: Desktop, tmp_path: Path, scams: Pages
) -> None:
    with watching(screen, tmp_path) as watcher:
        shown = screen.picture(scams[0])
        watcher.wait("warned", unkept=0)
        with closing(sqlite3.connect(history_path(), isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            shown.close()
            screen.picture(scams[1])
            told = watcher.wait_until(lambda told: told["unkept"] > 1 and told["scenario"])
            assert "locked" in told["problem"]["values"]["reason"]
            assert told["state"] == "warned"
            other.execute("ROLLBACK")
        watcher.wait("warned", unkept=0, problem=None)
        assert numbers(watcher.history) == ["0112", "0134"]
        assert [bool(entry["ended"]) for entry in watcher.history] == [False, True]


def test_a_history_that_is_damaged_is_set_aside_and_a_new_one_begun(
    screen: Desktop, tmp_path: Path, scams: Pages
) -> None:
    garbage = b"no history at all\n" * 1000
    with watching(screen, tmp_path) as watcher:
        screen.picture(scams[0])
        watcher.wait("warned", unkept=0)
        history_path().write_bytes(garbage)
        screen.picture(scams[1])
        told = watcher.wait_until(lambda told: told["problem"])
        assert "was damaged" in told["problem"]["sentence"]
        assert Path(told["problem"]["values"]["path"]).read_bytes() == garbage
        watcher.wait("warned", unkept=0)
        assert "0112" in numbers(watcher.history)
        screen.picture(scams[2])
        watcher.wait_until(lambda told: "0156" in numbers(watcher.history))
