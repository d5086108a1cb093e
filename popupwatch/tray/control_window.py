"""What popupwatch is doing, and the entries of its menu, as a window: for desktops without a tray or without menus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from popupwatch.tray.alone import Alone
from popupwatch.tray.buttons import Button, ButtonRow
from popupwatch.tray.page import Page
from popupwatch.tray.stage import Action, View
from popupwatch.tray.window import Tray

Entry = Mapping[str, Any]
# The button that closes the window; no entry is called so.
_CLOSE = "close-window"
_BACK = "back"


def open_control(tray: Tray) -> None:
    """Content: ``language``, ``text_size``, ``monitor``, ``line`` (what popupwatch is doing) and ``entries``, each with
    ``key``, ``label``, ``enabled`` and ``children``. A message ``entries`` brings the last two anew. Tells ``chose``
    with the ``key`` of an entry, and ``closed``."""
    ControlWindow(tray).run()


class ControlWindow:
    """The entries, or those below the one that was opened."""

    def __init__(self, tray: Tray) -> None:
        self._tray = tray
        content = tray.content()
        self._alone = Alone(tray, content, "control.window")
        self._say, self._stage = self._alone.texts.say, self._alone.stage
        self._line: str = content["line"]
        self._entries: Sequence[Entry] = content["entries"]
        self._opened = ""  # the key of the entry whose children are shown

    def run(self) -> None:
        self._show(self._first(self._entries))
        self._alone.run(self._obey)

    def _obey(self, message: dict[str, Any]) -> None:
        if message["kind"] == "content":  # it was asked for again
            self._alone.root.lift()
        if message["kind"] in ("content", "entries"):
            now = message["line"], message["entries"]
            if now != (self._line, self._entries):
                self._line, self._entries = now
                self._show_again()

    def _show_again(self) -> None:
        """The same as it is now; the keyboard stays where it was, and so does what can be seen."""
        at = self._alone.root.focus_get()
        before = list(self._stage.buttons)
        focus = next((name for name, button in self._stage.buttons.items() if button is at), "")
        position = self._stage.page.position
        self._show(focus)
        self._alone.root.update_idletasks()
        if list(self._stage.buttons) == before:
            self._stage.page.scroll_to(position)

    def _show(self, focus: str = "") -> None:
        opened = next((entry for entry in self._entries if entry["key"] == self._opened), None)
        if opened is None or not (opened["enabled"] and opened["children"]):
            self._opened, opened = "", None
        entries = opened["children"] if opened else self._entries
        last = (
            Action(_BACK, self._say("control.back"), self._back, always=True)
            if opened
            else Action(_CLOSE, self._say("control.close"), self._close, always=True)
        )

        def build(page: Page) -> None:
            page.heading(opened["label"] if opened else self._say("control.what"))
            rest = [entry for entry in entries if not entry["enabled"] and entry["label"] != self._line]
            for entry in rest:
                page.quiet(entry["label"])
            row = page.buttons(Columns)
            for entry in entries:
                if entry["enabled"]:
                    do = partial(self._choose, entry)
                    self._stage.buttons[entry["key"]] = row.add(Button(row, page.look, entry["label"], do))
            if not opened:
                page.space(12)
                page.quiet(self._say("control.stays"))

        title, dot, rest = self._line.partition(". ")
        leads = (rest,) if rest else ()
        escape = self._back if opened else self._close
        self._alone.show(View(title + dot.rstrip(), build, [last], escape, self._close, leads), focus)

    def _choose(self, entry: Entry) -> None:
        if entry["children"]:
            self._opened = entry["key"]
            self._show(self._first(entry["children"]))
            return
        self._tray.tell("chose", key=entry["key"])
        if self._opened:
            self._back()

    @staticmethod
    def _first(entries: Sequence[Entry]) -> str:
        """Where the keyboard begins."""
        return next((entry["key"] for entry in entries if entry["enabled"]), "")

    def _back(self) -> None:
        before, self._opened = self._opened, ""
        self._show(before)

    def _close(self) -> None:
        self._tray.tell("closed")
        self._alone.close()


class Columns(ButtonRow):
    """Buttons of the same width, in two columns where they fit."""

    def wrap(self, width: int) -> None:
        half = (width - self._gap) // 2
        for button in self.buttons:
            button.wrap(width)
        self.update_idletasks()
        fit = all(button.winfo_reqwidth() <= half for button in self.buttons)
        columns, wide = (2, half) if fit else (1, width)
        high = max((button.winfo_reqheight() for button in self.buttons), default=0) + self._gap
        for number, button in enumerate(self.buttons):
            row, column = divmod(number, columns)
            button.place(x=column * (half + self._gap), y=row * high, width=wide, height=high - self._gap)
        self.configure(width=width, height=-(-len(self.buttons) // columns) * high)
