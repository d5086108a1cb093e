"""Starting with a Mac: a property list among the person's LaunchAgents, which is read when they log in."""

from __future__ import annotations

import plistlib
from collections.abc import Sequence
from pathlib import Path

from popupwatch.errors import TrayError
from popupwatch.tray.platform.autostart import NAME

_LABEL = f"io.github.{NAME}.tray"


class LaunchAgent:
    """The list in *folder*."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / f"{_LABEL}.plist"

    def is_on(self) -> bool:
        """Whether there is a list that was not switched off."""
        try:
            return not plistlib.loads(self._path.read_bytes()).get("Disabled", False)
        except (OSError, ValueError, plistlib.InvalidFileException):
            return False

    def turn_on(self, command: Sequence[str]) -> None:
        """Write the list."""
        told = {
            "Label": _LABEL,
            "ProgramArguments": list(command),
            "RunAtLoad": True,
            "ProcessType": "Interactive",
            "LimitLoadToSessionType": "Aqua",
        }
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_bytes(plistlib.dumps(told))
        except OSError as error:
            raise TrayError.unwritable(self._path, error) from error

    def turn_off(self) -> None:
        """Delete the list."""
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            raise TrayError.unwritable(self._path, error) from error
