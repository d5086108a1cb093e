"""When something was, as people say it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta


def when(at: float, say: Callable[..., str], today: date) -> str:
    """The day and the time of *at* (seconds since 1970), seen from *today*."""
    moment = datetime.fromtimestamp(at)
    time = say("when.time", hour=moment.hour, minute=f"{moment.minute:02d}")
    if moment.date() == today:
        return say("when.today", time=time)
    if moment.date() == today - timedelta(days=1):
        return say("when.yesterday", time=time)
    said = say(
        "when.day",
        weekday=say(f"when.weekday-{moment.isoweekday()}"),
        day=say("when.first") if moment.day == 1 else moment.day,
        month=say(f"when.month-{moment.month}"),
        year=moment.year,
        time=time,
    )
    return said[0].upper() + said[1:]
