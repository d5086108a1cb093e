"""What the reading process and the one that supervises it say to each other: one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from popupwatch.errors import CaptureError, PopupwatchError, ReaderError
from popupwatch.model import Box, Evidence, Level, Verdict
from popupwatch.rules.model import Clue, Scenario

# Which kinds of trouble the reading process tells of; anything else ends it.
_TROUBLES: dict[str, type[PopupwatchError]] = {"capture": CaptureError, "reader": ReaderError}


@dataclass(frozen=True, slots=True)
class Sighting:
    """The verdict on one screen (its number, from 1, and the *monitor*, where that is in the whole desktop): the
    finding that says best what it is, where there is any, and with it what the scenario brings to tell of it: its kind
    of *advice* and, if it is a rule author's own, its *title* and what its clues say (*says*, by clue)."""

    screen: int
    level: Level
    rule: str = ""
    score: float = 0.0
    evidence: tuple[Evidence, ...] = ()
    advice: str = ""
    title: str = ""
    says: Mapping[str, str] = field(default_factory=dict)
    monitor: Box | None = None

    @classmethod
    def of(
        cls, screen: int, verdict: Verdict, scenarios: Iterable[Scenario] = (), monitor: Box | None = None
    ) -> Sighting:
        if not verdict.findings:
            return cls(screen, Level.CLEAR, monitor=monitor)
        first = verdict.findings[0]
        known = next((scenario for scenario in scenarios if scenario.id == first.rule), None)
        says = {clue.name: clue.says for clue in known.clues if clue.says} if known else {}
        return cls(
            screen,
            first.level,
            first.rule,
            first.score,
            first.evidence,
            known.advice if known else "",
            known.title if known else "",
            says,
            monitor,
        )

    @property
    def scenario(self) -> Scenario:
        """What is known here of the scenario: enough to tell of it, not to judge by it."""
        clues = tuple(Clue(name, (), 0.0, says=says) for name, says in self.says.items())
        return Scenario(self.rule, self.advice, 0.0, None, clues, (), title=self.title)

    def as_fields(self) -> dict[str, Any]:
        evidence = [(e.clue, e.text, e.box.as_list(), e.similarity, e.points) for e in self.evidence]
        plain = {name: getattr(self, name) for name in ("screen", "rule", "score", "advice", "title")}
        monitor = self.monitor.as_list() if self.monitor else None
        return {**plain, "level": self.level.value, "evidence": evidence, "says": dict(self.says), "monitor": monitor}

    @classmethod
    def from_fields(cls, fields: dict[str, Any]) -> Sighting:
        evidence = tuple(
            Evidence(clue, text, Box(*box), similarity, points)
            for clue, text, box, similarity, points in fields["evidence"]
        )
        plain = {name: fields[name] for name in ("screen", "rule", "score", "advice", "title", "says")}
        monitor = Box(*fields["monitor"]) if fields["monitor"] else None
        return cls(**plain, level=Level(fields["level"]), evidence=evidence, monitor=monitor)


def encode(kind: str, **fields: Any) -> bytes:
    return json.dumps({"kind": kind, **fields}, separators=(",", ":")).encode() + b"\n"


def decode(line: bytes) -> dict[str, Any]:
    """Raises ValueError for what is no message."""
    message = json.loads(line)
    if not isinstance(message, dict) or "kind" not in message:
        raise ValueError("no message")
    return message


def trouble_fields(error: PopupwatchError) -> dict[str, Any]:
    """*error* so that it can be said in the other process, in any language."""
    kind = "capture" if isinstance(error, CaptureError) else "reader"
    return {"about": kind, **error.as_fields()}


def trouble_from(fields: dict[str, Any]) -> PopupwatchError:
    return _TROUBLES[fields["about"]].from_fields(fields)
