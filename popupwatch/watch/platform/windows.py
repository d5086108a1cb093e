"""The windows on the desktop: whose they are, what they are called, and where they stand. One way for each platform."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from popupwatch.model import Box


class Window(Protocol):
    """One window. *programs* are the names its program goes by; *box* is where it stands on the desktop."""

    @property
    def title(self) -> str: ...

    @property
    def programs(self) -> tuple[str, ...]: ...

    @property
    def box(self) -> Box: ...


@dataclass(frozen=True, slots=True)
class ListedWindow:
    """A window of which everything is known."""

    title: str
    programs: tuple[str, ...]
    box: Box


# How our own windows are started (see tray.child): by name they are Python's. One of them is there to be seen.
OWN, _WINDOW, _PRACTICE = "popupwatch", "popupwatch.tray.window", "practise"


def is_our_window(command: Sequence[str], title: str) -> bool:
    """Whether the window called *title*, of a process started by *command*, is one of ours to be left out."""
    return _WINDOW in command and not is_alert_to_practise(command, title)


def is_alert_to_practise(command: Sequence[str], title: str) -> bool:
    """Whether it is the alert that people practise on, not what the same process shows after it."""
    return {_WINDOW, _PRACTICE} <= set(command) and not title.startswith(OWN)


# All windows that can be seen, the lowest first.
Windows = Callable[[], Sequence[Window]]


def windows_of_this_session(environment: Mapping[str, str] = os.environ) -> Windows:
    """What lists the windows; where the platform does not tell, there are none."""
    platform: str = sys.platform  # not narrowed: every way is checked everywhere
    if platform == "win32":
        from popupwatch.watch.platform.windows_win32 import visible_windows

        return visible_windows
    if platform.startswith("linux") and (display := environment.get("DISPLAY")):
        from popupwatch.watch.platform.windows_x11 import X11Windows

        return X11Windows(display)
    return lambda: ()
