"""Starting with Windows: the key ``Run`` of this person in the registry."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from popupwatch.errors import TrayError
from popupwatch.tray.platform.autostart import NAME

_RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
# Where the task manager notes what the person switched off there: an odd first byte.
_APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"


class RunKey:
    """The value of our name."""

    def __init__(self) -> None:
        import winreg

        self._registry: Any = winreg

    def is_on(self) -> bool:
        """Whether there is a value that was not switched off."""
        approved = self._value(_APPROVED)
        return self._value(_RUN) is not None and not (isinstance(approved, bytes) and approved[:1] and approved[0] & 1)

    def turn_on(self, command: Sequence[str]) -> None:
        """Write the value, and forget that it was switched off."""
        registry = self._registry
        try:
            with registry.CreateKey(registry.HKEY_CURRENT_USER, _RUN) as key:
                registry.SetValueEx(key, NAME, 0, registry.REG_SZ, subprocess.list2cmdline(command))
            self._delete(_APPROVED)
        except OSError as error:
            raise TrayError.unwritable(rf"HKEY_CURRENT_USER\{_RUN}", error) from error

    def turn_off(self) -> None:
        """Delete the value."""
        try:
            self._delete(_RUN)
            self._delete(_APPROVED)
        except OSError as error:
            raise TrayError.unwritable(rf"HKEY_CURRENT_USER\{_RUN}", error) from error

    def _value(self, path: str) -> object:
        registry = self._registry
        with suppress(OSError), registry.OpenKey(registry.HKEY_CURRENT_USER, path) as key:
            return registry.QueryValueEx(key, NAME)[0]
        return None

    def _delete(self, path: str) -> None:
        registry = self._registry
        with (
            suppress(FileNotFoundError),
            registry.OpenKey(registry.HKEY_CURRENT_USER, path, 0, registry.KEY_SET_VALUE) as key,
        ):
            registry.DeleteValue(key, NAME)
