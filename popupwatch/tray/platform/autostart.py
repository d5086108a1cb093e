"""Starting with the computer: with the person's session, for this person alone. One way for each platform."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from popupwatch.errors import TrayError

NAME = "popupwatch"


class Autostart(Protocol):
    """Whether popupwatch starts with the session, and how that is changed. The last two raise TrayError where it cannot
    be."""

    def is_on(self) -> bool:
        """Whether it starts; not where the person switched it off in the system's own settings."""

    def turn_on(self, command: Sequence[str]) -> None:
        """Have *command* started with the session from the next one on."""

    def turn_off(self) -> None:
        """Have nothing started any more."""


def autostart_of_this_system(environment: Mapping[str, str] = os.environ) -> Autostart:
    """That of this system. Raises TrayError where none is known."""
    for name, find in _PLATFORMS.items():
        if sys.platform.startswith(name):
            return find(environment)
    raise TrayError("popupwatch does not know how programs start with this system. Start it yourself: popupwatch tray")


def tray_command() -> tuple[str, ...]:
    """The command that starts the tray as it is installed here, without a black window on Windows."""
    program = Path(sys.executable)
    if getattr(sys, "frozen", False):
        return str(program), "tray"
    without_window = program.with_name("pythonw.exe")
    if sys.platform == "win32" and without_window.exists():
        program = without_window
    return str(program), "-m", NAME, "tray"


def _linux(environment: Mapping[str, str]) -> Autostart:
    from popupwatch.tray.platform.autostart_linux import DesktopEntry

    folder = environment.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return DesktopEntry(Path(folder) / "autostart" / f"{NAME}.desktop")


def _win32(_: Mapping[str, str]) -> Autostart:
    from popupwatch.tray.platform.autostart_win32 import RunKey

    return RunKey()


def _darwin(_: Mapping[str, str]) -> Autostart:
    from popupwatch.tray.platform.autostart_darwin import LaunchAgent

    return LaunchAgent(Path.home() / "Library" / "LaunchAgents")


_PLATFORMS: Mapping[str, Callable[[Mapping[str, str]], Autostart]] = {
    "linux": _linux,
    "win32": _win32,
    "darwin": _darwin,
}
