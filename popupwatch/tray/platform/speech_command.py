"""A voice that is a command: it reads what is to be said from its standard input, and ends when it has said it."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

_PATIENCE = 2.0  # seconds to be silent in


@dataclass(frozen=True, slots=True)
class Way:
    """*speaking* gives the command that speaks a language; *hush* is one that ends what is still said, where the sound
    is made by another program than the one that was started."""

    speaking: Callable[[str], Sequence[str]]
    hush: Sequence[str] = ()


class CommandVoice:
    """Tries *ways* one after the other until one does not fail. What it says never stands in a command line, which
    every user of the computer can read, nor in a file."""

    def __init__(self, *ways: Way) -> None:
        self._ways = ways
        self._saying: _Saying | None = None

    def say(self, text: str, language: str) -> None:
        """Begin to say *text*."""
        self.stop()
        self._saying = _Saying(self._ways, text.encode(), language)
        self._saying.start()

    def stop(self) -> None:
        """End what is being said."""
        if self._saying is not None:
            self._saying.stop()
            self._saying = None

    @property
    def is_speaking(self) -> bool:
        """Whether something is still being said."""
        return self._saying is not None and self._saying.is_alive()


class _Saying(threading.Thread):
    """One text as it is said. A thread, for a long text fills the pipe until it is spoken."""

    def __init__(self, ways: Sequence[Way], text: bytes, language: str) -> None:
        super().__init__(name="voice", daemon=True)
        self._ways, self._text, self._language = ways, text, language
        self._lock = threading.Lock()
        self._stopped = False
        self._way: Way | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        for way in self._ways:
            if not self._begin(way):
                continue
            assert self._process is not None
            with suppress(OSError, ValueError):  # it ended before it had read everything
                self._process.communicate(self._text)
            if self._process.wait() == 0 or self._stopped:
                return

    def _begin(self, way: Way) -> bool:
        """Start a process, unless it was stopped meanwhile."""
        quiet = subprocess.DEVNULL
        with self._lock, suppress(OSError):  # the command was removed meanwhile
            if not self._stopped:
                self._way = way
                command = way.speaking(self._language)
                self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet)
                return True
        return False

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
            speaks = self._process is not None and self._process.poll() is None
            if self._process is not None and speaks:
                self._process.kill()
        if speaks and self._way is not None and self._way.hush:
            with suppress(OSError, subprocess.TimeoutExpired):
                subprocess.run(self._way.hush, capture_output=True, timeout=_PATIENCE, check=False)
        self.join(_PATIENCE)
