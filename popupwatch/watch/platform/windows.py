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
