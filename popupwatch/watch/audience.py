"""Whom the watcher tells."""

from __future__ import annotations

from typing import Protocol

from popupwatch.errors import PopupwatchError
from popupwatch.watch.incidents import Incident
from popupwatch.watch.state import State


class Audience(Protocol):
    """Whom the service tells: a terminal, the tray."""

    def warned(self, incident: Incident) -> None:
        """There is a new scam on the screen. Whoever shows a window that may cover it marks it `Incident.is_open`, and
        asks ``answered`` when that is closed."""
        ...

    def changed(self, state: State) -> None:
        """The state is another one."""
        ...

    def noted(self, error: PopupwatchError) -> None:
        """Something should be known that is not worth stopping for."""
        ...

    def called(self) -> None:
        """Somebody started popupwatch once more and wants to see it."""
        ...
