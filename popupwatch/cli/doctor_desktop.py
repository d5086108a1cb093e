"""What ``popupwatch doctor`` says about the desktop: the icon, the panel it stands in, and the windows."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from popupwatch.advice.texts import Texts
from popupwatch.cli.finding import Finding
from popupwatch.errors import TrayError

_MENU = "sudo apt install python3-gi gir1.2-ayatanaappindicator3-0.1"
# GNOME shows icons only with this.
_GNOME = "sudo apt install gnome-shell-extension-appindicator"
_WINDOWS = "sudo apt install python3-tk"
# Where the system keeps the Python that its packages are for.
_SYSTEM = Path("/usr")


def desktop_findings(texts: Texts) -> Iterator[Finding]:
    """The icon and its backend, the panel, the windows."""
    yield from _tray(texts)
    yield _windows(texts)


def _tray(texts: Texts) -> Iterator[Finding]:
    from popupwatch.tray.icon import backend_of_this_system, tray_is_there

    try:
        backend = backend_of_this_system()
        is_there = tray_is_there()
    except TrayError as error:
        yield Finding(False, texts.say("tray.backend-missing", problem=texts.error(error)))
        yield Finding(False, texts.say("tray.panel-untold"))
        return
    if backend.has_menu:
        yield Finding(True, texts.say("tray.backend", backend=backend.name))
    else:
        yield Finding(False, texts.say("tray.backend-menuless", backend=backend.name), way_to_a_menu())
    if is_there:
        yield Finding(True, texts.say("tray.panel"))
    else:
        on_gnome = "GNOME" in os.environ.get("XDG_CURRENT_DESKTOP", "")
        yield Finding(False, texts.say("tray.panel-missing"), _GNOME if on_gnome else None)


def way_to_a_menu() -> str | None:
    """The system's packages are for the system's Python: a virtual environment must be told to see them, and another
    Python cannot use them."""
    if Path(sys.base_prefix) != _SYSTEM:
        return None
    if sys.prefix == sys.base_prefix:
        return _MENU
    told = Path(sys.prefix) / "pyvenv.cfg"
    return f"{_MENU} && sed -i '/^include-system-site-packages/s/false/true/' '{told}'"


def _windows(texts: Texts) -> Finding:
    try:
        import tkinter
    except ImportError:
        mend = _WINDOWS if sys.platform.startswith("linux") and Path(sys.base_prefix) == _SYSTEM else None
        return Finding(False, texts.say("tray.windows-missing"), mend)
    return Finding(True, texts.say("tray.windows", version=tkinter.TkVersion))
