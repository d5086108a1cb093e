"""How our windows look: few calm colours, large type, room. The words that windows are built of stand in `page`."""

from __future__ import annotations

import sys
import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from tkinter import font as tkfont
from typing import Any

from popupwatch.model import Box

NAME = "popupwatch"


@dataclass(frozen=True, slots=True)
class Pair:
    """The colours of text and of what it stands on."""

    ink: str
    paper: str

    @property
    def contrast(self) -> float:
        """From 1 to 21, as WCAG counts; AAA asks for 7."""
        lighter, darker = sorted((_luminance(self.ink), _luminance(self.paper)), reverse=True)
        return (lighter + 0.05) / (darker + 0.05)


# No red, nothing that glares.
TEXT = Pair("#1d2b36", "#fcfbf8")
QUIET = Pair("#3f4d58", "#fcfbf8")
CALM = Pair("#0f3d36", "#e3f0ec")
CARD = Pair("#1d2b36", "#f2efe8")
CARD_QUIET = Pair("#3f4d58", "#f2efe8")
MAIN = Pair("#ffffff", "#0e4a5c")
MAIN_UNDER = Pair("#ffffff", "#0a3846")  # under the pointer
PLAIN = Pair("#123f50", "#ffffff")
PLAIN_UNDER = Pair("#123f50", "#e6eff2")
CARD_UNDER = Pair("#1d2b36", "#e6e2d8")
PICKED = Pair("#0e3b4a", "#d9e9ee")  # what is chosen of several
PAIRS = (TEXT, QUIET, CALM, CARD, CARD_QUIET, MAIN, MAIN_UNDER, PLAIN, PLAIN_UNDER, CARD_UNDER, PICKED)
# What is no text: the edge of a button, the mark of the keyboard, a line between two parts.
EDGE, FOCUS, LINE = "#5b7685", "#1b5fc1", "#d9d5cb"

# Pixels at 96 to the inch.
_SIZES = {"text": 16, "quiet": 14, "strong": 16, "lead": 20, "heading": 17, "title": 30, "huge": 64}
_BOLD = {"strong", "lead", "heading", "title", "huge"}
# The share of the monitor that a window may take, its frame and a panel kept free.
_WIDE, _HIGH = 0.94, 0.86
# Scaled beyond this, a line on a small screen would hold two words.
_LARGEST = 4.0
_SLOWLY = 0.6


class Look:
    """Fonts and lengths for one window, by the text size a person set (percent) and the pixels their screen has to the
    inch."""

    def __init__(self, root: tk.Tk, text_size: int) -> None:
        dots, text = _dots_per_inch(root) / 96, text_size / 100
        self.scale = min(_LARGEST, max(0.5, text * dots))
        # What is large already, and the room around things, grow less: else a small screen would show little else.
        self._slow: float = self.scale * (text**_SLOWLY / text)
        family = tkfont.nametofont("TkDefaultFont", root).actual("family")
        self.fonts = {
            name: tkfont.Font(
                root, family=family, size=-self._height(name), weight="bold" if name in _BOLD else "normal"
            )
            for name in _SIZES
        }
        self.fonts["struck"] = tkfont.Font(root, family=family, size=-self._height("text"), overstrike=True)

    def px(self, pixels: float) -> int:
        """So many *pixels* at 96 to the inch and 100 percent, for what must grow as the letters do."""
        return max(1, round(pixels * self.scale))

    def gap(self, pixels: float) -> int:
        """The same for the room around things."""
        return max(1, round(pixels * self._slow))

    def _height(self, font: str) -> int:
        height = _SIZES[font]
        return max(self.gap(height), self.px(_SIZES["text"])) if height > _SIZES["heading"] else self.px(height)


def new_root(title: str) -> tk.Tk:
    """The window of this process, not shown yet."""
    if sys.platform == "win32":
        _see_real_pixels()
    root = tk.Tk(baseName=NAME, className=NAME)  # by which the watcher knows that it is ours
    root.withdraw()
    root.title(title)
    root.configure(background=TEXT.paper)
    return root


def place(root: tk.Tk, monitor: Box | None, wanted: tuple[int, int], least: tuple[int, int] = (320, 240)) -> None:
    """Give the window the size it *wanted* as far as *monitor* (the whole desktop where it is not known) has room, in
    the middle, a little above it."""
    monitor = monitor or Box(0, 0, root.winfo_screenwidth(), root.winfo_screenheight())
    width, height = room(monitor)
    width, height = min(width, wanted[0]), min(height, wanted[1])
    left = monitor.left + (monitor.width - width) // 2
    top = monitor.top + (monitor.height - height) * 2 // 5
    root.geometry(f"{width}x{height}{left:+d}{top:+d}")
    root.minsize(min(width, least[0]), min(height, least[1]))


def room(monitor: Box) -> tuple[int, int]:
    """How large a window may be on *monitor*."""
    return int(monitor.width * _WIDE), int(monitor.height * _HIGH)


def on_wheel(root: tk.Misc, scroll: Callable[[int], object]) -> None:
    """Call *scroll* with the steps (down is positive) the wheel is turned anywhere over the window."""

    def turned(event: tk.Event[Any]) -> None:
        step = event.delta if abs(event.delta) < 120 else event.delta // 120
        scroll(-step)

    root.bind_all("<MouseWheel>", turned)
    if root.tk.call("tk", "windowingsystem") == "x11":
        root.bind_all("<Button-4>", lambda _: scroll(-1))
        root.bind_all("<Button-5>", lambda _: scroll(1))


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _dots_per_inch(root: tk.Tk) -> float:
    system = root.tk.call("tk", "windowingsystem")
    if system == "aqua":
        return 96.0  # its pixels are points already
    if system == "win32":
        return float(root.winfo_fpixels("1i"))
    return _xft_dots_per_inch() or 96.0


def _xft_dots_per_inch() -> float | None:
    """What the desktop set its text to. The size of the screen that the X server tells is invented more often than
    not."""
    import ctypes

    try:
        xlib = ctypes.CDLL("libX11.so.6")
    except OSError:
        return None
    xlib.XOpenDisplay.restype = ctypes.c_void_p
    xlib.XGetDefault.restype = ctypes.c_char_p
    xlib.XGetDefault.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p]
    xlib.XCloseDisplay.argtypes = [ctypes.c_void_p]
    display = xlib.XOpenDisplay(None)
    if not display:
        return None
    answer = xlib.XGetDefault(display, b"Xft", b"dpi")
    try:
        return min(384.0, max(72.0, float(answer))) if answer else None
    except ValueError:
        return None
    finally:
        xlib.XCloseDisplay(display)


def _see_real_pixels() -> None:
    """Windows draws a program that does not ask for its pixels small, and blows it up."""
    import ctypes

    try:
        ctypes.windll.shcore.SetProcessDpiAwareness(1)  # type: ignore[attr-defined]
    except (AttributeError, OSError):
        return
