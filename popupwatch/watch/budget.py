"""What watching may cost, and on what it is spent first."""

from __future__ import annotations

from enum import Enum

# The minute over which the share is averaged, in seconds.
WINDOW = 60.0
# How much of a minute's worth can be gathered and spent at once; the rest comes in steadily. Together they are what may
# be spent in any minute, and what was spent in one busy moment does not leave the rest of the minute with nothing.
GATHERED = 0.4
# The last part of what was gathered, as a share, is for what is new and large and costs no more than that.
RESERVE = 0.35
# With so much of what can be gathered, what is not new, or only a part, may be read whatever it costs.
FULL = 0.95


class Need(Enum):
    """How much a piece of the screen matters. The value is the share of what can be gathered that must be left."""

    NEW = 0.0
    SMALL = 0.5
    RESTLESS = 0.7


class Budget:
    """CPU seconds that may be spent: *share* (0 to 1) of one core over any minute. Times are seconds of a clock that
    never goes back."""

    def __init__(self, share: float, now: float = 0.0) -> None:
        self._most = GATHERED * share * WINDOW
        self._each_second = (1 - GATHERED) * share
        self._held, self._at = self._most, now

    def spend(self, seconds: float, now: float) -> None:
        self._held = self.held(now) - seconds
        self._at = now

    def held(self, now: float) -> float:
        """CPU seconds that can be spent at once *now*; below zero when more was spent than was expected."""
        return min(self._most, self._held + self._each_second * max(0.0, now - self._at))

    def allows(self, need: Need, now: float, cost: float = 0.0, in_part: bool = False, is_likely: bool = False) -> bool:
        """Whether something can be read *now* that will probably cost so many CPU seconds; *in_part*: it is only a
        small part of the screen, or of something that cannot be read at once; *is_likely*: it is probably what all is
        kept for, a scam."""
        reserve, held = RESERVE * self._most, self.held(now)
        is_dear = need is Need.NEW and (in_part or cost > reserve) and not is_likely
        leaves = reserve if is_dear else need.value * self._most
        # What is new and dearer than all that can be gathered is read in parts; parts are never too dear.
        return held >= leaves + cost or (held >= FULL * self._most and (in_part or need is not Need.NEW))
