"""What pystray's icon lacks where there is nothing but X11: it hears no clicks, is drawn on black, asks for its place
again at each change, and misses a panel that starts later. Mixed into pystray's class, whose names these are."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import Any

from PIL import Image
from Xlib import X, display
from Xlib.error import BadDrawable, BadMatch, CatchError, ConnectionClosedError, XError

from popupwatch.tray.drawing import Draw

_LOG = logging.getLogger(__name__)
# Where the panel does not tell what it looks like.
_PLAIN = (206, 206, 206)
_FALLEN = (BadDrawable, ConnectionClosedError)


class _NoAnswer:
    """Nobody waits for what the icon's own thread made of an order: when the X server is gone, it never answers."""

    def put(self, done: Any) -> None:
        if done is not True:
            _LOG.warning("the icon could not be drawn: %s", done[0].__name__)

    def get(self) -> bool:
        return True


class BareX11:
    """The base class behind this one is ``pystray._xorg.Icon``."""

    drawn: Draw

    def __init__(self, *arguments: Any, **more: Any) -> None:
        self._systray_manager: Any = None
        super().__init__(*arguments, **more)
        self._queue = _NoAnswer()
        self._manager_atom = self._display.intern_atom("MANAGER")
        # A panel that starts says so to the root window.
        self._display.screen().root.change_attributes(event_mask=X.StructureNotifyMask)
        handlers: dict[int, Any] = self._message_handlers
        ordered = handlers[X.ClientMessage]

        def told(event: Any) -> None:
            if event.client_type == self._manager_atom:
                self._assert_docked()
            else:
                ordered(event)

        handlers[X.ClientMessage] = told

    def _create_window(self) -> Any:
        window = super()._create_window()  # type: ignore[misc]
        mask = X.ExposureMask | X.StructureNotifyMask | X.ButtonPressMask
        window.change_attributes(event_mask=mask)
        return window

    def _assert_docked(self) -> None:
        """Once is enough, and a panel that is not there yet will tell when it is."""
        if self._systray_manager is None:
            self._dock_window()

    def _update_icon(self) -> None:
        self._assert_docked()
        self._draw()
        self._icon_valid = True

    def _update_title(self) -> None:
        name, utf8 = self._display.intern_atom("_NET_WM_NAME"), self._display.intern_atom("UTF8_STRING")
        self._window.change_property(name, utf8, 8, self.title.encode())
        self._window.set_wm_name(self.title.encode("latin-1", "replace").decode("latin-1"))

    def _on_destroy_notify(self, event: Any) -> None:
        """The panel is gone, and the icon stands on the bare desktop: hide it until there is another panel."""
        if self._systray_manager is None or event.window.id != self._systray_manager.id:
            return
        self._systray_manager = None
        with suppress(*_FALLEN):
            self._window.unmap()
        self._assert_docked()

    def _draw(self) -> None:
        with suppress(*_FALLEN):
            place = self._window.get_geometry()
            size = min(place.width, place.height)
            if size < 8:
                return  # not embedded yet
            ground = self._ground(place.width, place.height)
            picture = self.drawn(size)
            ground.paste(picture, ((place.width - size) // 2, (place.height - size) // 2), picture)
            self._window.put_pil_image(self._gc, 0, 0, ground)

    def _ground(self, width: int, height: int) -> Image.Image:
        """What the panel looks like behind the icon."""
        unlike = CatchError(BadMatch)
        self._window.change_attributes(background_pixmap=X.ParentRelative, onerror=unlike)
        with suppress(XError):
            self._window.clear_area()
            found = self._window.get_image(0, 0, width, height, X.ZPixmap, 0xFFFFFFFF)
            if not unlike.get_error() and len(found.data) == 4 * width * height:
                return Image.frombytes("RGB", (width, height), found.data, "raw", "BGRX")
        return Image.new("RGB", (width, height), _PLAIN)

    # What is pystray's, so that the checker knows of it.
    _display: display.Display
    _window: Any
    _gc: Any
    _message_handlers: dict[int, Any]
    _dock_window: Any
    title: str
