"""Whether anybody can see the screen: not while it is locked or switched off. One way for each platform."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

Locked = Callable[[], bool]

_SESSIONS = Path("/run/systemd/sessions")


def lock_of_this_session(environment: Mapping[str, str] = os.environ) -> Locked:
    """What tells whether the screen is locked now; on a platform that does not tell, it never is."""
    platform: str = sys.platform  # not narrowed: every way is checked everywhere
    if platform == "win32":
        return _locked_on_windows
    if platform.startswith("linux"):
        session = environment.get("XDG_SESSION_ID", "")
        return _LinuxLock(_SESSIONS / session if session.isalnum() else None, environment.get("DISPLAY"))
    return lambda: False


class _LinuxLock:
    """systemd's note on the session, which desktops keep (``loginctl show-session`` reads the same), and the X server's
    screen saver, which covers or blanks the screen."""

    def __init__(self, session: Path | None, display: str | None) -> None:
        self._session = session
        self._saver = _ScreenSaver(display) if display else None

    def __call__(self) -> bool:
        if self._session is not None:
            with suppress(OSError):
                if "LOCKED_HINT=1" in self._session.read_text(encoding="ascii", errors="replace").splitlines():
                    return True
        return self._saver is not None and self._saver()


class _ScreenSaver:
    """Whether the screen saver of the X server *name* is on; a server that is gone is asked again when it is back."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._root: Any = None  # None where there is no connection, False where the server has no screen saver

    def __call__(self) -> bool:
        from Xlib.error import ConnectionClosedError, DisplayError
        from Xlib.ext import screensaver

        try:
            if self._root is None:
                self._root = self._connected()
            return bool(self._root and self._root.screensaver_query_info().state == screensaver.StateOn)
        except (ConnectionClosedError, DisplayError, OSError, AttributeError):
            self._root = None
            return False  # a server that is gone locks nothing; grabbing tells what is the matter

    def _connected(self) -> Any:
        from Xlib import display

        connection = display.Display(self._name)
        return connection.has_extension("MIT-SCREEN-SAVER") and connection.screen().root


def _locked_on_windows() -> bool:
    """The desktop that receives input belongs to the lock screen, which other programs may not open."""
    import ctypes

    user32 = ctypes.windll.user32  # type: ignore[attr-defined]
    desktop = user32.OpenInputDesktop(0, False, 0x0100)  # DESKTOP_SWITCHDESKTOP
    if not desktop:
        return True
    switched = user32.SwitchDesktop(desktop)
    user32.CloseDesktop(desktop)
    return not switched
