"""What watching may cost, and on what it is spent first."""

from __future__ import annotations

from collections import deque
from enum import Enum

# The minute over which the share is averaged, in seconds.
WINDOW = 60.0


class Need(Enum):
    """How much a piece of the screen matters. The value is how far into the budget reading it may go: what is large and
    new finds something left whatever else went on before."""

    NEW = 1.0
    SMALL = 0.4
    RESTLESS = 0.25


class Budget:
    """CPU seconds spent in the last minute, and how many there may be: *share* (0 to 1) of one core. Times are seconds
    of a clock that never goes back."""

    def __init__(self, share: float) -> None:
        self.share = share
        self._spent: deque[tuple[float, float]] = deque()
        self._sum = 0.0

    def spend(self, seconds: float, now: float) -> None:
        self._spent.append((now, seconds))
        self._sum += seconds

    def spent(self, now: float) -> float:
        """CPU seconds spent in the minute that ends *now*."""
        while self._spent and self._spent[0][0] <= now - WINDOW:
            self._sum -= self._spent.popleft()[1]
        return max(0.0, self._sum)

    def allows(self, need: Need, now: float, cost: float = 0.0) -> bool:
        """Whether something can be read *now* that will probably cost so many CPU seconds."""
        spent, most = self.spent(now), self.share * WINDOW * need.value
        return spent < most and spent + cost <= most
