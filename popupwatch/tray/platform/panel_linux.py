"""The two places for icons on Linux: one embeds windows of X11 (XEmbed), the other is told over the session's message
bus (StatusNotifierItem), which only programs can that have Debian's python3-gi."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

_WATCHER = "org.kde.StatusNotifierWatcher"
_PATIENCE = 2000  # milliseconds


def has_place(only_embedded: bool, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether a panel shows icons; *only_embedded*: ours can only be a window of X11."""
    return _embeds(environment.get("DISPLAY", "")) or (not only_embedded and _is_told())


def session_bus() -> Any:
    """A connection to the session's message bus, or ``None`` where there is none, or nothing to connect with."""
    try:
        import gi  # type: ignore[import-not-found]

        gi.require_version("Gio", "2.0")
        from gi.repository import Gio  # type: ignore[import-not-found]

        return Gio.bus_get_sync(Gio.BusType.SESSION, None)
    except Exception:  # gi's errors cannot be named without gi
        return None


def _embeds(name: str) -> bool:
    """Whether somebody owns the selection that stands for the tray of the X server called *name*."""
    from Xlib import X, display
    from Xlib.error import ConnectionClosedError, DisplayError

    if not name:
        return False
    try:
        connection = display.Display(name)
        try:
            tray = connection.intern_atom(f"_NET_SYSTEM_TRAY_S{connection.get_default_screen()}")
            return bool(connection.get_selection_owner(tray) != X.NONE)
        finally:
            connection.close()
    except (DisplayError, ConnectionClosedError, OSError):
        return False


def _is_told() -> bool:
    bus = session_bus()
    if bus is None:
        return False
    from gi.repository import Gio, GLib

    try:
        name = "org.freedesktop.DBus"
        asked = GLib.Variant("(s)", (_WATCHER,))
        answer = bus.call_sync(
            name, "/org/freedesktop/DBus", name, "NameHasOwner", asked, None, Gio.DBusCallFlags.NONE, _PATIENCE, None
        )
        return bool(answer.unpack()[0])
    except GLib.Error:
        return False
