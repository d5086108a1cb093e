"""Buttons and rows of them, and the bar a page is scrolled by: the same on every system."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from popupwatch.tray.look import EDGE, FOCUS, LINE, MAIN, MAIN_UNDER, PLAIN, PLAIN_UNDER, TEXT, Look, Pair

# Left and right of what a button says.
_SIDE = 13


class Button(tk.Frame):
    """A large button that looks the same everywhere, with a ring around it while the keyboard is at it. *do* is called
    at a click, the space bar or Enter. The *main* one of a window stands out."""

    def __init__(self, parent: tk.Misc, look: Look, text: str, do: Callable[[], object], main: bool = False) -> None:
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
        self._act, self._at_rest, self._under = do, MAIN if main else PLAIN, MAIN_UNDER if main else PLAIN_UNDER
        edge = tk.Frame(self, background=self._at_rest.paper if main else EDGE, padx=look.gap(1.5), pady=look.gap(1.5))
        edge.pack(fill="both", expand=True)
        self._indent = 2 * (look.gap(3) + look.gap(2) + look.gap(1.5) + look.gap(_SIDE))
        self._label = tk.Label(
            edge,
            text=text,
            font=look.fonts["strong" if main else "text"],
            foreground=self._at_rest.ink,
            background=self._at_rest.paper,
            padx=look.gap(_SIDE),
            pady=look.gap(11 if main else 8),
            cursor="hand2",
            borderwidth=0,
        )
        self._label.pack(fill="both", expand=True)
        self._label.bind("<Button-1>", lambda _: self.focus_set())
        self._label.bind("<ButtonRelease-1>", self._released)
        self._label.bind("<Enter>", lambda _: self._paint(self._under))
        self._label.bind("<Leave>", lambda _: self._paint(self._at_rest))
        for key in ("<space>", "<Return>", "<KP_Enter>"):
            self.bind(key, lambda _: self.press())

    @property
    def text(self) -> str:
        return str(self._label["text"])

    @text.setter
    def text(self, text: str) -> None:
        self._label["text"] = text

    def press(self) -> str:
        """As if it were clicked."""
        self._act()
        return "break"

    def wrap(self, width: int) -> None:
        """Break the text so that the button is at most so wide."""
        self._label.configure(wraplength=max(1, width - self._indent))

    def _released(self, event: tk.Event[Any]) -> None:
        if 0 <= event.x < self._label.winfo_width() and 0 <= event.y < self._label.winfo_height():
            self.press()

    def _paint(self, pair: Pair) -> None:
        self._label.configure(foreground=pair.ink, background=pair.paper)


class ButtonRow(tk.Frame):
    """Buttons side by side, in as many rows as they need."""

    def __init__(self, parent: tk.Misc, look: Look) -> None:
        super().__init__(parent, background=TEXT.paper)
        self._gap = look.gap(4)
        self.buttons: list[Button] = []

    def add(self, button: Button) -> Button:
        self.buttons.append(button)
        return button

    def wrap(self, width: int) -> None:
        for button in self.buttons:
            button.wrap(width)
        self.update_idletasks()
        high = max((button.winfo_reqheight() for button in self.buttons), default=0)
        left = top = 0
        for button in self.buttons:
            wide = min(width, button.winfo_reqwidth())
            if left and left + wide > width:
                left, top = 0, top + high + self._gap
            button.place(x=left, y=top, width=wide, height=high)
            left += wide + self._gap
        self.configure(width=width, height=top + high)


class ScrollBar(tk.Canvas):
    """A plain bar, to be dragged or clicked beside; empty where there is nothing to scroll."""

    def __init__(self, parent: tk.Misc, look: Look, move: Callable[..., Any]) -> None:
        self.width = look.gap(14)
        super().__init__(parent, width=self.width, background=TEXT.paper, highlightthickness=0, borderwidth=0)
        self._move, self._shares, self._held = move, (0.0, 1.0), 0.0
        self._thumb = self.create_rectangle(0, 0, 0, 0, fill=EDGE, outline="")
        self.bind("<Configure>", lambda _: self.set(*self._shares))
        self.bind("<Button-1>", self._pressed)
        self.bind("<B1-Motion>", lambda event: move("moveto", self._share(event) - self._held))

    def set(self, first: float | str, last: float | str) -> None:
        self._shares = float(first), float(last)
        hidden = self._shares == (0.0, 1.0)
        self.configure(background=TEXT.paper if hidden else LINE)
        with suppress(tk.TclError):
            high = 0 if hidden else self.winfo_height()
            self.coords(self._thumb, 3, self._shares[0] * high, self.width - 3, self._shares[1] * high)

    def _share(self, event: tk.Event[Any]) -> float:
        return float(event.y) / max(1, self.winfo_height())

    def _pressed(self, event: tk.Event[Any]) -> None:
        share = self._share(event)
        first, last = self._shares
        self._held = share - first if first <= share <= last else (last - first) / 2
        self._move("moveto", share - self._held)
