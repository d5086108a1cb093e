"""The tray as it runs: the whole chain from a page on the screen to the warning, and whatever part of it is killed."""

from __future__ import annotations

import signal
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from desktop import MARK, ROOT, Desktop, desktop, window
from eyes import click, find
from PIL import Image
from running import numbers, set_to, tray, wait_for, watching

from popupwatch.settings import running_folder
from popupwatch.watch.control import ask

Pages = list[Image.Image]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the desktop is an X server's")


def titles(screen: Desktop) -> list[str]:
    """The titles of our own windows that can be seen."""
    return screen.titles_of("popupwatch")


def answer(screen: Desktop) -> None:
    """Close the warning by its last button, once it may be answered."""
    time.sleep(1.2)
    screen.key("Escape", "Return")
    wait_for(lambda: not titles(screen))


def test_from_the_page_to_the_warning(needs: Callable[[str], None], tmp_path: Path) -> None:
    """A page in a real browser, looked at every second, as it comes: painted until mapped."""
    for program in ("Xvfb", "openbox", "chromium", "xdotool"):
        needs(program)
    scams = ROOT / "fixtures" / "scam"
    pages = [min(scams.glob(f"{language}-fake-microsoft-alert*.html")) for language in ("fr", "en", "de", "es", "it")]
    corner = (1366 - 4, 768 - 4)
    seconds = []
    with desktop((1366, 768)) as screen, tray(screen, tmp_path, settings="") as running:
        for number, page in enumerate(pages):
            running.look_on(1.0 + number / 5)
            shown = screen.browse(window(screen.folder, page), "--window-size=1366,768", "--kiosk")
            screen.wait(lambda: screen.pixel(*corner) == MARK)
            seconds.append(wait_for(lambda: titles(screen)))
            answer(screen)
            shown.terminate()
            running.wait_until(lambda told: told["state"] == "watching")
    assert statistics.median(seconds) <= 2.0, seconds


def test_an_answered_scam_stays_answered(screen: Desktop, tmp_path: Path, scams: Pages) -> None:
    with tray(screen, tmp_path) as running:
        screen.picture(scams[0])
        wait_for(lambda: titles(screen))
        answer(screen)
        running.wait("warned")
        running.look_on(3.0)
        assert titles(screen) == []
        (kept,) = running.history
        assert (kept["choice"], kept["ended"]) == ("understood", None)


def test_who_asks_to_look_is_warned_again_of_what_is_still_there(screen: Desktop, tmp_path: Path, scams: Pages) -> None:
    with tray(screen, tmp_path) as running:
        shown = screen.picture(scams[0])
        wait_for(lambda: titles(screen))
        answer(screen)
        running.wait("warned")
        running.look_on(2.0)  # what the warning covered was seen again
        ask(running_folder({"DISPLAY": screen.name}), kind="look")
        wait_for(lambda: titles(screen))
        ask(running_folder({"DISPLAY": screen.name}), kind="look")  # while the warning stands there
        answer(screen)
        shown.close()
        running.wait("watching")
        ask(running_folder({"DISPLAY": screen.name}), kind="look")
        running.look_on(3.0)
        assert titles(screen) == []
        assert len(running.history) == 1


def test_a_second_scam_comes_into_the_same_window(needs: Callable[[str], None], tmp_path: Path, scams: Pages) -> None:
    for program in ("Xvfb", "openbox", "xdotool"):
        needs(program)
    with desktop((2560, 1440)) as screen, tray(screen, tmp_path) as running:
        first = screen.picture(scams[0])
        wait_for(lambda: titles(screen))
        warning = running.window("warning")
        first.close()
        screen.picture(scams[1].crop((100, 0, 740, 720)))  # left of the warning
        wait_for(lambda: len(running.history) == 2)
        assert running.window("warning") == warning
        answer(screen)
        assert numbers(running.history) == ["0112", "0134"]
        assert [entry["choice"] for entry in running.history] == ["understood", "understood"]


def test_a_warning_that_is_killed_is_shown_again(screen: Desktop, tmp_path: Path, scams: Pages) -> None:
    with tray(screen, tmp_path) as running:
        screen.picture(scams[0])
        wait_for(lambda: titles(screen))
        warning = running.window("warning")
        assert warning
        warning.kill()
        wait_for(lambda: running.window("warning") not in (None, warning))
        wait_for(lambda: titles(screen))
        answer(screen)
        assert [entry["choice"] for entry in running.history] == ["understood"]
        assert not any(p.status() == psutil.STATUS_ZOMBIE for p in psutil.Process(running.process.pid).children())


def test_the_reading_process_killed_beside_a_warning(screen: Desktop, tmp_path: Path, scams: Pages) -> None:
    with tray(screen, tmp_path) as running:
        first = screen.picture(scams[0])
        wait_for(lambda: titles(screen))
        running.worker.kill()
        running.wait_until(lambda told: told["restarts"] == 1)
        assert running.window("warning")
        first.close()
        answer(screen)
        screen.picture(scams[1])
        wait_for(lambda: titles(screen), 30)
        answer(screen)


def test_a_tray_that_is_killed_leaves_the_warning_and_nothing_else(
    screen: Desktop, tmp_path: Path, scams: Pages
) -> None:
    with tray(screen, tmp_path) as running:
        screen.picture(scams[0])
        wait_for(lambda: titles(screen))
        warning, worker = running.window("warning"), running.worker
        assert warning
        running.process.send_signal(signal.SIGKILL)
        running.process.wait(5)
        wait_for(lambda: not worker.is_running())
        assert warning.is_running()
        again = tmp_path / "again"
        again.mkdir()
        with tray(screen, again) as other:
            other.wait_until(lambda told: told["state"] in ("watching", "warned"))
            answer(screen)
        assert not warning.is_running() or warning.status() == psutil.STATUS_ZOMBIE, "of whoever adopts orphans here"


def test_started_once_more_it_shows_itself(screen: Desktop, tmp_path: Path) -> None:
    with tray(screen, tmp_path) as running:
        assert running.window("control") is None
        again = running.run("tray")
        assert (again.returncode, again.stdout) == (0, "popupwatch is watching this screen already.\n")
        wait_for(lambda: running.window("control"))
        assert running.run("tray", "--in-background").returncode == 0


def test_the_control_window_says_what_a_look_found(screen: Desktop, tmp_path: Path) -> None:
    with tray(screen, tmp_path) as running:
        assert running.run("tray").returncode == 0
        click(screen, *find(screen, "Look at the screen now"))
        find(screen, "sees no scam on your screen.")


def test_the_first_time_it_says_what_it_is(screen: Desktop, tmp_path: Path) -> None:
    set_to("interval = 0.5\n")
    with watching(screen, tmp_path, command=("tray",)) as running:
        wait_for(lambda: running.window("welcome"))
