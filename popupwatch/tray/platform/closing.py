"""Closing the window that shows a scam: found, asked to go, and its program ended. One way for each platform."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from popupwatch.model import Box

T = TypeVar("T")

# A page that asks "leave this page?" answers at once or never: longer is only waiting.
PATIENCE = 3.0


@dataclass(frozen=True, slots=True)
class Target:
    """A window of another program. *window* is the system's number for it, *process* that of its program, if known."""

    title: str
    program: str
    window: int
    process: int | None = None


class Windows(Protocol):
    """The windows of this session, and how to be rid of one."""

    def under(self, boxes: Sequence[Box]) -> Target | None:
        """The window of another program that most of *boxes* (in pixels of the whole desktop) lie in, as if none of our
        own stood in front. Never one of ours, the desktop or a panel."""

    def close(self, target: Target) -> bool:
        """Take *target* out of full screen, ask it to close as its own button does, and wait up to `PATIENCE` seconds.
        Whether it is gone."""

    def end(self, target: Target) -> bool:
        """End the program of *target* with all its windows, after the person agreed. Whether the window is gone."""


def windows_of_this_session(environment: Mapping[str, str] = os.environ) -> Windows | None:
    """The windows of this session, or ``None`` where the platform lets no program close another's."""
    for name, begin in _PLATFORMS.items():
        if sys.platform.startswith(name):
            return begin(environment)
    return None


def _linux(environment: Mapping[str, str]) -> Windows | None:
    display = environment.get("DISPLAY")
    if not display:
        return None
    from popupwatch.tray.platform.closing_linux import X11Windows

    return X11Windows.of(display)


def _win32(_: Mapping[str, str]) -> Windows:
    from popupwatch.tray.platform.closing_win32 import WindowsOfWindows

    return WindowsOfWindows()


# macOS lets no program close another's window unless the person allows it in the privacy settings, which is no thing to
# explain to somebody who is frightened.
_PLATFORMS: Mapping[str, Callable[[Mapping[str, str]], Windows | None]] = {
    "linux": _linux,
    "win32": _win32,
}


def holding_most(boxes: Sequence[Box], windows: Sequence[tuple[T, Box]]) -> T | None:
    """Which of *windows* (the highest first) most of *boxes* lie in by their middles; of two the higher one."""
    counts = [0] * len(windows)
    for box in boxes:
        x, y = (box.left + box.right) // 2, (box.top + box.bottom) // 2
        for number, (_, place) in enumerate(windows):
            if place.left <= x < place.right and place.top <= y < place.bottom:
                counts[number] += 1
                break
    if not any(counts):
        return None
    return windows[counts.index(max(counts))][0]


def within(seconds: float, condition: Callable[[], bool]) -> bool:
    """Whether *condition* comes true in *seconds*."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True
