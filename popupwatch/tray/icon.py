"""The icon in the panel. The only importer of pystray, which picks its backend when it is imported and fails without a
display: so it is imported late, and whoever shows an icon knows only `Icon`."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Protocol

from popupwatch.errors import TrayError
from popupwatch.tray.drawing import Draw, icon_of
from popupwatch.tray.menu import SEPARATOR, Entry
from popupwatch.tray.platform.panel import panel_of_this_system

_LOG = logging.getLogger(__name__)

# What the backends scale themselves; two pixels for one where icons are 24 pixels wide.
_SIZE = 48
# How many letters Windows takes at most.
_LONGEST_TITLE, _LONGEST_TEXT = 63, 255
_BACKEND = "PYSTRAY_BACKEND"


class Icon(Protocol):
    """An icon that can be told from any thread what to show. *has_menu*: whether it has one; if not, a click chooses
    the entry that is the default."""

    has_menu: bool

    def run(self) -> None:
        """Show it until :meth:`stop`; on the main thread. Raises TrayError when it ends by itself."""
        ...

    def show(self, draw: Draw, tooltip: str) -> None:
        """Show this picture and tooltip from now on; also before :meth:`run`."""
        ...

    def set_menu(self, entries: Sequence[Entry]) -> None:
        """Have these entries in the menu from now on; also before :meth:`run`."""
        ...

    def notify(self, title: str, text: str) -> bool:
        """One quiet notification; whether this system can show one."""
        ...

    def stop(self) -> None:
        """Take it away, and let :meth:`run` return soon. From any thread, and from a signal handler."""
        ...


@dataclass(frozen=True, slots=True)
class Backend:
    """What draws the icon here."""

    name: str
    has_menu: bool


def make_icon(on_choose: Callable[[str], None]) -> Icon:
    """An icon that tells, in the thread that runs it, the key of the entry chosen. Raises TrayError where there is no
    display, or nothing that could draw it. Whether there is a panel to see it in: `tray_is_there`."""
    return _PystrayIcon(_library(), on_choose)


def backend_of_this_system() -> Backend:
    """What `make_icon` would use. Raises TrayError like it."""
    return _backend(_library())


def tray_is_there() -> bool:
    """Whether the desktop has a place that would show our icon. Raises TrayError like `make_icon`."""
    return panel_of_this_system()(backend_of_this_system().name == "xorg")


def _backend(library: Any) -> Backend:
    return Backend(library.Icon.__module__.rpartition("._")[2], bool(library.Icon.HAS_MENU))


def _library() -> Any:
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise TrayError("There is no display to show an icon on: DISPLAY is not set.")
    try:
        with _chosen_backend():
            import pystray  # type: ignore[import-untyped]
    except Exception as error:  # the backends fail each in their own way
        raise TrayError("The icon cannot be shown: {reason}", reason=_reason(error)) from None
    return pystray


def _reason(error: Exception) -> str:
    return str(error).strip() or type(error).__name__


@contextmanager
def _chosen_backend() -> Iterator[None]:
    """GTK's backends need the session's message bus, and hang at the end where there is none."""
    if not sys.platform.startswith("linux") or os.environ.get(_BACKEND) or _has_session_bus():
        yield
        return
    os.environ[_BACKEND] = "xorg"
    try:
        yield
    finally:
        del os.environ[_BACKEND]


def _has_session_bus() -> bool:
    from popupwatch.tray.platform.panel_linux import session_bus

    return session_bus() is not None


class _PystrayIcon:
    def __init__(self, library: Any, on_choose: Callable[[str], None]) -> None:
        self._library, self._on_choose = library, on_choose
        backend = _backend(library)
        self.has_menu = backend.has_menu
        self._escape = backend.name == "win32"  # where & marks the letter to press
        self._lock = threading.Lock()
        self._draw, self._tooltip = icon_of("starting"), "popupwatch"
        self._entries: tuple[Entry, ...] = ()
        self._menu: Any = library.Menu()
        self._is_up = self._is_stopped = False
        try:
            self._icon = _own_class(library, backend)("popupwatch")
        except Exception as error:
            raise TrayError("The icon cannot be shown: {reason}", reason=_reason(error)) from None

    def run(self) -> None:
        """See `Icon.run`."""
        self._icon.menu = self._menu
        self._picture()
        if not self._is_stopped:
            self._icon.run(setup=self._begun)
        self._icon._running = False  # or it would be stopped once more when it is forgotten
        with self._lock:
            ended_itself, self._is_stopped = not self._is_stopped, True
        if ended_itself:
            raise TrayError("The panel or the display that showed the icon is gone.")

    def show(self, draw: Draw, tooltip: str) -> None:
        """See `Icon.show`."""
        with self._lock:
            is_same = draw(_SIZE) is self._draw(_SIZE)
            self._draw, self._tooltip = draw, tooltip
            if self._shows():
                self._orderly(lambda: self._picture(is_same))

    def set_menu(self, entries: Sequence[Entry]) -> None:
        """See `Icon.set_menu`."""
        with self._lock:
            if self._entries == tuple(entries):
                return  # a menu that is open should stay so
            self._entries, self._menu = tuple(entries), self._menu_of(entries)
            if self._shows():
                self._orderly(lambda: setattr(self._icon, "menu", self._menu))

    def notify(self, title: str, text: str) -> bool:
        """See `Icon.notify`."""
        with self._lock:
            if not self._library.Icon.HAS_NOTIFICATION or not self._shows():
                return False
            self._orderly(lambda: self._icon.notify(text[:_LONGEST_TEXT], title[:_LONGEST_TITLE]))
            return True

    def stop(self) -> None:
        """See `Icon.stop`. In a thread of its own, for whoever calls may be interrupting the very code that draws."""
        threading.Thread(target=self._stop, daemon=True).start()

    def _stop(self) -> None:
        with self._lock:
            self._is_stopped = True
            if self._is_up:
                with suppress(Exception):  # what is gone need not be stopped
                    self._icon.stop()

    def _begun(self, _: Any) -> None:
        with self._lock:
            self._is_up = True
            if self._is_stopped:
                self._orderly(self._icon.stop)
                return
            # What was said between the beginning of run() and now.
            self._orderly(self._picture)
            self._orderly(lambda: setattr(self._icon, "menu", self._menu))
            self._orderly(lambda: setattr(self._icon, "visible", True))

    def _shows(self) -> bool:
        return self._is_up and not self._is_stopped

    def _picture(self, is_same: bool = False) -> None:
        self._icon.drawn = self._draw
        if not is_same:
            self._icon.icon = self._draw(_SIZE)
        self._icon.title = self._tooltip

    def _orderly(self, act: Callable[[], Any]) -> None:
        """A desktop in trouble must not stop the watching."""
        if sys.platform == "darwin":
            from PyObjCTools import AppHelper  # windows of a Mac belong to the main thread

            AppHelper.callAfter(act)
            return
        try:
            act()
        except Exception as error:
            _LOG.warning("the icon could not be changed: %s", type(error).__name__)

    def _menu_of(self, entries: Sequence[Entry]) -> Any:
        return self._library.Menu(*map(self._item_of, entries))

    def _item_of(self, entry: Entry) -> Any:
        if entry is SEPARATOR:
            return self._library.Menu.SEPARATOR
        label = entry.label.replace("&", "&&") if self._escape else entry.label
        act = self._menu_of(entry.children) if entry.children else lambda _: self._choose(entry.key)
        return self._library.MenuItem(label, act, default=entry.is_default, enabled=entry.enabled)

    def _choose(self, key: str) -> None:
        try:
            self._on_choose(key)
        except Exception as error:
            _LOG.error("“%s” could not be done: %s", key, type(error).__name__)


def _own_class(library: Any, backend: Backend) -> Any:
    """pystray's class for this system, without what troubles us in it."""
    if backend.name == "xorg":
        from popupwatch.tray.bare_x11 import BareX11

        return type("BareIcon", (BareX11, library.Icon), {})
    if backend.name in ("appindicator", "gtk"):
        return type("GtkIcon", (_OnGtk, library.Icon), {})
    return type("PlainIcon", (library.Icon,), {"drawn": None})


class _OnGtk:
    """GTK's backends, which otherwise take Ctrl+C away from whoever handles it, and wait for notifications."""

    drawn: Draw

    def _initialize(self) -> None:
        self._notifier = _Notifier()
        self._mark_ready()  # type: ignore[attr-defined]


class _Notifier:
    """pystray's, asked in a thread of its own: the session may have to start who shows notifications, which takes half
    a minute where that hangs. Nobody minds where there is nobody."""

    def __init__(self) -> None:
        self._asked = threading.Lock()
        self._notifier: Any = None

    def notify(self, *what: Any) -> None:
        threading.Thread(target=self._notify, args=what, daemon=True).start()

    def _notify(self, *what: Any) -> None:
        from pystray._util import notify_dbus  # type: ignore[import-untyped]

        with self._asked, suppress(Exception):
            notifier = self._notifier or notify_dbus.Notifier()
            notifier.notify(*what)
            self._notifier = notifier

    def hide(self) -> None:
        """What was shown goes; whoever is still being asked is not waited for."""
        if self._notifier and not self._asked.locked():
            with suppress(Exception):
                self._notifier.hide()
