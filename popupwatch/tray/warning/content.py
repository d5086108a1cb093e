"""What a warning says, worked out in the tray process and sent whole to the window's: there nothing has to be loaded
before the person sees it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from popupwatch.model import Box

CLOSE, MUTE, SPEAK = "close", "mute", "speak"

# What of the general steps is said otherwise in a window that has buttons, and on which platform (all where none is
# named); what is for another platform is left out.
_OTHERWISE = {
    "close-windows": {"win32": "warning.step-close-windows", "linux": "warning.step-close"},
    "close-mac": {"darwin": "step.close-mac"},
    "if-it-happened": {"": "warning.step-called"},
}
MOST_REASONS = 3
_MOST_QUOTES, _LONGEST_QUOTE = 2, 70
# Seven digits and more, whatever stands between them.
_NUMBER = re.compile(r"\+?\(?\d(?:[\s().+/\-\u2010-\u2015·•]{0,3}\d){6,}")
_EDGES = " .,;:!?…|“”«»\"'()[]-–"


@dataclass(frozen=True, slots=True)
class Reason:
    """What the screen does, with which words (*quotes*) and which telephone *numbers*."""

    label: str
    quotes: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alert:
    """One scam. *incident* is what the tray calls it, *boxes* are where its words stand, in pixels of the whole
    desktop. *do_not* is what matters most, *steps* what to do."""

    incident: str
    title: str
    do_not: str
    why: str
    reasons: tuple[Reason, ...] = ()
    statement: str = ""
    source: str = ""
    steps: tuple[str, ...] = ()
    boxes: tuple[Box, ...] = ()

    @classmethod
    def from_fields(cls, fields: Mapping[str, Any]) -> Alert:
        reasons = tuple(Reason(r["label"], tuple(r["quotes"]), tuple(r["numbers"])) for r in fields["reasons"])
        boxes = tuple(Box(**box) for box in fields["boxes"])
        return cls(**{**fields, "reasons": reasons, "boxes": boxes, "steps": tuple(fields["steps"])})

    def as_fields(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Trusted:
    """The person to turn to."""

    name: str = ""
    number: str = ""


NOBODY = Trusted()


@dataclass(frozen=True, slots=True)
class WarningContent:
    """Everything the window needs. *can* holds what this system can do of CLOSE, MUTE and SPEAK; *words* the texts of
    the window by key; *monitor* is where to show it, in pixels of the whole desktop."""

    alerts: tuple[Alert, ...]
    heading: str
    words: Mapping[str, str]
    language: str = "en"
    text_size: int = 100
    monitor: Box | None = None
    can: tuple[str, ...] = ()
    trusted: Trusted = NOBODY
    country: str = ""
    read_aloud: bool = False

    @classmethod
    def from_fields(cls, fields: Mapping[str, Any]) -> WarningContent:
        """The inverse of `as_fields`; other keys, such as the kind of a message, do not matter."""
        own = {name: fields[name] for name in cls.__dataclass_fields__}
        alerts = tuple(map(Alert.from_fields, own["alerts"]))
        monitor = Box(**own["monitor"]) if own["monitor"] else None
        trusted = Trusted(**own["trusted"])
        return cls(**{**own, "alerts": alerts, "monitor": monitor, "trusted": trusted, "can": tuple(own["can"])})

    def as_fields(self) -> dict[str, Any]:
        return {**asdict(replace(self, words={})), "words": dict(self.words)}

    def say(self, key: str, **values: object) -> str:
        return self.words[key].format(**values)

    def with_alert(self, alert: Alert) -> WarningContent:
        """The same with one more scam; one that is there already is told as it is now."""
        others = tuple(known for known in self.alerts if known.incident != alert.incident)
        return replace(self, alerts=(*others, alert))

    def without(self, incident: str) -> WarningContent:
        return replace(self, alerts=tuple(alert for alert in self.alerts if alert.incident != incident))

    @property
    def do_not(self) -> tuple[str, ...]:
        """What matters most of all scams, each once."""
        return tuple(dict.fromkeys(alert.do_not for alert in self.alerts))

    @property
    def steps(self) -> tuple[str, ...]:
        steps = dict.fromkeys(step for alert in self.alerts for step in alert.steps if step not in self.do_not)
        first = (self.say("warning.step-button"),) if CLOSE in self.can else ()
        return (*first, *steps)

    @property
    def boxes(self) -> tuple[Box, ...]:
        return tuple(box for alert in self.alerts for box in alert.boxes)


def quoted(words: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What of *words* is worth quoting, and the telephone numbers in them, which are set apart."""
    quotes: dict[str, None] = {}
    numbers: dict[str, None] = {}
    for text in words:
        numbers.update(dict.fromkeys(found.strip() for found in _NUMBER.findall(text)))
        for part in _NUMBER.sub("\n", text).replace(" … ", "\n").split("\n"):
            if len(part := _shortened(part.strip(_EDGES))) > 2:
                quotes[part] = None
    return tuple(quotes)[:_MOST_QUOTES], tuple(numbers)[:_MOST_QUOTES]


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE].rsplit(" ", 1)[0].rstrip(_EDGES) + " …"


def step_keys(keys: Sequence[str], platform: str, known: Callable[[str], object]) -> list[str]:
    """The keys of the texts of the steps *keys* on *platform* (as ``sys.platform`` names it). *known* tells whether
    there is such a text."""
    found = []
    for key in keys:
        ways = _OTHERWISE.get(key, {"": f"step.{key}"})
        chosen = ways.get(platform) or ways.get("")
        if chosen and known(chosen):
            found.append(chosen)
    return found
