"""What the watcher is doing, in one value that can be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from popupwatch.errors import PopupwatchError


class Doing(Enum):
    """What the watcher is doing. A screen that cannot be captured or read is never taken for a clear one: BLIND."""

    STARTING = "starting"
    WATCHING = "watching"
    WARNED = "warned"
    PAUSED = "paused"
    LOCKED = "locked"
    BLIND = "blind"


@dataclass(frozen=True, slots=True)
class State:
    """*since*, *until*, *looked_at*: seconds since 1970. *reason*: why it is blind. *waiting*: for how many seconds
    something on the screen has been waiting to be read. *scenario*: what is warned of, *suspicious*: what else looks
    odd, *own_titles* what a rule author called them. *unkept*: how many incidents could not be written down yet, and
    *problem* why."""

    doing: Doing
    since: float
    until: float | None = None
    reason: PopupwatchError | None = None
    looked_at: float | None = None
    screens: int = 0
    waiting: float = 0.0
    scenario: str = ""
    suspicious: str = ""
    own_titles: Mapping[str, str] = field(default_factory=dict)
    restarts: int = 0
    unkept: int = 0
    problem: PopupwatchError | None = None

    def as_fields(self) -> dict[str, Any]:
        """For ``popupwatch status`` and its JSON."""
        return {
            "state": self.doing.value,
            "since": self.since,
            "until": self.until,
            "reason": self.reason.as_fields() if self.reason else None,
            "looked_at": self.looked_at,
            "screens": self.screens,
            "waiting": self.waiting,
            "scenario": self.scenario,
            "suspicious": self.suspicious,
            "own_titles": dict(self.own_titles),
            "restarts": self.restarts,
            "unkept": self.unkept,
            "problem": self.problem.as_fields() if self.problem else None,
        }


def error_from(fields: dict[str, Any] | None) -> PopupwatchError | None:
    """What `State.as_fields` made of an error, as an error again, to be said in any language."""
    return PopupwatchError.from_fields(fields) if fields else None
