"""The words our windows are built of: a page with titles, paragraphs, steps, cards and fields one under the other,
which scrolls where there is no room."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from popupwatch.tray.buttons import Button, ButtonRow, ScrollBar
from popupwatch.tray.look import CALM, CARD, CARD_QUIET, EDGE, FOCUS, LINE, PLAIN, QUIET, TEXT, Look, Pair
from popupwatch.tray.options import Choice, Entry, Note, Option

# The column's margin, and room left free at the end of a line.
_MARGIN, _END = 28, 18


class Banner(tk.Frame):
    """What a window says above all, on a calm ground: a *title* and perhaps *leads*, the first sentence of each larger
    than the rest."""

    def __init__(self, parent: tk.Misc, look: Look, title: str, leads: Sequence[str] = ()) -> None:
        super().__init__(parent, background=CALM.paper, pady=look.gap(20))
        self._labels = []
        self._less = look.gap(_MARGIN) + look.gap(_END)
        said = [(title, "title", 0)]
        for lead in leads:
            first, dot, rest = lead.partition(". ")
            said += [(first + dot.rstrip(), "lead", 8), (rest, "text", 3)]
        for text, font, top in said:
            if text:
                label = _label(self, text, look.fonts[font], CALM)
                label.pack(fill="x", padx=(look.gap(_MARGIN), 0), pady=(look.gap(top) if top else 0, 0))
                self._labels.append(label)

    def wrap(self, width: int) -> int:
        """Break the lines to be so wide; how high it then is."""
        for label in self._labels:
            label.configure(wraplength=max(1, width - self._less))
        self.update_idletasks()
        return self.winfo_reqheight()


def _label(parent: tk.Misc, text: str, font: object, pair: Pair) -> tk.Label:
    return tk.Label(
        parent,
        text=text,
        font=font,  # type: ignore[arg-type]
        foreground=pair.ink,
        background=pair.paper,
        justify="left",
        anchor="w",
        borderwidth=0,
        padx=0,
        pady=0,
    )


class Page(tk.Frame):
    """A column of pieces, in the order they are added, that scrolls by wheel, keys and a bar where they do not fit.
    *spoken* is what it says, to be read aloud."""

    def __init__(self, parent: tk.Misc, look: Look) -> None:
        super().__init__(parent, background=TEXT.paper)
        self.look = look
        self.spoken: list[str] = []
        self._wraps: list[tuple[Callable[[int], object], int]] = []
        self._width = 0
        self._canvas = tk.Canvas(
            self,
            background=TEXT.paper,
            highlightthickness=0,
            borderwidth=0,
            yscrollincrement=look.gap(24),
            takefocus=False,
        )
        self._column = tk.Frame(self._canvas, background=TEXT.paper)
        self._canvas.create_window(0, 0, anchor="nw", window=self._column, tags="column")
        self._bar = ScrollBar(self, look, self._canvas.yview)
        self._canvas.configure(yscrollcommand=self._bar.set)
        self._bar.pack(side="right", fill="y")
        self._canvas.pack(side="left", fill="both", expand=True)
        self._canvas.bind("<Configure>", lambda _: self._fit())
        self._column.bind("<Configure>", lambda _: self._fit())
        self._into, self._paper = self._column, (TEXT, QUIET)
        self._inset = look.gap(_MARGIN)

    # -- the pieces ---------------------------------------------------------------------------------------------------
    def banner(self, title: str, leads: Sequence[str] = ()) -> None:
        """What the window says above all, for a window that has no room to keep it in sight."""
        banner = Banner(self._column, self.look, title, leads)
        banner.pack(fill="x")
        self._wraps.append((banner.wrap, 0))

    def heading(self, text: str) -> None:
        self._label(text, "heading", self._paper[0], top=22)

    def paragraph(self, text: str) -> None:
        self._label(text, "text", self._paper[0], top=8)

    def strong(self, text: str) -> None:
        self._label(text, "strong", self._paper[0], top=6)

    def quiet(self, text: str) -> None:
        self._label(text, "quiet", self._paper[1], top=6)

    def lead(self, text: str) -> None:
        self._label(text, "lead", self._paper[0], top=10)

    def huge(self, text: str) -> None:
        """For what has to be read across a room."""
        self._label(text, "huge", self._paper[0], top=10)

    def struck(self, text: str) -> None:
        """Something that must not be used: struck through, and not read aloud."""
        self._label(text, "struck", self._paper[0], top=4, is_spoken=False)

    def step(self, number: int, text: str, title: str = "") -> None:
        """One thing to do."""
        row = tk.Frame(self._into, background=self._paper[0].paper)
        row.pack(fill="x", pady=(self.look.gap(9), 0), padx=(self._inset_now, 0))
        wide = self.look.px(30)
        sign = tk.Label(
            row, text=f"{number}.", font=self.look.fonts["strong"], background=TEXT.paper, foreground=TEXT.ink
        )
        sign.place(x=0, y=0)
        for font, said in (("strong", title), ("text", text)):
            if said:
                self._label(said, font, self._paper[0], row, inset=wide, narrower=self._inset_now)

    def field(self, name: str, value: str = "") -> tk.Entry:
        """Something to fill in, called *name*."""
        self._label(name, "strong", self._paper[0], top=14)
        entry = tk.Entry(
            self._into,
            font=self.look.fonts["text"],
            foreground=PLAIN.ink,
            background=PLAIN.paper,
            insertbackground=PLAIN.ink,
            relief="flat",
            borderwidth=self.look.gap(4),
            highlightthickness=self.look.gap(2),
            highlightcolor=FOCUS,
            highlightbackground=EDGE,
        )
        entry.insert(0, value)
        entry.pack(fill="x", padx=self._inset_now, pady=(self.look.gap(4), 0), ipady=self.look.gap(6))
        return entry

    def choice(self, name: str, options: Sequence[tuple[str, str]], chosen: str, do: Callable[[str], object]) -> Choice:
        """One of several *options* (value and text), under what it is called where nothing above says so."""
        if name:
            self._label(name, "strong", self._paper[0], top=14)
        choice = Choice(self._into, self.look, options, chosen, do)
        self._put(choice, choice.wrap, choice.options.values())
        return choice

    def check(self, text: str, is_on: bool, do: Callable[[], object]) -> Option:
        """Something that is on or off."""
        option = Option(self._into, self.look, text, is_on, do, is_round=False)
        self._put(option, option.wrap, [option], top=12)
        self.spoken.append(text)
        return option

    def entry(self, title: str, lines: Sequence[str], do: Callable[[], object]) -> Entry:
        """One of a list, which opens when it is pressed."""
        entry = Entry(self._into, self.look, title, lines, do)
        self._put(entry, entry.wrap, [entry], top=5)
        self.spoken += [title, *filter(None, lines)]
        return entry

    def note(self) -> Note:
        """Room for something that is said later, beside what it belongs to."""
        note = Note(self._into, self.look, self._paper[0])
        note.pack(fill="x", padx=(self._inset_now, 0))
        self._wraps.append((note.wrap, self._inset_now + self.look.gap(_END)))
        return note

    def _put(self, piece: tk.Frame, wrap: Callable[[int], object], pressed: Iterable[tk.Misc], top: int = 4) -> None:
        less = self._inset_now - self.look.gap(5)  # the ring around it stands out
        piece.pack(fill="x", padx=less, pady=(self.look.gap(top), 0))
        self._wraps.append((wrap, 2 * less))
        for widget in pressed:
            widget.bind("<FocusIn>", lambda _, widget=widget: self.show(widget))  # type: ignore[misc]

    def section(self, title: str, text: str = "") -> None:
        """A line across, and what stands below it: a *title* and a *text* where there are any."""
        line = tk.Frame(self._into, background=LINE, height=1)
        line.pack(fill="x", padx=self._inset_now, pady=(self.look.gap(24), self.look.gap(4)))
        if title:
            self.lead(title)
        if text:
            self.quiet(text)

    def button(self, row: ButtonRow, text: str, do: Callable[[], object]) -> Button:
        """One more button in a *row* of this page."""
        button = row.add(Button(row, self.look, text, do))
        button.bind("<FocusIn>", lambda _: self.show(button))
        return button

    def buttons(self, kind: type[ButtonRow] = ButtonRow) -> ButtonRow:
        row = kind(self._into, self.look)
        row.pack(fill="x", padx=self._inset_now, pady=(self.look.gap(16), 0))
        self._wraps.append((row.wrap, 2 * self._inset_now))
        return row

    def space(self, height: int) -> None:
        tk.Frame(self._into, background=self._paper[0].paper, height=self.look.gap(height)).pack()

    @contextmanager
    def card(self) -> Iterator[None]:
        """What is added meanwhile stands together on a ground of its own."""
        card = tk.Frame(self._column, background=CARD.paper, pady=self.look.gap(8))
        card.pack(fill="x", padx=self._inset, pady=(self.look.gap(14), 0))
        self._into, self._paper = card, (CARD, CARD_QUIET)
        yield
        tk.Frame(card, background=CARD.paper, height=self.look.gap(6)).pack()
        self._into, self._paper = self._column, (TEXT, QUIET)

    # -- room and moving ----------------------------------------------------------------------------------------------
    def wrap(self, width: int) -> int:
        """Break all lines for a page so wide, its bar included; how high it would like to be."""
        inner = width - self._bar.width
        if inner != self._width:
            self._width = inner
            for wrap, less in self._wraps:
                wrap(max(1, inner - less))
            self._canvas.itemconfigure("column", width=inner)
        self.update_idletasks()
        return self._column.winfo_reqheight()

    @property
    def fits(self) -> bool:
        """Whether all of it can be seen at once."""
        return self._canvas.yview() == (0.0, 1.0)

    def scroll(self, steps: int, what: str = "units") -> None:
        if not self.fits:
            self._canvas.yview_scroll(steps, what)  # type: ignore[call-overload]

    @property
    def position(self) -> float:
        """How far it is scrolled, as `scroll_to` takes it."""
        return float(self._canvas.yview()[0])

    def scroll_to(self, share: float) -> None:
        self._canvas.yview_moveto(share)

    @property
    def scrolled_to(self) -> float:
        """The share of it that is above what can be seen."""
        return float(self._canvas.yview()[0])

    def show(self, widget: tk.Misc) -> None:
        """Scroll so that *widget*, which is on this page, can be seen."""
        top = widget.winfo_rooty() - self._column.winfo_rooty()
        bottom, whole = top + widget.winfo_height(), max(1, self._column.winfo_height())
        first, last = (share * whole for share in self._canvas.yview())
        if top < first:
            self._canvas.yview_moveto(top / whole)
        elif bottom > last:
            self._canvas.yview_moveto((bottom - (last - first) + self.look.gap(24)) / whole)

    @property
    def _inset_now(self) -> int:
        return self._inset if self._into is self._column else self.look.gap(18)

    def _label(
        self,
        text: str,
        font: str,
        pair: Pair,
        parent: tk.Misc | None = None,
        top: int = 0,
        inset: int | None = None,
        narrower: int = 0,
        is_spoken: bool = True,
    ) -> tk.Label:
        inset = self._inset_now if inset is None else inset
        label = _label(parent or self._into, text, self.look.fonts[font], pair)
        label.pack(fill="x", padx=(inset, 0), pady=(self.look.gap(top), 0))
        outer = 2 * self._inset if self._into is not self._column else 0
        less = inset + narrower + outer + self.look.gap(_END)
        self._wraps.append((lambda width: label.configure(wraplength=width), less))
        if is_spoken:
            self.spoken.append(text)
        return label

    def _fit(self) -> None:
        width = self._canvas.winfo_width()
        if width > 1:
            self.wrap(width + self._bar.width)
        height = max(self._column.winfo_reqheight(), 1)
        self._canvas.configure(scrollregion=(0, 0, self._width, height))
