"""One warning per scam: what was seen before is known again, wherever it stands and however often it flashes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from popupwatch.model import Evidence, Level
from popupwatch.rules.fold import pieces
from popupwatch.watch.messages import Sighting

# Two sightings are of the same scam when they share so much of their words and do not want different numbers called.
ALIKE = 0.4
# Or when nearly all words of one of them, and no less than a few, are words of the other: it was read in parts.
PART, FEW = 0.8, 4
# A scam that was gone for so long and is back is told of again, unless the person said it was none.
GONE = 60.0
# After a warning was answered, which may have covered the scam, it takes so long until that would be seen again.
UNCOVERED = 5.0
_NUMBER = re.compile(r"\d{6,}")
_NOT_DIGITS = re.compile(r"[\s().+/\-\u2010-\u2015·•]")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What makes a scam the same again: the folded *words* found, and the last digits of the *numbers* to call. Not
    where they stand, nor which of several like scenarios they fit best."""

    words: frozenset[str]
    numbers: frozenset[str]

    @classmethod
    def of(cls, evidence: Iterable[Evidence]) -> Fingerprint:
        texts = [item.text for item in evidence if item.points > 0]
        words = {piece for text in texts for word in text.split() for piece in pieces(word)}
        digits = (_NOT_DIGITS.sub("", text) for text in texts)
        numbers = {found[-7:] for text in digits for found in _NUMBER.findall(text)}
        return cls(frozenset(word for word in words if len(word) > 2 and not word.isdigit()), frozenset(numbers))

    def is_like(self, other: Fingerprint) -> bool:
        if self.numbers and other.numbers and not any(_alike(a, b) for a in self.numbers for b in other.numbers):
            return False
        if self == other:
            return True
        shared, fewer = len(self.words & other.words), min(len(self.words), len(other.words))
        if fewer >= FEW and shared >= PART * fewer:
            return True
        return bool(shared) and shared >= ALIKE * len(self.words | other.words)

    def as_fields(self) -> dict[str, Any]:
        return {"words": sorted(self.words), "numbers": sorted(self.numbers)}

    @classmethod
    def from_fields(cls, fields: dict[str, Any]) -> Fingerprint:
        return cls(frozenset(fields["words"]), frozenset(fields["numbers"]))


def _alike(one: str, other: str) -> bool:
    """Whether two numbers are the same but for one digit misread."""
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) <= 1


@dataclass
class Incident:
    """One scam on the screen, from when it was first seen until it was gone. *sighting*: as it was seen last. *number*:
    what it is called when others speak of it. *is_open*: a window with a warning of it stands on the screen, and may
    cover it; *answered_at*: when the person answered that."""

    sighting: Sighting
    fingerprint: Fingerprint
    screens: set[int] = field(default_factory=set)
    gone_at: float | None = None
    number: int = 0
    is_open: bool = False
    answered_at: float = float("-inf")

    def is_recent(self, now: float) -> bool:
        """Whether it is on a screen, or was a moment ago: then it is the same when it is seen again."""
        return self.gone_at is None or now - max(self.gone_at, self.answered_at) < GONE


class Change(NamedTuple):
    """What a sighting changed: the incident that is new and to be told of, those that *ended*, and the one that is
    *back* within a moment."""

    begun: Incident | None = None
    ended: Sequence[Incident] = ()
    back: Incident | None = None


class Incidents:
    """What of one *level* is on all screens, but for what a person said was no scam (*no_scams*). Times are seconds of
    a clock that never goes back."""

    def __init__(self, level: Level = Level.SCAM, no_scams: Iterable[Fingerprint] = ()) -> None:
        self._level, self._no_scams = level, list(no_scams)
        self._known: list[Incident] = []
        self._begun = 0

    @property
    def present(self) -> list[Incident]:
        """What is on a screen now, the latest last."""
        return [incident for incident in self._known if incident.gone_at is None]

    def seen(self, sighting: Sighting, now: float) -> Change:
        """Take in what one screen shows *now*."""
        fingerprint = Fingerprint.of(sighting.evidence)
        is_scam = sighting.level is self._level and not any(fingerprint.is_like(other) for other in self._no_scams)
        same = self._same(fingerprint, now) if is_scam else None
        ended = self._leave(sighting.screen, same, now)
        if not is_scam:
            return Change(ended=ended)
        if same:
            back = same if same.gone_at is not None else None
            same.screens.add(sighting.screen)
            same.gone_at, same.sighting = None, sighting
            if not same.fingerprint.numbers:  # it was not read at first
                same.fingerprint = replace(same.fingerprint, numbers=fingerprint.numbers)
            return Change(ended=ended, back=back)
        self._begun += 1
        incident = Incident(sighting, fingerprint, {sighting.screen}, number=self._begun)
        self._known = [known for known in self._known if known.is_recent(now)]
        self._known.append(incident)
        return Change(incident, ended)

    def known(self, number: int) -> Incident | None:
        """The incident of this *number*, on a screen now or a moment ago."""
        return next((incident for incident in self._known if incident.number == number), None)

    def answered(self, now: float) -> None:
        """Whatever warnings there were are closed."""
        for incident in self._known:
            if incident.is_open:
                incident.is_open, incident.answered_at = False, now

    def not_seen_again(self, now: float) -> list[Incident]:
        """What was covered by a warning and is not there any more now that this is closed; it counts as gone."""
        gone = [
            incident
            for incident in self.present
            if not incident.screens and not incident.is_open and now - incident.answered_at > UNCOVERED
        ]
        for incident in gone:
            incident.gone_at = now
        return gone

    def nothing_seen(self, now: float) -> list[Incident]:
        """No screen can be seen any more, or nobody looks: what was there counts as gone."""
        ended = self.present
        for incident in ended:
            incident.screens, incident.gone_at = set(), now
        return ended

    def are_no_scams(self, no_scams: Iterable[Fingerprint]) -> None:
        """The person says so of *no_scams*: never again, nor is what is on the screen now."""
        self._no_scams = list(no_scams)
        self._known = [
            known for known in self._known if not any(known.fingerprint.is_like(other) for other in self._no_scams)
        ]

    def _same(self, fingerprint: Fingerprint, now: float) -> Incident | None:
        for known in self._known:
            if known.is_recent(now) and known.fingerprint.is_like(fingerprint):
                return known
        return None

    def _leave(self, screen: int, but: Incident | None, now: float) -> list[Incident]:
        """Nothing but *but* is on *screen* any more; what ended by that."""
        ended = []
        for incident in self.present:
            if incident is not but and screen in incident.screens:
                incident.screens.discard(screen)
                if not incident.screens and not incident.is_open:
                    incident.gone_at = now
                    ended.append(incident)
        return ended
