"""Closing windows of a Windows desktop."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import psutil

from popupwatch.model import Box
from popupwatch.tray.platform.closing import PATIENCE, Target, holding_most, within
from popupwatch.tray.platform.ending import end_process
from popupwatch.watch.platform.windows import is_alert_to_practise

# The desktop, its panels, and the window that holds whatever is being switched to.
_NEVER = {"Progman", "WorkerW", "Shell_TrayWnd", "Shell_SecondaryTrayWnd", "XamlExplorerHostIslandWindow"}
_CLOSE, _KEY_DOWN, _KEY_UP, _F11 = 0x0010, 0x0100, 0x0101, 0x7A
_EXTENDED, _SEEN_THROUGH = -20, 0x20  # GWL_EXSTYLE, WS_EX_TRANSPARENT: clicks go through it, so it is an overlay
_STYLE, _CAPTION = -16, 0x00C00000  # GWL_STYLE, WS_CAPTION
_CLOAKED = 14  # DWMWA_CLOAKED: there, but shown nowhere
_NEAREST = 2  # MONITOR_DEFAULTTONEAREST


class WindowsOfWindows:
    """The windows of this session."""

    def __init__(self) -> None:
        self._user32: Any = ctypes.windll.user32  # type: ignore[attr-defined]

    def under(self, boxes: Sequence[Box]) -> Target | None:
        """The window of another program that most of *boxes* lie in."""
        return holding_most(boxes, list(self._candidates()))

    def close(self, target: Target) -> bool:
        """Out of full screen with F11, as the person would do, then what the window's own X says."""
        if self._fills_screen(target.window):
            self._user32.PostMessageW(target.window, _KEY_DOWN, _F11, 0)
            self._user32.PostMessageW(target.window, _KEY_UP, _F11, 0)
        # Posted, not sent: a window that hangs must not hang us.
        self._user32.PostMessageW(target.window, _CLOSE, 0, 0)
        return within(PATIENCE, lambda: self._is_gone(target))

    def end(self, target: Target) -> bool:
        """End the program the window belongs to."""
        if self._is_gone(target):
            return True
        if target.process is None or self._process(target.window) != target.process:
            return False
        return end_process(target.process) and within(PATIENCE, lambda: self._is_gone(target))

    def _candidates(self) -> Iterator[tuple[Target, Box]]:
        """Every window one could mean, the highest first: so Windows tells of them."""
        ours = _ours()
        for handle in self._listed():
            if not self._can_be_meant(handle):
                continue
            process, title = self._process(handle), self._text("GetWindowTextW", handle)
            if process not in ours or _is_practice(process, title):
                edges = (ctypes.c_long * 4)()
                self._user32.GetWindowRect(handle, ctypes.byref(edges))
                yield Target(title, _program(process), handle, process), Box(*edges)

    def _listed(self) -> list[int]:
        handles: list[int] = []

        def take(handle: int, _: int) -> bool:
            handles.append(handle)
            return True

        kind: Any = ctypes.WINFUNCTYPE(ctypes.c_bool, ctypes.c_void_p, ctypes.c_void_p)  # type: ignore[attr-defined]
        self._user32.EnumWindows(kind(take), 0)
        return handles

    def _can_be_meant(self, handle: int) -> bool:
        if not self._user32.IsWindowVisible(handle) or self._user32.IsIconic(handle):
            return False
        cloaked = ctypes.c_int()
        dwmapi: Any = ctypes.windll.dwmapi  # type: ignore[attr-defined]
        dwmapi.DwmGetWindowAttribute(ctypes.c_void_p(handle), _CLOAKED, ctypes.byref(cloaked), 4)
        through = self._user32.GetWindowLongW(handle, _EXTENDED) & _SEEN_THROUGH
        return not cloaked.value and not through and self._text("GetClassNameW", handle) not in _NEVER

    def _fills_screen(self, handle: int) -> bool:
        """Whether it has no title bar and is as large as its monitor: F11 would put an ordinary window into full
        screen."""
        window, monitor = (ctypes.c_long * 4)(), (ctypes.c_ulong * 10)(40)  # MONITORINFO: its size, then two places
        self._user32.GetWindowRect(handle, ctypes.byref(window))
        self._user32.MonitorFromWindow.restype = ctypes.c_void_p
        on = self._user32.MonitorFromWindow(ctypes.c_void_p(handle), _NEAREST)
        self._user32.GetMonitorInfoW(ctypes.c_void_p(on), ctypes.byref(monitor))
        whole = [ctypes.c_long(edge).value for edge in monitor[1:5]]
        captioned = self._user32.GetWindowLongW(handle, _STYLE) & _CAPTION == _CAPTION
        return list(window) == whole and not captioned

    def _text(self, asked: str, handle: int) -> str:
        text = ctypes.create_unicode_buffer(512)
        getattr(self._user32, asked)(handle, text, 512)
        return text.value

    def _process(self, handle: int) -> int:
        process = ctypes.c_ulong()
        self._user32.GetWindowThreadProcessId(handle, ctypes.byref(process))
        return process.value

    def _is_gone(self, target: Target) -> bool:
        return not self._user32.IsWindow(target.window) or not self._user32.IsWindowVisible(target.window)


def _ours() -> set[int]:
    """This process, those it runs under as far as they run the same program, and all that those started."""
    here = psutil.Process()
    try:
        # In a virtual environment, one starts the other.
        programs = {here.name(), Path(sys.executable).name}
        top = here
        for parent in here.parents():
            if parent.name() not in programs:
                break
            top = parent
        return {here.pid, *(child.pid for child in (top, *top.children(recursive=True)) if child.name() in programs)}
    except (psutil.Error, OSError):  # Wine does not tell a program's name
        return {here.pid}


def _is_practice(process: int, title: str) -> bool:
    try:
        return is_alert_to_practise(psutil.Process(process).cmdline(), title)
    except (psutil.Error, OSError):
        return False


def _program(process: int) -> str:
    try:
        return psutil.Process(process).name().removesuffix(".exe")
    except (psutil.Error, OSError):
        return ""
