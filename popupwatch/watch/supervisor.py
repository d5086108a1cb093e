"""Keeps the reading process going: starts it, notices when it hangs, dies or grows, and starts it again."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from typing import IO, Any

from popupwatch.watch.messages import decode, encode
from popupwatch.watch.platform.memory import FRUGAL, resident_mb

# Seconds without a word after which it counts as hung: while it starts, and while it looks or reads.
START_DEADLINE = 60.0
DEADLINE = 20.0
# The first restart comes at once, the next after 1, 2, 4 … seconds; after so long without a failure it begins anew.
LONGEST_WAIT = 60.0
RECOVERED = 120.0

COMMAND = (sys.executable, "-m", "popupwatch.watch.worker")


class Ending(Enum):
    """Why the reading process had to be started again."""

    DIED = "died"
    HUNG = "hung"
    TOO_LARGE = "too large"


@dataclass
class Supervisor:
    """*start* is what the process is told first; *tell* gets each of its messages, in a thread of its own, with the
    number of the process that said it. Times are seconds of a clock that never goes back."""

    start: Mapping[str, Any]
    tell: Callable[[int, dict[str, Any]], None]
    memory_mb: float
    command: Sequence[str] = COMMAND
    # How often it had to be started again since it last ran well, and why the last time.
    failures: int = 0
    ending: Ending | None = None
    number: int = 0
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _heard_at: float = 0.0
    _began_at: float = 0.0
    _ready: bool = False
    _quiet: bool = False
    _again_at: float = 0.0
    _reader: threading.Thread | None = field(default=None, repr=False)

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def begin(self, now: float) -> None:
        """Start the process."""
        self.number += 1
        self._process = subprocess.Popen(
            self.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **FRUGAL},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._heard_at = self._began_at = now
        self._ready = self._quiet = False
        assert self._process.stdout
        self._reader = threading.Thread(target=self._listen, args=(self._process.stdout, self.number), daemon=True)
        self._reader.start()
        self._send(dict(self.start))

    def heard(self, number: int, message: Mapping[str, Any], now: float) -> bool:
        """Take note that process *number* said something. Whether it is the one that runs now."""
        if number != self.number or self._process is None:
            return False
        self._heard_at = now
        self._ready = self._ready or message["kind"] in ("ready", "trouble")
        self._quiet = message["kind"] == "paused"
        return True

    def order(self, kind: str) -> None:
        """Tell the process to ``pause``, ``resume``, ``look`` or ``stop``."""
        if kind == "resume":
            self._quiet = False
        self._send({"kind": kind})

    def check(self, now: float) -> None:
        """Look after the process; to be called about once a second."""
        if self._process is None:
            if now >= self._again_at:
                self.begin(now)
            return
        if self._process.poll() is not None:
            self._end(Ending.DIED, now)
        elif not self._quiet and now - self._heard_at > (DEADLINE if self._ready else START_DEADLINE):
            self._end(Ending.HUNG, now)
        elif (resident_mb(self._process.pid) or 0.0) > self.memory_mb:
            self._end(Ending.TOO_LARGE, now)
        elif self.failures and self._ready and now - self._began_at > RECOVERED:
            self.failures, self.ending = 0, None

    def slept(self, now: float) -> None:
        """The computer was asleep, or this process was not let run: silence meanwhile means nothing."""
        self._heard_at = now

    def stop(self) -> None:
        """End the process, politely and then for sure."""
        if self._process is None:
            return
        self._send({"kind": "stop"})
        try:
            self._process.wait(2)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._collect()

    def _end(self, why: Ending, now: float) -> None:
        assert self._process
        self._process.kill()
        self._collect()
        self.ending = why
        self._again_at = now + min(LONGEST_WAIT, 2.0 ** (self.failures - 1) if self.failures else 0.0)
        self.failures += 1
        if now >= self._again_at:
            self.begin(now)

    def _collect(self) -> None:
        """Leave no zombie, thread or pipe behind."""
        assert self._process
        self._process.wait()
        if self._reader:
            self._reader.join(2)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with suppress(OSError):  # what could not be sent any more
                    pipe.close()
        self._process = None

    def _send(self, message: dict[str, Any]) -> None:
        if self._process and self._process.stdin:
            with suppress(OSError):  # it is gone: check() will notice
                self._process.stdin.write(encode(message.pop("kind", "start"), **message))
                self._process.stdin.flush()

    def _listen(self, pipe: IO[bytes], number: int) -> None:
        for line in pipe:
            try:
                self.tell(number, decode(line))
            except ValueError:
                continue  # half a line of a process that was killed
