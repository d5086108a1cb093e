"""A window that shows one view after the other and ends when the tray does."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Any

from popupwatch.model import Box
from popupwatch.tray.look import Look, new_root
from popupwatch.tray.options import Note
from popupwatch.tray.stage import Stage, View
from popupwatch.tray.window import Tray

_LISTEN_EVERY = 150


class Shown:
    """The window, called *title*. *named* are the pieces of the page that is shown, and *notes* those beside them, by
    names of their own, for whoever asks where they stand; *ended* is called when the tray is gone, and has to close the
    window."""

    def __init__(
        self, tray: Tray, title: str, text_size: int, monitor: Box | None, ended: Callable[[], object]
    ) -> None:
        self._tray, self._monitor, self._ended = tray, monitor, ended
        self.named: dict[str, tk.Misc] = {}
        self.notes: dict[str, Note] = {}
        self.root = new_root(title)
        self.root.report_callback_exception = lambda kind, error, trace: tray.tell_failure(error)
        self.stage = Stage(self.root, Look(self.root, text_size), monitor)

    def show(self, view: View, at: float = 0.0, focus: str = "") -> None:
        """Put *view* in place of the one before, scrolled by the share *at*, the keyboard at the piece called *focus*
        where there is one."""
        self.named.clear()
        self.notes.clear()
        self.stage.show(view)
        self.root.update_idletasks()
        self.stage.page.scroll_to(at)
        if piece := self.named.get(focus):
            piece.focus_set()

    def set_text_size(self, text_size: int) -> None:
        """From the next view on. The window stays as large as it is."""
        for child in self.root.winfo_children():
            child.destroy()
        size = self.root.geometry()
        self.stage = Stage(self.root, Look(self.root, text_size), self._monitor)
        self.root.after_idle(self.root.geometry, size)

    def run(self) -> None:
        """Until it is closed."""
        self.root.deiconify()
        self.root.lift()
        self._listen()
        self.root.mainloop()

    def _listen(self) -> None:
        for message in self._tray.heard():
            if message is None:
                self._ended()
                return
            if message["kind"] == "where":
                self._tray.tell("places", **self._places())
            else:
                self.root.deiconify()
                self.root.lift()  # it was asked for again
        self.root.after(_LISTEN_EVERY, self._listen)

    def _places(self) -> dict[str, Any]:
        """Where everything that can be seen stands, what is said, and where the keyboard is."""
        focus = self.root.focus_get()
        buttons = {**self.named, **self.stage.buttons}
        named = next((name for name, piece in buttons.items() if piece is focus), "")
        page = _box_of(self.stage.page)
        boxes = {name: _box_of(piece) for name, piece in self.named.items()}
        seen = {name: box.as_list() for name, box in boxes.items() if page.union(box) == page and box.width > 1}
        notes = {name: note.text for name, note in self.notes.items()}
        return {"boxes": self.stage.places() | seen, "says": self.stage.spoken, "focus": named, "notes": notes}


def _box_of(widget: tk.Misc) -> Box:
    left, top = widget.winfo_rootx(), widget.winfo_rooty()
    return Box(left, top, left + widget.winfo_width(), top + widget.winfo_height())
