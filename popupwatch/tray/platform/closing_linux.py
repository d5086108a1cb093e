"""Closing windows of an X server, the way its window manager wants to be asked (EWMH)."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from Xlib import X, display
from Xlib.error import ConnectionClosedError, DisplayError, XError
from Xlib.protocol import event

from popupwatch.model import Box
from popupwatch.tray.platform.closing import PATIENCE, Target, holding_most, within
from popupwatch.tray.platform.ending import end_process
from popupwatch.watch.platform.windows import OWN

_GONE = (ConnectionClosedError, DisplayError, OSError)
_REMOVE = 0  # of _NET_WM_STATE
_BY_A_PERSON = 2  # who asks: a pager or taskbar, that is somebody who clicked
_LOCAL_PROCESS = 2  # LocalClientPIDMask of the X-Resource extension
_NEVER = ("_NET_WM_WINDOW_TYPE_DESKTOP", "_NET_WM_WINDOW_TYPE_DOCK")
_LEAVING = 1.0  # seconds a window has to leave full screen


class X11Windows:
    """The windows of the server that *connection* leads to."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._root = connection.screen().root
        connection.set_error_handler(lambda *_: None)  # asking a window that is gone is no error

    @classmethod
    def of(cls, name: str) -> X11Windows | None:
        """Those of the server called *name*, or ``None`` where it does not answer."""
        try:
            return cls(display.Display(name))
        except _GONE:
            return None

    def under(self, boxes: Sequence[Box]) -> Target | None:
        """The window of another program that most of *boxes* lie in."""
        with suppress(*_GONE):
            return holding_most(boxes, list(self._candidates()))
        return None

    def close(self, target: Target) -> bool:
        """Out of full screen, then the window manager's own way of closing. Whether the window is gone."""
        try:
            window = self._connection.create_resource_object("window", target.window)
            self._leave_full_screen(window)
            if self._atom("_NET_CLOSE_WINDOW") in self._values(self._root, "_NET_SUPPORTED"):
                self._ask_manager(window, "_NET_CLOSE_WINDOW", X.CurrentTime, _BY_A_PERSON)
            else:
                self._ask_window(window)
            return within(PATIENCE, lambda: self._is_gone(target))
        except _GONE:
            return False

    def end(self, target: Target) -> bool:
        """End the program the window belongs to; where nobody knows which that is, the server cuts it off."""
        try:
            if not self._is_gone(target):
                process = self._process(target.window)
                if process is None or not end_process(process):
                    self._connection.create_resource_object("window", target.window).kill_client()
                    self._connection.sync()
            return within(PATIENCE, lambda: self._is_gone(target))
        except _GONE:
            return False

    def _candidates(self) -> Iterator[tuple[Target, Box]]:
        """Every window one could mean, the highest first."""
        never, manager = {self._atom(name) for name in _NEVER}, self._manager()
        hidden = self._atom("_NET_WM_STATE_HIDDEN")
        for number in reversed(self._listed()):
            window = self._connection.create_resource_object("window", number)
            with suppress(XError):  # closed meanwhile
                if never & set(self._values(window, "_NET_WM_WINDOW_TYPE")):
                    continue
                if hidden in self._values(window, "_NET_WM_STATE") or window.get_attributes().map_state != X.IsViewable:
                    continue
                names, process = window.get_wm_class() or (), self._process(number)
                # Tk calls the second of our windows "popupwatch #2" first, and "Popupwatch" next.
                if OWN in (name.casefold() for name in names) or process in (os.getpid(), manager):
                    continue
                yield Target(self._title(window), self._program(names, process), number, process), self._box(window)

    def _listed(self) -> list[int]:
        """All windows the window manager knows, the lowest first; without one, those on the desktop that say what they
        are. A manager that knows none has windows there itself, and ending it would end the session.

        The order is the server's own: xfwm4 leaves _NET_CLIENT_LIST_STACKING empty until a second window opens."""
        lying = [window.id for window in self._root.query_tree().children]
        if not self._values(self._root, "_NET_SUPPORTED"):
            windows = [self._connection.create_resource_object("window", number) for number in lying]
            return [window.id for window in windows if self._values(window, "WM_CLASS")]
        places = {number: place for place, number in enumerate(lying)}
        listed = self._values(self._root, "_NET_CLIENT_LIST")
        return sorted(listed, key=lambda number: places.get(self._frame(number), -1))

    def _frame(self, number: int) -> int:
        """The window on the desktop itself that holds the window: what the manager draws around it."""
        with suppress(XError):
            window = self._connection.create_resource_object("window", number)
            while (parent := window.query_tree().parent) != self._root:
                window = parent
            return int(window.id)
        return 0

    def _manager(self) -> int | None:
        """The process of the window manager."""
        check = self._values(self._root, "_NET_SUPPORTING_WM_CHECK")
        return self._process(check[0]) if check else None

    def _title(self, window: Any) -> str:
        name = window.get_full_property(self._atom("_NET_WM_NAME"), X.AnyPropertyType)
        text = name.value if name else window.get_wm_name() or ""
        return text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)

    def _box(self, window: Any) -> Box:
        size, at = window.get_geometry(), window.translate_coords(self._root, 0, 0)
        return Box(-at.x, -at.y, -at.x + size.width, -at.y + size.height)

    def _program(self, names: Sequence[str], process: int | None) -> str:
        if names:
            return names[-1]
        with suppress(OSError):
            return Path(f"/proc/{process}/comm").read_text(encoding="utf-8", errors="replace").strip()
        return ""

    def _process(self, number: int) -> int | None:
        """The process that opened the window, as the server knows it. What the window says of itself (_NET_WM_PID) is
        another program's number where it runs in a sandbox or on another computer."""
        if not self._connection.has_extension("X-Resource"):
            return None
        with suppress(XError):
            told = self._connection.res_query_client_ids([{"client": number, "mask": _LOCAL_PROCESS}])
            for client in told.ids:
                return int(client.value[0])
        return None

    def _leave_full_screen(self, window: Any) -> None:
        full, above = self._atom("_NET_WM_STATE_FULLSCREEN"), self._atom("_NET_WM_STATE_ABOVE")
        with suppress(XError):
            if {full, above} & set(self._values(window, "_NET_WM_STATE")):
                self._ask_manager(window, "_NET_WM_STATE", _REMOVE, full, above, _BY_A_PERSON)
                within(_LEAVING, lambda: full not in self._values(window, "_NET_WM_STATE"))

    def _ask_manager(self, window: Any, what: str, *data: int) -> None:
        asked = event.ClientMessage(
            window=window, client_type=self._atom(what), data=(32, [*data, *[0] * (5 - len(data))])
        )
        self._root.send_event(asked, event_mask=X.SubstructureRedirectMask | X.SubstructureNotifyMask)
        self._connection.sync()

    def _ask_window(self, window: Any) -> None:
        data = [self._atom("WM_DELETE_WINDOW"), X.CurrentTime, 0, 0, 0]
        window.send_event(event.ClientMessage(window=window, client_type=self._atom("WM_PROTOCOLS"), data=(32, data)))
        self._connection.sync()

    def _is_gone(self, target: Target) -> bool:
        try:
            window = self._connection.create_resource_object("window", target.window)
            return bool(window.get_attributes().map_state == X.IsUnmapped)
        except XError:
            return True

    def _values(self, window: Any, name: str) -> list[int]:
        with suppress(XError):
            found = window.get_full_property(self._atom(name), X.AnyPropertyType)
            return list(found.value) if found else []
        return []

    def _atom(self, name: str) -> int:
        return int(self._connection.intern_atom(name))
