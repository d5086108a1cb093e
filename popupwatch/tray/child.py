"""A window as a process of its own: started, told what to show, heard, ended. All is said in JSON, an object a line."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import IO, Any

from popupwatch.errors import TrayError
from popupwatch.watch.messages import decode, encode

COMMAND = (sys.executable, "-m", "popupwatch.tray.window")
# Seconds a window gets to close by itself.
_PATIENCE = 2.0


class Child:
    """One window process of a *kind* (`window.KINDS`), begun with *content*. *tell* gets each of its messages and
    *ended* the code it ended with, 0 where all went well; both in a thread of its own, and *ended* once, as the last.
    Raises TrayError where it cannot be started."""

    def __init__(
        self,
        kind: str,
        content: Mapping[str, Any],
        tell: Callable[[dict[str, Any]], None] = lambda message: None,
        ended: Callable[[int], None] = lambda code: None,
        command: Sequence[str] = COMMAND,
    ) -> None:
        self._tell, self._ended = tell, ended
        self._sending = threading.Lock()
        try:
            self._process = subprocess.Popen(
                [*command, kind],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise TrayError("A window could not be opened: {reason}", reason=error.strerror or error) from error
        assert self._process.stdout
        self._listener = threading.Thread(target=self._listen, args=(self._process.stdout,), daemon=True)
        self._listener.start()
        self.send("content", **content)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_open(self) -> bool:
        return self._listener.is_alive()

    def send(self, kind: str, **fields: Any) -> bool:
        """Say something to the window. Whether it could still hear it."""
        with self._sending:
            try:
                assert self._process.stdin
                self._process.stdin.write(encode(kind, **fields))
                self._process.stdin.flush()
            except (OSError, ValueError):  # its end closed, or ours
                return False
            return True

    def let_go(self) -> None:
        """Close its input: every window but the warning ends by that."""
        with self._sending, suppress(OSError):
            assert self._process.stdin
            self._process.stdin.close()

    def end(self) -> None:
        """End the window, whichever it is, and wait until it is gone."""
        self.let_go()
        try:
            self._process.wait(_PATIENCE / 4)
        except subprocess.TimeoutExpired:
            self._process.terminate()
            try:
                self._process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                self._process.kill()
        if threading.current_thread() is not self._listener:
            self._listener.join(_PATIENCE)

    def _listen(self, pipe: IO[bytes]) -> None:
        with pipe:
            for line in pipe:
                with suppress(ValueError):  # half a line of a process that was killed
                    self._tell(decode(line))
        code = self._process.wait()  # no zombie stays
        self.let_go()
        self._ended(code)
