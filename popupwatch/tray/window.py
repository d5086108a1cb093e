"""``python -m popupwatch.tray.window KIND``: one window as a process of its own, which imports nothing that its kind
does not need. The first line of standard input tells what to show; what the person does is told on standard output."""

from __future__ import annotations

import importlib
import json
import os
import queue
import sys
import threading
from collections.abc import Callable
from typing import Any, BinaryIO

# What opens each kind of window, imported when it is wanted.
KINDS = {
    "warning": "popupwatch.tray.warning.window:open_warning",
    "first-aid": "popupwatch.tray.warning.alone:open_first_aid",
    "trusted": "popupwatch.tray.warning.alone:open_trusted",
    "welcome": "popupwatch.tray.welcome_window:open_welcome",
    "control": "popupwatch.tray.control_window:open_control",
    "about": "popupwatch.tray.about_window:open_about",
    "practise": "popupwatch.tray.practise_window:open_practise",
    "history": "popupwatch.tray.history_window:open_history",
    "settings": "popupwatch.tray.settings_window:open_settings",
}


class Tray:
    """The tray at the other end: what it says after the content, and what it is told. A tray that is gone is no
    trouble: nobody listens any more, that is all."""

    def __init__(self, source: BinaryIO, out: BinaryIO) -> None:
        self._source, self._out = source, out
        self._heard: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()

    def content(self) -> dict[str, Any]:
        """What to show. To be asked for once, first."""
        content: dict[str, Any] = json.loads(self._source.readline())
        threading.Thread(target=self._listen, daemon=True).start()
        return content

    def heard(self) -> list[dict[str, Any] | None]:
        """What it said since this was last asked; ``None`` when it is gone."""
        found = []
        while not self._heard.empty():
            found.append(self._heard.get())
        return found

    def tell(self, kind: str, **fields: Any) -> None:
        line = json.dumps({"kind": kind, **fields}, separators=(",", ":")).encode() + b"\n"
        try:
            self._out.write(line)
            self._out.flush()
        except (OSError, ValueError):
            return

    def tell_failure(self, error: BaseException) -> None:
        """Only where, never what: a message may hold words of the screen."""
        import traceback
        from pathlib import Path

        last = traceback.extract_tb(error.__traceback__)[-1]
        self.tell("failed", type=type(error).__name__, where=f"{Path(last.filename).name}:{last.lineno}")

    def _listen(self) -> None:
        for line in self._source:
            try:
                self._heard.put(json.loads(line))
            except ValueError:
                continue  # half a line of a tray that was killed
        self._heard.put(None)


Opener = Callable[[Tray], None]


def main() -> None:
    """Open the window that the command line names; returns when it is closed."""
    module, _, name = KINDS[sys.argv[1]].partition(":")
    tray = Tray(sys.stdin.buffer, os.fdopen(os.dup(1), "wb"))
    os.dup2(2, 1)  # what a library prints must not stand between the messages
    opener: Opener = getattr(importlib.import_module(module), name)
    code = 0
    try:
        opener(tray)
    except Exception as error:
        tray.tell_failure(error)
        code = 1
    os._exit(code)  # the thread that listens still holds standard input, over which an ordinary end may stumble


if __name__ == "__main__":
    main()
