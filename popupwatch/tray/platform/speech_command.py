"""A voice that is a command: it reads what is to be said from its standard input, and ends when it has said it."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress

_PATIENCE = 2.0  # seconds to be silent in


class CommandVoice:
    """*speaking* gives the command that speaks a language; *hush* is one that ends what is said elsewhere, where the
    sound is made by another program than the one that was started. Whatever it says never stands in a command line,
    which every user of the computer can read, nor in a file."""

    def __init__(self, speaking: Callable[[str], Sequence[str]], hush: Sequence[str] = ()) -> None:
        self._speaking, self._hush = speaking, hush
        self._process: subprocess.Popen[bytes] | None = None

    def say(self, text: str, language: str) -> None:
        """Begin to say *text*."""
        self.stop()
        quiet = subprocess.DEVNULL
        with suppress(OSError):  # the command was removed meanwhile: nothing is said
            process = subprocess.Popen(self._speaking(language), stdin=subprocess.PIPE, stdout=quiet, stderr=quiet)
            self._process = process
            # A long text fills the pipe until it is spoken. The thread also takes leave of the process when it ends.
            threading.Thread(target=_give, args=(process, text.encode()), name="voice", daemon=True).start()

    def stop(self) -> None:
        """End the process that speaks."""
        process, self._process = self._process, None
        if process is None or process.poll() is not None:
            return
        process.kill()
        if self._hush:
            with suppress(OSError, subprocess.TimeoutExpired):
                subprocess.run(self._hush, capture_output=True, timeout=_PATIENCE, check=False)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_PATIENCE)

    @property
    def is_speaking(self) -> bool:
        """Whether the process still speaks."""
        return self._process is not None and self._process.poll() is None


def _give(process: subprocess.Popen[bytes], text: bytes) -> None:
    with suppress(OSError, ValueError):
        process.communicate(text)
