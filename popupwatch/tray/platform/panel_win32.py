"""The taskbar of Windows, which is missing in a kiosk or while the shell starts."""

from __future__ import annotations

import ctypes


def has_taskbar(_: bool = False) -> bool:
    """Whether the shell's taskbar is there."""
    return bool(ctypes.windll.user32.FindWindowW("Shell_TrayWnd", None))  # type: ignore[attr-defined]
