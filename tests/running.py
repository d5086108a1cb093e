"""A watcher that runs as a process of its own on a desktop of its own, asked and ended as a person would."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from desktop import Desktop

from popupwatch.errors import WatchError
from popupwatch.settings import history_path, log_path, running_folder, settings_path
from popupwatch.watch.control import ask

# Our own words and a number from the range kept for fiction.
SCAM_WORDS = """Microsoft Windows Security Alert
Your computer has been blocked.
A Trojan virus was detected on this computer.
Your passwords and bank details are being stolen.
Call Microsoft Support now: 1-800-555-0134
Do not close this window. Do not restart your computer.
Error code 0x80072EE7"""
# Numbers kept for fiction, no two of which one misread digit makes the same.
NUMBERS = ("1-800-555-0134", "1-800-555-0112", "1-800-555-0156", "1-800-555-0178", "1-800-555-0190")
COMMAND = ("-m", "popupwatch")
# Runs *before*, a piece of Python, in the watcher's process first.
CHANGED = "{before}\nfrom popupwatch.cli.main import main\nmain()"
# Hung after so many seconds.
IMPATIENT = "from popupwatch.watch import supervisor\nsupervisor.DEADLINE = 4.0"


def words_of_scam(number: int) -> str:
    """The words of one of several scams, each of which is told of for itself."""
    return SCAM_WORDS.replace(NUMBERS[0], NUMBERS[number])


def numbers(history: Iterable[dict[str, Any]]) -> list[str]:
    """How the numbers to call end that are kept: which of the scams they are, the latest first."""
    words = [" ".join(item["words"] for item in entry["evidence"]) for entry in history]
    return [next((number[-4:] for number in NUMBERS if number[-8:] in found), "") for found in words]


def set_to(text: str) -> None:
    """Write *text* into the file with the settings, whole or not at all."""
    path = settings_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.with_suffix(".new").write_text(text, encoding="utf-8")
    path.with_suffix(".new").replace(path)


@dataclass
class Running:
    """The process, and what it said: *said* and *complained* are files."""

    desktop: Desktop
    process: subprocess.Popen[bytes]
    said: Path
    complained: Path
    is_under: bool = False  # *process* is another that started it

    def status(self) -> dict[str, Any]:
        """What it answers at its door, or nothing where it does not answer."""
        with suppress(WatchError):
            return ask(running_folder({"DISPLAY": self.desktop.name}), kind="status")
        return {"state": ""}

    def wait(self, state: str, seconds: float = 30.0, **fields: object) -> dict[str, Any]:
        """Wait until it is in this *state* and what it answers holds these *fields*; its answer."""
        return self.wait_until(
            lambda told: told["state"] == state and all(told[name] == value for name, value in fields.items()), seconds
        )

    def wait_until(self, condition: Callable[[dict[str, Any]], object], seconds: float = 30.0) -> dict[str, Any]:
        end = time.monotonic() + seconds
        while True:
            told = self.status()
            if condition(told):
                return told
            if time.monotonic() > end or self.process.poll() is not None:
                raise TimeoutError(f"{told}\n{self.log}\n{self.complained.read_text()}")
            time.sleep(0.05)

    def look_on(self, seconds: float = 2.0, restless: bool = False) -> dict[str, Any]:
        """Wait until it has looked for so long and, but where the screen is *restless*, nothing waits to be read; what
        it answers then."""
        began = time.time()
        return self.wait_until(
            lambda told: (told["looked_at"] or 0.0) > began + seconds and (restless or told["waiting"] == 0)
        )

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Another command of ours on this desktop."""
        command = [sys.executable, *COMMAND, *arguments]
        environment = self.desktop.environment
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)

    @property
    def history(self) -> list[dict[str, Any]]:
        """What is kept, the latest first."""
        done = self.run("history", "--format", "json")
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    @property
    def log(self) -> str:
        return log_path().read_text(encoding="utf-8") if log_path().exists() else ""

    @property
    def worker(self) -> psutil.Process:
        """The process that reads."""
        return self._child("popupwatch.watch.worker")

    def window(self, kind: str) -> psutil.Process | None:
        """The window of this *kind*, if one is open."""
        with suppress(StopIteration, psutil.NoSuchProcess):  # one that has just ended
            return self._child("popupwatch.tray.window", kind)
        return None

    def _child(self, *words: str) -> psutil.Process:
        children = psutil.Process(self.process.pid).children(recursive=True)
        return next(child for child in children if set(words) <= set(child.cmdline()))

    def end(self, number: int = signal.SIGTERM) -> int:
        process = psutil.Process(self.process.pid)
        (process.children()[0] if self.is_under else process).send_signal(number)
        return self.process.wait(15)


@contextmanager
def watching(
    desktop: Desktop,
    folder: Path,
    *options: str,
    before: str = "",
    under: Sequence[str] = (),
    wait: bool = True,
    command: Sequence[str] = ("watch", "--cpu-share", "1", "--interval", "0.5"),
    **streams: Any,
) -> Iterator[Running]:
    """``popupwatch watch`` on *desktop* with a whole core to itself, or another *command*, once it is watching; it says
    what it says into *folder*. It is started by the command *under*, if there is one. When this ends it is ended, and
    must end well, if it has not."""
    how = ("-c", CHANGED.format(before=before)) if before else COMMAND
    whole = [*under, sys.executable, *how, *command, *options]
    files = folder / "said", folder / "complained"
    with files[0].open("wb") as out, files[1].open("wb") as err:
        given = {"stdin": subprocess.DEVNULL, "stdout": out, "stderr": err, **streams}
        process = subprocess.Popen(whole, env=desktop.environment, start_new_session=True, **given)
    running = Running(desktop, process, *files, bool(under))
    try:
        if wait:
            running.wait("watching")
        yield running
        if process.poll() is None:
            assert running.end() == 0, files[1].read_text()
        assert "Traceback" not in files[1].read_text()
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def tray(
    screen: Desktop, folder: Path, *options: str, settings: str = "interval = 0.5\ncpu-share = 1.0\n"
) -> Iterator[Running]:
    """``popupwatch tray``, welcomed before."""
    set_to(settings)
    history_path().parent.mkdir(parents=True, exist_ok=True)
    history_path().with_name("welcomed").touch()
    options = options or ("--in-background",)
    with watching(screen, folder, *options, command=("tray",)) as running:
        yield running


def wait_for(condition: Callable[[], object], seconds: float = 15.0) -> float:
    """Wait until *condition*; for how long that was."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds, "waited too long"
        time.sleep(0.03)
    return time.monotonic() - began
