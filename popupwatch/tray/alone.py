"""A window that stands alone and ends when the tray does: opened, listening, asked where its buttons stand."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Any

from popupwatch.advice.texts import load_texts
from popupwatch.model import Box
from popupwatch.tray.look import Look, new_root
from popupwatch.tray.stage import Stage, View
from popupwatch.tray.window import Tray

# Milliseconds between two times that a window listens to the tray.
_EVERY = 100

Obey = Callable[[dict[str, Any]], object]


class Alone:
    """The window called *title* (a key of the texts) with a stage of its own. *content* brings at least ``language``
    and ``text_size``, and ``monitor`` where to show it, if that is known."""

    def __init__(self, tray: Tray, content: dict[str, Any], title: str) -> None:
        self.tray, self.content = tray, content
        self._at = ""
        self.texts = load_texts(content["language"])
        self.root = root = new_root(self.texts.say(title))
        root.report_callback_exception = lambda kind, error, trace: tray.tell_failure(error)
        self.stage = Stage(root, Look(root, content["text_size"]), monitor_of(content))

    def show(self, view: View, focus: str = "") -> None:
        """Put *view* into the window; the keyboard is then at the button called *focus*, where there is one."""
        self.stage.show(view)
        self._at = focus
        self._focus()

    def run(self, obey: Obey = lambda message: None) -> None:
        """Until it is closed, or the tray is gone. *obey* gets what the tray says."""

        def heard(message: dict[str, Any]) -> None:
            if message["kind"] == "where":
                self.tray.tell("places", boxes=self.stage.places(), says=self.stage.spoken)
            else:
                obey(message)

        self.root.deiconify()
        self.root.focus_force()
        self._focus()
        listen(self.root, self.tray, heard)
        self.root.mainloop()

    def _focus(self) -> None:
        if self._at in self.stage.buttons:
            self.stage.buttons[self._at].focus_set()

    def close(self) -> None:
        self.root.destroy()


def listen(root: tk.Tk, tray: Tray, obey: Obey) -> None:
    """Have *obey* get all that *tray* says from now on, as long as there is *root*, which is closed when it is gone."""

    def now() -> None:
        root.after(_EVERY, now)  # first: what is said may close the window
        for message in tray.heard():
            if message is None:
                root.destroy()
                return
            obey(message)

    root.after(_EVERY, now)


def monitor_of(content: dict[str, Any]) -> Box | None:
    """The monitor on which to show a window."""
    return Box(**content["monitor"]) if content.get("monitor") else None
