"""Whether the desktop has a place for icons at all. One way for each platform."""

from __future__ import annotations

import sys
from collections.abc import Callable

# Asked with whether the icon can only be embedded in a window of the panel, as on X11 alone.
IsThere = Callable[[bool], bool]


def panel_of_this_system() -> IsThere:
    """What tells whether there is a place for our icon now. A Mac always has one."""
    platform: str = sys.platform  # not narrowed: every way is checked everywhere
    if platform == "win32":
        from popupwatch.tray.platform.panel_win32 import has_taskbar

        return has_taskbar
    if platform.startswith("linux"):
        from popupwatch.tray.platform.panel_linux import has_place

        return has_place
    return lambda _: True
