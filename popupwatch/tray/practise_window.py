"""A harmless alert made by us, to practise closing one; then how the real ones are closed."""

from __future__ import annotations

import gc
import random
import sys
import tkinter as tk
from typing import Any

from popupwatch.advice.texts import Texts, load_texts
from popupwatch.model import Box
from popupwatch.tray.alone import Alone, listen, monitor_of
from popupwatch.tray.buttons import Button
from popupwatch.tray.look import QUIET, TEXT, Look, Pair
from popupwatch.tray.page import Page
from popupwatch.tray.practising import Lookout, Outcome
from popupwatch.tray.stage import Action, View
from popupwatch.tray.window import Tray

# Not the name by which the watcher leaves our own windows out: this one is to be seen.
PROGRAM = "popupwatch-practice"
# Milliseconds between two times that it is asked whether the alert was seen, and seconds to wait for the last answer.
_EVERY, _AFTER = 100, 1.0
# About two thirds of the screen.
_SHARE = 0.82
# What only the alert may look like.
_GROUND, _LOUD, _INK = Pair("#ffffff", "#0b3b8c"), Pair("#ffffff", "#a4161a"), "#101418"
# Of its paper, which is white to the eye.
_DARKEST = 236
_YELLOW = "#f2c230"
# Its letters: at most one such part of the window high, fewer pixels where there is no room, but so many at least.
_PART, _SMALLEST = 24, 11
_LINES = ("blocked", "found", "stolen", "call", "do-not", "code")
_BOLD = ("blocked", "call")
# What to do about a real one, by platform.
_STEPS = {
    "darwin": ("step.do-not-call", "step.close-mac", "step.restart", "step.no-restore"),
    "win32": ("step.do-not-call", "practise.step-close", "practise.step-end", "step.restart", "step.no-restore"),
    "": ("step.do-not-call", "practise.step-close", "step.restart", "step.no-restore"),
}


def open_practise(tray: Tray) -> None:
    """Content: ``language``, ``text_size``, ``monitor``. Tells of each alert when it is ``shown``, what came of it
    (``outcome``: *sight*, *seconds*, and both as *text*) and that it was ``closed``."""
    content = tray.content()
    texts = load_texts(content["language"])
    # Several windows one after the other, and a thread that listens: Tcl aborts the process when what is left of a
    # window is freed in another thread than its own.
    gc.disable()
    goes_on = True
    while goes_on:
        is_lost, told = _practised(tray, content, texts)
        gc.collect()
        goes_on = not is_lost and _well_done(tray, content, told)
        gc.collect()


def _practised(tray: Tray, content: dict[str, Any], texts: Texts) -> tuple[bool, str]:
    """Whether the tray is gone, and what was told of the alert."""
    alert = PracticeAlert(tray, content, texts)
    told = alert.run()
    return alert.is_lost, told


def digits() -> dict[str, int]:
    """The last digits of a number kept for fiction: any two of these numbers differ in two digits, so that no practice
    is taken for the one before."""
    first, second = random.randrange(10), random.randrange(10)
    return {"a": first, "b": second, "c": (first + second) % 10}


