"""How long a pause lasts, from what a person asked for."""

from __future__ import annotations

from datetime import datetime, timedelta

from popupwatch.errors import WatchError

_UNITS = {"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86_400, "j": 86_400}
_MORNING = 6  # o'clock: when tomorrow begins
_LONGEST = 7 * 86_400


def seconds_of(text: str, now: datetime) -> float:
    """How many seconds ``15m``, ``1h``, ``90`` (minutes) or ``tomorrow`` are. Raises WatchError for anything else."""
    asked = text.strip().lower()
    if asked in ("tomorrow", "demain"):
        morning = (now + timedelta(days=1)).replace(hour=_MORNING, minute=0, second=0, microsecond=0)
        return (morning - now).total_seconds()
    number = asked.rstrip("abcdefghijklmnopqrstuvwxyz ")
    unit = asked[len(number) :].strip() or "m"
    try:
        seconds = float(number.replace(",", ".")) * _UNITS[unit]
    except (ValueError, KeyError):
        raise WatchError("“{text}” is no length of time. Write 15m, 1h or tomorrow.", text=text) from None
    if not 0 < seconds <= _LONGEST:
        raise WatchError("“{text}” is too long or too short. A pause lasts at most seven days.", text=text)
    return seconds
