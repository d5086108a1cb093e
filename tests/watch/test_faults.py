"""Whatever breaks around ``popupwatch watch``: it watches on, loses nothing, and says truthfully what it cannot do."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from desktop import Desktop, desktop
from PIL import Image
from running import IMPATIENT, Running, numbers, set_to, watching

from popupwatch.errors import PopupwatchError
from popupwatch.settings import Settings, history_path, running_folder, settings_path
from popupwatch.watch.control import OneInstance
from popupwatch.watch.history import History
from popupwatch.watch.incidents import Incident
from popupwatch.watch.service import Places, Service
from popupwatch.watch.state import Doing, State

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the desktop is an X server's")

Pages = list[Image.Image]

# The reading process, whose grabs fail as long as there is a file.
FAILING = """
import os, mss
from popupwatch.watch import worker
grab = mss.MSS.grab
def failing(self, monitor):
    if os.path.exists({file!r}):
        raise mss.ScreenShotError("XGetImage failed")
    return grab(self, monitor)
mss.MSS.grab = failing
worker.main()
"""


def works(watcher: Running, scam: Image.Image, number: str, kept: int) -> None:
    """It watches, a scam shown now is warned of and kept, and so is all that was."""
    watcher.wait("watching")
    shown = watcher.desktop.picture(scam)
    watcher.wait_until(lambda told: told["state"] == "warned" and len(watcher.history) > kept)
    history = watcher.history
    assert len(history) == kept + 1
    assert numbers(history)[0] == number, history
    shown.close()
    watcher.wait("watching")


@pytest.mark.parametrize(("number", "said"), [("SIGKILL", "stopped"), ("SIGSEGV", "stopped"), ("SIGSTOP", "got stuck")])
def test_a_reading_process_that_dies_or_hangs_is_started_again(
    screen: Desktop, tmp_path: Path, scams: Pages, number: str, said: str
) -> None:
    with watching(screen, tmp_path, before=IMPATIENT) as watcher:
        works(watcher, scams[0], "0134", 0)
        worker = watcher.worker
        worker.send_signal(getattr(signal, number))
        told = watcher.wait("blind", restarts=1)
        assert said in told["reason"]["sentence"]
        works(watcher, scams[1], "0112", 1)
        assert not worker.is_running()


def test_a_scam_on_the_screen_while_the_reading_process_dies_is_the_same_afterwards(
    screen: Desktop, tmp_path: Path, scams: Pages
) -> None:
    with watching(screen, tmp_path) as watcher:
        screen.picture(scams[0])
        watcher.wait("warned")
        watcher.worker.kill()
        watcher.wait("blind")
        watcher.wait("warned")
        watcher.look_on(1.0)
        assert watcher.said.read_text().count("!!") == 1
        assert len(watcher.history) == 1


def test_too_little_memory_is_told_and_more_is_taken_without_a_restart(
    needs: Callable[[str], None], tmp_path: Path, scams: Pages
) -> None:
    for program in ("Xvfb", "openbox"):
        needs(program)
    set_to("memory-mb = 100")
    with desktop((3840, 2160)) as large, watching(large, tmp_path, wait=False) as watcher:
        large.picture(scams[0].resize(large.size))
        told = watcher.wait("blind")
        assert "too much memory" in told["reason"]["sentence"]
        set_to("memory-mb = 600")
        watcher.wait("warned")
        assert numbers(watcher.history) == ["0134"]


@pytest.mark.parametrize("seconds", [0.0, 12.0])
def test_grabs_that_fail_once_are_no_matter_and_more_of_them_are_told(
    screen: Desktop, tmp_path: Path, scams: Pages, seconds: float
) -> None:
    broken = tmp_path / "broken"
    command = (sys.executable, "-c", FAILING.format(file=str(broken)))
    with watching(screen, tmp_path, before=f"{IMPATIENT}\nsupervisor.COMMAND = {command!r}") as watcher:
        works(watcher, scams[0], "0134", 0)
        broken.touch()
        if seconds:
            began = time.monotonic()
            told = watcher.wait("blind", restarts=0)
            assert "XGetImage failed" in told["reason"]["values"]["reason"]
            watcher.wait_until(lambda told: told["state"] != "blind" or time.monotonic() > began + seconds)
            assert watcher.status()["state"] == "blind"
        else:
            screen.wait(lambda: "a look failed" in watcher.log)
        broken.unlink()
        works(watcher, scams[1], "0112", 1)
        assert watcher.status()["restarts"] == 0
        assert ("blind" in watcher.log) == bool(seconds)


def test_a_display_that_goes_and_comes_back_is_watched_again(
    screen: Desktop, tmp_path: Path, scams: Pages, needs: Callable[[str], None]
) -> None:
    needs("xset")
    with watching(screen, tmp_path) as watcher:
        works(watcher, scams[0], "0134", 0)
        screen.lose_server()
        watcher.wait_until(lambda told: told["state"] == "blind" and "could not be captured" in str(told["reason"]))
        screen.serve_again()
        works(watcher, scams[1], "0112", 1)
        assert watcher.status()["restarts"] == 0
        subprocess.run(["xset", "s", "activate"], env=screen.environment, check=True)
        watcher.wait("locked")


def test_a_computer_that_slept_did_not_hang(screen: Desktop, tmp_path: Path, scams: Pages) -> None:
    with watching(screen, tmp_path, before=IMPATIENT) as watcher:
        works(watcher, scams[0], "0134", 0)
        os.killpg(watcher.process.pid, signal.SIGSTOP)
        time.sleep(12)
        os.killpg(watcher.process.pid, signal.SIGCONT)
        works(watcher, scams[1], "0112", 1)
        assert watcher.status()["restarts"] == 0
        assert "the computer slept" in watcher.log


@pytest.mark.parametrize("jump", [-86_400.0, 86_400.0 * 400])
def test_a_clock_that_jumps_neither_hides_a_scam_nor_forgets_one(
    screen: Desktop, scams: Pages, jump: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", screen.name)
    off, instance = [0.0], OneInstance(running_folder())
    places = Places(settings_path(), history_path(), running_folder())
    service = Service(places, Listener(), quick, wall=lambda: time.time() + off[0])
    thread = threading.Thread(target=service.run)
    thread.start()
    try:
        screen.wait(lambda: service.state.doing is Doing.WATCHING)
        shown = screen.picture(scams[0])
        screen.wait(lambda: service.state.doing is Doing.WARNED)
        off[0] = jump
        screen.wait(lambda: abs((service.state.looked_at or 0) - time.time() - jump) < 3)
        assert service.state.doing is Doing.WARNED
        shown.close()
        screen.wait(lambda: service.state.doing is Doing.WATCHING)
        screen.picture(scams[1])
        screen.wait(lambda: len(History(history_path()).records()) == 2)
        assert service.state.doing is Doing.WARNED
        assert service.state.restarts == 0
        kept = sorted(History(history_path()).records(), key=lambda record: record.id or 0)
        assert kept[1].began_at - kept[0].began_at == pytest.approx(jump, abs=60)
    finally:
        service.stop()
        thread.join(15)
        instance.release()
    assert not thread.is_alive()


def quick(settings: Settings) -> Settings:
    return replace(settings, cpu_share=1.0, interval=0.5)


class Listener:
    """Whom the service tells; nobody."""

    def warned(self, incident: Incident) -> None: ...

    def changed(self, state: State) -> None: ...

    def noted(self, error: PopupwatchError) -> None: ...


def test_settings_that_are_broken_are_told_with_their_line_and_those_before_stay(
    screen: Desktop, tmp_path: Path, scams: Pages
) -> None:
    set_to('leave-out-titles = ["accounts"]')
    with watching(screen, tmp_path) as watcher:
        screen.picture(scams[0], title="My accounts")
        worker = watcher.worker
        set_to('keep-days = 3\nleave-out-titles = ["accou')
        screen.wait(lambda: "settings.toml" in watcher.complained.read_text())
        assert "line 2" in watcher.complained.read_text() or "settings.toml:2" in watcher.complained.read_text()
        assert watcher.look_on()["state"] == "watching"
        assert watcher.worker == worker
        works(watcher, scams[1], "0112", 0)


def test_a_reader_that_is_gone_does_not_end_watching(screen: Desktop, tmp_path: Path, scams: Pages) -> None:
    reading, writing = os.pipe()
    with watching(screen, tmp_path, stdout=writing) as watcher:
        os.close(writing)
        os.close(reading)
        works(watcher, scams[0], "0134", 0)


def test_a_terminal_that_is_closed_ends_it_cleanly(screen: Desktop, tmp_path: Path, scams: Pages) -> None:
    terminal, end = pty.openpty()
    attached = "import fcntl, termios\nfcntl.ioctl(1, termios.TIOCSCTTY, 0)"
    with watching(screen, tmp_path, before=attached, stdout=end) as watcher:
        os.close(end)
        screen.picture(scams[0])
        watcher.wait("warned")
        os.close(terminal)
        assert watcher.process.wait(15) == 0
        assert watcher.complained.read_text() == ""
        assert watcher.log.endswith("watching ends\n")
        (kept,) = watcher.history
        assert kept["ended"]