class PracticeAlert:
    """The alert in a window of an ordinary kind. *is_lost*: the tray is gone."""

    def __init__(self, tray: Tray, content: dict[str, Any], texts: Texts) -> None:
        self._tray, self._texts, self._say = tray, texts, texts.say
        self._told, self.is_lost = "", True
        self._lookout: Lookout | None = None
        self._root = root = tk.Tk(baseName=PROGRAM, className=PROGRAM)
        root.withdraw()
        root.report_callback_exception = lambda kind, error, trace: tray.tell_failure(error)
        root.title(self._say("practise.window"))
        root.configure(background=_GROUND.paper)
        monitor = monitor_of(content) or Box(0, 0, root.winfo_screenwidth(), root.winfo_screenheight())
        self._size = round(monitor.width * _SHARE), round(monitor.height * _SHARE)
        left = monitor.left + (monitor.width - self._size[0]) // 2
        top = monitor.top + (monitor.height - self._size[1]) * 2 // 5
        root.geometry(f"{self._size[0]}x{self._size[1]}{left:+d}{top:+d}")
        root.protocol("WM_DELETE_WINDOW", self._close)
        root.bind("<Control-w>", lambda _: self._close())
        root.bind("<Map>", self._mapped)
        self._look = Look(root, content["text_size"])
        self._strip()
        # A little darker each time: else the watcher would know all but the last digits, and judge without them first.
        self._paper = "#" + f"{random.randrange(_DARKEST, 256):02x}" * 3
        self._numbers, self._alert = digits(), tk.Frame(root)
        self._draw()

    def run(self) -> str:
        """Until it is closed. What is told of it."""
        self._root.deiconify()
        self._root.focus_force()
        self._button.focus_set()
        listen(self._root, self._tray, self._obey)
        self._root.mainloop()
        if self._lookout and not self.is_lost:
            self._lookout.close()
            if outcome := self._lookout.now(_AFTER):
                self._tell(outcome)
        return self._told

    def _obey(self, message: dict[str, Any]) -> None:
        if message["kind"] == "content":  # it was asked for again
            self._root.lift()
        elif message["kind"] == "where":
            boxes = {"": _place(self._root), "close": _place(self._button)}
            self._tray.tell("places", boxes=boxes, says=self._status["text"])

    def _mapped(self, event: tk.Event[Any]) -> None:
        if self._lookout is None and event.widget is self._root:
            self._lookout = Lookout()
            self._tray.tell("shown")
            self._look_out()

    def _look_out(self) -> None:
        if self._lookout and (outcome := self._lookout.now()):
            self._tell(outcome)
            self._status.configure(text=self._told)
            self._root.update_idletasks()
            if self._alert.winfo_y() + self._alert.winfo_height() > self._room:
                self._draw()  # what is told needs more room
        else:
            self._root.after(_EVERY, self._look_out)

    def _tell(self, outcome: Outcome) -> None:
        self._told = outcome.say(self._texts)
        self._tray.tell("outcome", sight=outcome.sight.value, seconds=outcome.seconds, text=self._told)

    def _close(self) -> None:
        self.is_lost = False
        self._tray.tell("closed")
        self._root.destroy()

    # -- what it looks like -------------------------------------------------------------------------------------------
    def _strip(self) -> None:
        """Ours: what this is, whether it was seen, and the way out."""
        look, width = self._look, self._size[0]
        strip = self._foot = tk.Frame(self._root, background=TEXT.paper, padx=look.gap(20), pady=look.gap(10))
        strip.pack(side="bottom", fill="x")
        self._button = Button(strip, look, self._say("practise.close"), self._close, main=True)
        self._button.pack(side="right")
        strip.update_idletasks()
        wide = width - self._button.winfo_reqwidth() - 4 * look.gap(20)
        said = tk.Frame(strip, background=TEXT.paper)
        said.pack(side="left", fill="both", expand=True)
        for pair, font, key in ((TEXT, "strong", "practise.harmless"), (QUIET, "quiet", "practise.waiting")):
            self._status = tk.Label(
                said,
                text=self._say(key),
                font=look.fonts[font],
                foreground=pair.ink,
                background=pair.paper,
                justify="left",
                anchor="w",
                wraplength=wide,
            )
            self._status.pack(fill="x")

    @property
    def _room(self) -> int:
        """How high it is above the strip."""
        return self._size[1] - self._foot.winfo_reqheight()

    def _draw(self) -> None:
        """What scams look like, in our own words, as large as there is room for above the strip."""
        self._alert.destroy()
        self._root.update_idletasks()
        room = self._room
        for size in range(max(self._size[1] // _PART, _SMALLEST), _SMALLEST - 1, -1):
            self._alert = self._drawn(size, self._numbers)
            self._alert.update_idletasks()
            if self._alert.winfo_reqheight() + 2 * size <= room or size == _SMALLEST:
                self._alert.place(relx=0.5, y=room // 2, anchor="center")
                return
            self._alert.destroy()

    def _drawn(self, size: int, numbers: dict[str, int]) -> tk.Frame:
        family = self._look.fonts["text"].actual("family")
        wide = round(self._size[0] * 0.78)
        box = tk.Frame(self._root, background=self._paper)
        head = tk.Frame(box, background=_LOUD.paper, padx=size, pady=size // 2)
        head.pack(fill="x")
        _triangle(head, size * 2).pack(side="left", padx=(0, size))
        title = tk.Label(head, text=self._say("practise.title"), font=(family, -round(size * 1.35), "bold"))
        title.configure(foreground=_LOUD.ink, background=_LOUD.paper)
        title.pack(side="left")
        for key in _LINES:
            text = self._say(f"practise.{key}", **(numbers if key == "call" else {}))
            font = (family, -round(size * (1.25 if key in _BOLD else 1)), "bold" if key in _BOLD else "normal")
            line = tk.Label(box, text=text, font=font, justify="left", anchor="w", wraplength=wide - 3 * size)
            line.configure(foreground=_LOUD.paper if key == "call" else _INK, background=self._paper)
            line.pack(fill="x", padx=round(1.5 * size), pady=(round(0.6 * size), 0))
        tk.Frame(box, background=self._paper, width=wide, height=size).pack()
        return box


def _triangle(parent: tk.Misc, size: int) -> tk.Canvas:
    sign = tk.Canvas(parent, width=size, height=size, background=_LOUD.paper, highlightthickness=0)
    sign.create_polygon(size / 2, 2, size - 2, size - 3, 2, size - 3, fill=_YELLOW)
    sign.create_text(size / 2, size * 0.63, text="!", fill=_INK, font=("TkDefaultFont", -round(size * 0.55), "bold"))
    return sign


def _place(widget: tk.Misc) -> list[int]:
    left, top = widget.winfo_rootx(), widget.winfo_rooty()
    return [left, top, left + widget.winfo_width(), top + widget.winfo_height()]


def _well_done(tray: Tray, content: dict[str, Any], told: str) -> bool:
    """How the real ones are closed. Whether the person wants to practise again."""
    alone = Alone(tray, content, "practise.well-done-window")
    say, again = alone.texts.say, []

    def build(page: Page) -> None:
        page.heading(say("practise.real"))
        for number, step in enumerate(_STEPS.get(sys.platform, _STEPS[""]), 1):
            page.step(number, say(step))
        if told:
            with page.card():
                page.paragraph(told)

    def once_more() -> None:
        again.append(True)
        alone.close()

    actions = [
        Action("close", say("practise.done"), alone.close, main=True, always=True),
        Action("again", say("practise.again"), once_more, always=True),
    ]
    leads = (say("practise.well-done-lead"),)
    view = View(say("practise.well-done"), build, actions, alone.close, alone.close, leads)
    alone.show(view, "close")
    # asked for again while this is still open: then once more
    alone.run(lambda message: once_more() if message["kind"] == "content" else None)
    return bool(again)
