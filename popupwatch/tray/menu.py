"""What the icon's menu says, and its tooltip: entries from what the watcher answers. Pure: whoever shows them chooses
how."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from popupwatch.advice.telling import Teller
from popupwatch.advice.texts import Texts
from popupwatch.rules.model import Scenario
from popupwatch.watch.pausing import seconds_of
from popupwatch.watch.state import Doing, error_from

Fields = Mapping[str, Any]

# As wide as a menu may get, in letters; what is longer goes on in the next line.
_WIDEST = 56
# Windows takes no longer tooltip.
_TOOLTIP = 127

_PAUSES = {"pause-15m": "15m", "pause-1h": "1h", "pause-tomorrow": "tomorrow"}
# When there is nothing that could look, or nothing to look at.
_NO_LOOK = {Doing.STARTING.value, Doing.LOCKED.value, Doing.PAUSED.value}


@dataclass(frozen=True, slots=True)
class Entry:
    """*key*: what is told when it is chosen. *is_default*: what a click on the icon itself means, where that does not
    open the menu."""

    key: str
    label: str
    enabled: bool = True
    children: tuple[Entry, ...] = ()
    is_default: bool = False


SEPARATOR = Entry("", "", enabled=False)


def entries(fields: Fields, texts: Texts, now: datetime) -> tuple[Entry, ...]:
    """The menu while the watcher answers *fields* (`State.as_fields`), at *now*, the local time."""

    def entry(key: str, enabled: bool = True, is_default: bool = False) -> Entry:
        return Entry(key, texts.say(f"menu.{key}"), enabled, is_default=is_default)

    if fields["state"] == Doing.PAUSED.value:
        pause = entry("resume")
    else:
        pause = Entry("pause", texts.say("menu.pause"), children=tuple(map(entry, _PAUSES)))
    return (
        *_doing(fields, texts, now),
        SEPARATOR,
        entry("control", is_default=True),
        entry("look", enabled=fields["state"] not in _NO_LOOK),
        pause,
        SEPARATOR,
        *map(entry, ("history", "first-aid", "practise")),
        SEPARATOR,
        *map(entry, ("settings", "about")),
        SEPARATOR,
        entry("quit"),
    )


def pause_seconds(key: str, now: datetime) -> float | None:
    """How long the pause lasts that the entry *key* asks for; ``None`` for another entry."""
    return seconds_of(_PAUSES[key], now) if key in _PAUSES else None


def shown_as(fields: Fields) -> str:
    """Which of the icon's states these fields are."""
    return "suspicious" if _is_odd(fields) else str(fields["state"])


def headline(fields: Fields, texts: Texts, now: datetime) -> str:
    """What popupwatch is doing, in a few words."""
    return texts.say(f"menu.doing-{shown_as(fields)}", until=_until(fields, texts, now), title=_title(fields, texts))


def details(fields: Fields, texts: Texts) -> str:
    """What belongs to the headline: why nothing is seen, or what to make of something odd. May be empty."""
    if reason := error_from(fields["reason"]):
        return texts.error(reason)
    return texts.say("menu.odd") if _is_odd(fields) else ""


def tooltip(fields: Fields, texts: Texts, now: datetime) -> str:
    """What stands beside the icon when the pointer rests on it: the state and the last look."""
    said = texts.say("tray.tooltip", doing=headline(fields, texts, now))
    if fields["looked_at"]:
        said += " " + texts.say("tray.looked", time=_clock(fields["looked_at"], texts, now))
    return textwrap.shorten(said, _TOOLTIP, placeholder=" …")


def notice(fields: Fields, texts: Texts) -> tuple[str, str]:
    """The title and the text of the one quiet notification about something suspicious."""
    return texts.say("tray.odd-title"), texts.say("tray.odd", title=_title(fields, texts))


def _doing(fields: Fields, texts: Texts, now: datetime) -> Iterator[Entry]:
    """The lines above all others; they cannot be chosen."""
    said: Sequence[str] = (headline(fields, texts, now), details(fields, texts))
    lines = [line for text in said for line in textwrap.wrap(text, _WIDEST)]
    for number, line in enumerate(lines):
        yield Entry(f"doing-{number}", line, enabled=False)


def _is_odd(fields: Fields) -> bool:
    return bool(fields["suspicious"]) and fields["state"] == Doing.WATCHING.value


def _title(fields: Fields, texts: Texts) -> str:
    own = [Scenario(rule, "", 0.0, None, (), (), title=title) for rule, title in fields["own_titles"].items()]
    return Teller.knowing(own, texts).title(fields["suspicious"] if _is_odd(fields) else fields["scenario"])


def _until(fields: Fields, texts: Texts, now: datetime) -> str:
    return _clock(fields["until"], texts, now) if fields["until"] else ""


def _clock(at: float, texts: Texts, now: datetime) -> str:
    """As a clock shows it, with the day where it is another one."""
    moment = datetime.fromtimestamp(at, now.tzinfo)
    time = moment.strftime("%H:%M")
    if moment.date() == now.date():
        return time
    if moment.date() == now.date() + timedelta(days=1):
        return texts.say("menu.tomorrow-at", time=time)
    return moment.strftime("%Y-%m-%d %H:%M")
