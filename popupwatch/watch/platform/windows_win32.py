"""The windows of a Windows desktop."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

import psutil

from popupwatch.model import Box
from popupwatch.watch.platform.windows import OWN, ListedWindow, Window, is_our_window


def visible_windows() -> Sequence[Window]:
    """All windows that can be seen, the lowest first: Windows tells of them from the top."""
    user32: Any = ctypes.windll.user32  # type: ignore[attr-defined]
    found: list[Window] = []

    def take(handle: int, _: int) -> bool:
        if user32.IsWindowVisible(handle) and not user32.IsIconic(handle):
            edges = (ctypes.c_long * 4)()
            user32.GetWindowRect(handle, ctypes.byref(edges))
            title = ctypes.create_unicode_buffer(512)
            user32.GetWindowTextW(handle, title, 512)
            process = ctypes.c_ulong()
            user32.GetWindowThreadProcessId(handle, ctypes.byref(process))
            found.append(ListedWindow(title.value, _programs(process.value, title.value), Box(*edges)))
        return True

    kind: Any = ctypes.WINFUNCTYPE(ctypes.c_bool, ctypes.c_void_p, ctypes.c_void_p)  # type: ignore[attr-defined]
    user32.EnumWindows(kind(take), 0)
    return found[::-1]


def _programs(process: int, title: str) -> tuple[str, ...]:
    try:
        asked = psutil.Process(process)
        name, is_ours = asked.name(), is_our_window(asked.cmdline(), title)
    except psutil.Error:
        return ()
    return name, name.removesuffix(".exe"), *((OWN,) if is_ours else ())
