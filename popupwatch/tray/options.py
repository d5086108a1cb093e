"""What can be chosen on a page: one of several, yes or no, an entry of a list; by the pointer and by the keyboard. And
the note beside it, of what came of that."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from typing import Any

from popupwatch.tray.look import (
    CARD,
    CARD_QUIET,
    CARD_UNDER,
    EDGE,
    FOCUS,
    PICKED,
    PLAIN,
    PLAIN_UNDER,
    TEXT,
    Look,
    Pair,
)

_SIDE, _MARK = 11, 16


class Pressable(tk.Frame):
    """Something with a ring around it while the keyboard is at it, that does *do* at a click, the space bar or Enter.
    What stands in it is added to `ground` and made known to `press_on`."""

    def __init__(self, parent: tk.Misc, look: Look, do: Callable[[], object]) -> None:
        super().__init__(
            parent,
            background=TEXT.paper,
            takefocus=True,
            highlightthickness=look.gap(3),
            highlightcolor=FOCUS,
            highlightbackground=TEXT.paper,
            padx=look.gap(2),
            pady=look.gap(2),
        )
        self._do = do
        self._edge = tk.Frame(self, background=EDGE, padx=look.gap(1.5), pady=look.gap(1.5))
        self._edge.pack(fill="both", expand=True)
        self.ground = tk.Frame(self._edge, padx=look.gap(_SIDE), pady=look.gap(7), cursor="hand2")
        self.ground.pack(fill="both", expand=True)
        self.around = 2 * (look.gap(3) + look.gap(2) + look.gap(1.5) + look.gap(_SIDE))
        self.press_on(self.ground)
        for key in ("<space>", "<Return>", "<KP_Enter>"):
            self.bind(key, lambda _: self.press())

    def press_on(self, widget: tk.Widget) -> None:
        """A click on *widget* counts as one on all of it."""
        widget.bind("<Button-1>", lambda _: self.focus_set())
        widget.bind("<ButtonRelease-1>", self._released)
        widget.bind("<Enter>", lambda _: self.paint(is_under=True))
        widget.bind("<Leave>", lambda _: self.paint())

    def press(self) -> str:
        """As if it were clicked."""
        self._do()
        return "break"

    def paint(self, is_under: bool = False) -> None:
        """Show whether the pointer is over it."""
        raise NotImplementedError

    def _released(self, event: tk.Event[Any]) -> None:
        x, y = event.x_root - self.winfo_rootx(), event.y_root - self.winfo_rooty()
        if 0 <= x < self.winfo_width() and 0 <= y < self.winfo_height():
            self.press()


class Option(Pressable):
    """One of several (a round mark), or yes and no (a square one)."""

    def __init__(
        self, parent: tk.Misc, look: Look, text: str, is_on: bool, do: Callable[[], object], is_round: bool = True
    ) -> None:
        super().__init__(parent, look, do)
        size, self._is_round = look.px(_MARK), is_round
        self._mark = tk.Canvas(self.ground, width=size, height=size, highlightthickness=0, borderwidth=0)
        self._label = tk.Label(self.ground, text=text, font=look.fonts["text"], justify="left", anchor="w", pady=0)
        self._mark.pack(side="left")
        self._label.pack(side="left", fill="both", expand=True, padx=(look.gap(8), 0))
        self.around += size + look.gap(8) + look.gap(6)
        self._size, self._is_on = size, is_on
        for widget in (self._mark, self._label):
            self.press_on(widget)
        self.paint()

    @property
    def is_on(self) -> bool:
        return self._is_on

    @is_on.setter
    def is_on(self, is_on: bool) -> None:
        self._is_on = is_on
        self.paint()

    def wrap(self, width: int) -> None:
        """Break the text so that it is at most so wide."""
        self._label.configure(wraplength=max(1, width - self.around))

    def paint(self, is_under: bool = False) -> None:
        pair = PICKED if self._is_on else PLAIN_UNDER if is_under else PLAIN
        for widget in (self.ground, self._mark, self._label):
            widget.configure(background=pair.paper)
        self._label.configure(foreground=pair.ink)
        self._edge.configure(background=pair.ink if self._is_on else EDGE)
        self._draw(pair)

    def _draw(self, pair: Pair) -> None:
        """Shape tells what is chosen, not colour alone."""
        mark, size = self._mark, self._size
        line = max(1, size // 9)
        mark.delete("all")
        draw = mark.create_oval if self._is_round else mark.create_rectangle
        draw(line, line, size - line - 1, size - line - 1, outline=pair.ink, width=line)
        if not self._is_on:
            return
        if self._is_round:
            far = size * 0.27
            mark.create_oval(far, far, size - far - 1, size - far - 1, fill=pair.ink, outline="")
        else:
            points = [size * share for share in (0.22, 0.52, 0.43, 0.74, 0.8, 0.26)]
            mark.create_line(*points, fill=pair.ink, width=2 * line)


class Choice(tk.Frame):
    """One of several *options* (value and text), side by side in as many rows as they need. The tabulator goes to the
    chosen one, arrow keys from one to the next; *do* gets the value that was chosen."""

    def __init__(
        self,
        parent: tk.Misc,
        look: Look,
        options: Sequence[tuple[str, str]],
        chosen: str,
        do: Callable[[str], object],
    ) -> None:
        super().__init__(parent, background=TEXT.paper)
        self._gap, self._do = look.gap(2), do
        self.options: dict[str, Option] = {}
        for value, text in options:
            option = Option(self, look, text, value == chosen, lambda value=value: self._chosen(value))  # type: ignore[misc]
            self.options[value] = option
            for key, step in (("Up", -1), ("Left", -1), ("Down", 1), ("Right", 1)):
                option.bind(f"<{key}>", lambda _, value=value, step=step: self._move(value, step))  # type: ignore[misc]
        self._let_tab_to(chosen if chosen in self.options else next(iter(self.options)))

    @property
    def current(self) -> Option:
        """The one that the tabulator goes to."""
        return next(option for option in self.options.values() if option["takefocus"])

    def pick(self, value: str) -> None:
        """Show *value* as the chosen one."""
        for known, option in self.options.items():
            option.is_on = known == value
        self._let_tab_to(value)

    def wrap(self, width: int) -> None:
        for option in self.options.values():
            option.wrap(width)
        self.update_idletasks()
        high = max(option.winfo_reqheight() for option in self.options.values())
        left = top = 0
        for option in self.options.values():
            wide = min(width, option.winfo_reqwidth())
            if left and left + wide > width:
                left, top = 0, top + high + self._gap
            option.place(x=left, y=top, width=wide, height=high)
            left += wide + self._gap
        self.configure(width=width, height=top + high)

    def _chosen(self, value: str) -> None:
        if not self.options[value].is_on:
            self._do(value)

    def _let_tab_to(self, value: str) -> None:
        for known, option in self.options.items():
            option["takefocus"] = known == value

    def _move(self, value: str, step: int) -> str:
        values = list(self.options)
        to = values[(values.index(value) + step) % len(values)]
        self._let_tab_to(to)
        self.options[to].focus_set()
        return "break"


class Entry(Pressable):
    """An entry of a list: a *title* and quiet *lines*, which opens when it is pressed."""

    def __init__(self, parent: tk.Misc, look: Look, title: str, lines: Sequence[str], do: Callable[[], object]) -> None:
        super().__init__(parent, look, do)
        said = [(title, "strong"), *((line, "quiet") for line in lines if line)]
        self._labels = [
            tk.Label(self.ground, text=text, font=look.fonts[font], justify="left", anchor="w", pady=0)
            for text, font in said
        ]
        for label in self._labels:
            label.pack(fill="x")
            self.press_on(label)
        self.paint()

    def wrap(self, width: int) -> None:
        for label in self._labels:
            label.configure(wraplength=max(1, width - self.around))

    def paint(self, is_under: bool = False) -> None:
        paper = CARD_UNDER.paper if is_under else CARD.paper
        self._edge.configure(background=EDGE if is_under else paper)
        self.ground.configure(background=paper)
        for label in self._labels:
            label.configure(background=paper)
        for number, label in enumerate(self._labels):
            label.configure(foreground=CARD_QUIET.ink if number else CARD.ink)


class Note(tk.Frame):
    """A sentence that is not always there."""

    def __init__(self, parent: tk.Misc, look: Look, pair: Pair) -> None:
        super().__init__(parent, background=pair.paper, height=1)
        self._label = tk.Label(
            self,
            font=look.fonts["quiet"],
            foreground=pair.ink,
            background=pair.paper,
            justify="left",
            anchor="w",
            borderwidth=0,
            pady=0,
        )
        self._top = look.gap(3)

    @property
    def text(self) -> str:
        return str(self._label["text"])

    @text.setter
    def text(self, text: str) -> None:
        self._label["text"] = text
        if text:
            self._label.pack(fill="x", pady=(self._top, 0))
        else:
            self._label.pack_forget()
            self.configure(height=1)  # what is left empty keeps its height otherwise

    def wrap(self, width: int) -> None:
        self._label.configure(wraplength=width)
