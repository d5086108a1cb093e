"""The windows of an X server, as its window manager lists them (EWMH)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from Xlib import X, display
from Xlib.error import ConnectionClosedError, DisplayError, XError

from popupwatch.model import Box
from popupwatch.watch.platform.windows import Window

_GONE = (ConnectionClosedError, DisplayError, OSError)
_NOWHERE = Box(0, 0, 0, 0)


class X11Windows:
    """Asks the server called *name*, and connects anew when it was gone. A window's program is asked for only once, its
    title and place only when somebody wants to know: with nothing to leave out a listing is one question."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._connection: Any = None
        self._programs: dict[int, tuple[str, ...]] = {}

    def __call__(self) -> Sequence[Window]:
        try:
            if self._connection is None:
                self._connection = display.Display(self._name)
            return list(self._windows())
        except _GONE:
            self._connection, self._programs = None, {}
            return ()

    def _windows(self) -> Iterator[Window]:
        # xfwm4 leaves the list with the order empty until a second window opens.
        numbers = self._listed("_NET_CLIENT_LIST_STACKING") or self._listed("_NET_CLIENT_LIST")
        self._programs = {number: names for number, names in self._programs.items() if number in numbers}
        for number in numbers:
            window = self._connection.create_resource_object("window", number)
            if number not in self._programs:
                with suppress(XError):  # closed meanwhile
                    self._programs[number] = tuple(self._names(window))
            yield _X11Window(self._connection, window, self._programs.get(number, ()))

    def _listed(self, name: str) -> list[int]:
        root = self._connection.screen().root
        listed = root.get_full_property(self._connection.intern_atom(name), X.AnyPropertyType)
        return list(listed.value) if listed else []

    def _names(self, window: Any) -> Iterator[str]:
        yield from window.get_wm_class() or ()
        process = window.get_full_property(self._connection.intern_atom("_NET_WM_PID"), X.AnyPropertyType)
        if process:
            with suppress(OSError):
                yield Path(f"/proc/{process.value[0]}/exe").readlink().name


class _X11Window:
    """A window of which more is asked when it is wanted. One that is gone by then has no title and stands nowhere."""

    def __init__(self, connection: Any, window: Any, programs: tuple[str, ...]) -> None:
        self._connection, self._window, self.programs = connection, window, programs

    @cached_property
    def title(self) -> str:
        with suppress(XError, *_GONE):
            name = self._window.get_full_property(self._connection.intern_atom("_NET_WM_NAME"), X.AnyPropertyType)
            text = name.value if name else self._window.get_wm_name() or ""
            return text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
        return ""

    @cached_property
    def box(self) -> Box:
        with suppress(XError, *_GONE):
            if self._window.get_attributes().map_state == X.IsViewable:
                size = self._window.get_geometry()
                at = self._window.translate_coords(self._connection.screen().root, 0, 0)
                return Box(-at.x, -at.y, -at.x + size.width, -at.y + size.height)
        return _NOWHERE
