"""The windows that are open: each a process of its own, one of a kind."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any

from popupwatch.errors import TrayError
from popupwatch.tray.child import Child

_LOG = logging.getLogger(__name__)

Message = dict[str, Any]
Content = Mapping[str, Any]
# A kind, its content, what hears its messages, what hears with which code it ended.
Start = Callable[[str, Content, Callable[[Message], None], Callable[[int], None]], Child]


class Desk:
    """Opens windows and hands on what they say: *tell* gets the kind and each message, *ended* the kind and the code,
    0 where all went well; both in threads of the windows."""

    def __init__(
        self, tell: Callable[[str, Message], None], ended: Callable[[str, int], None], start: Start = Child
    ) -> None:
        self._tell, self._ended, self._start = tell, ended, start
        self._open: dict[str, Child] = {}
        self._lock = threading.Lock()

    def open(self, kind: str, content: Content) -> None:
        """Open a window, or bring the one that is open already to the front."""
        with self._lock:
            if not self._send(kind, "content", **content):
                self._begin(kind, content)

    def tell_or_open(self, kind: str, message: Message, content: Callable[[], Content]) -> None:
        """Say *message* to the window of this *kind*, or open one with *content* where there is none."""
        with self._lock:
            if not self._send(kind, **message):
                self._begin(kind, content())

    def send(self, to: str, kind: str, **fields: Any) -> bool:
        """Say something to the window *to*; whether there is one that could hear it."""
        with self._lock:
            return self._send(to, kind, **fields)

    def close_all(self, but: str = "") -> None:
        """End all windows; that of the kind *but* stays."""
        with self._lock:
            children = {kind: child for kind, child in self._open.items() if kind != but}
        for child in children.values():
            child.end()

    def _send(self, to: str, kind: str, **fields: Any) -> bool:
        child = self._open.get(to)
        return bool(child and child.is_open and child.send(kind, **fields))

    def _begin(self, kind: str, content: Content) -> None:
        try:
            self._open[kind] = self._start(
                kind, content, lambda message: self._heard(kind, message), lambda code: self._ended(kind, code)
            )
        except TrayError as error:
            _LOG.error("%s", error)

    def _heard(self, kind: str, message: Message) -> None:
        if message["kind"] == "failed":
            _LOG.error("the window %s failed: %s at %s", kind, message["type"], message["where"])
        else:
            self._tell(kind, message)
