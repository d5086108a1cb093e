"""What reading a picture will probably cost, learned on this machine."""

from __future__ import annotations

# CPU seconds, measured over 147 pictures of our fixtures, laptop to 4K: to begin with, for a million pixels, and for a
# thousand cells that look like text (see ocr.unread). The middle half of all readings cost 0.9 to 1.2 times as much as
# this says, dense pages up to twice.
BEGIN, PIXELS, CELLS = 0.03, 0.03, 0.7
# How fast it is learned that this machine is slower or faster, and how much it may be.
LEARN, SLOWEST, FASTEST = 0.2, 20.0, 0.2
# Readings of fewer cells tell more of chance than of the machine.
TELLING = 50
# How many times as much a closer look costs, and one for other letters.
CLOSER, OTHER_LETTERS = 4.0, 1.5


class Cost:
    """Expects CPU seconds, and learns from what it was."""

    def __init__(self) -> None:
        self._machine = 1.0

    def expect(self, pixels: int, cells: int) -> float:
        """CPU seconds for a picture of so many *pixels*, of which so many *cells* look like text."""
        megapixels = pixels / 1e6
        return self._machine * (BEGIN * min(1.0, 10 * megapixels) + PIXELS * megapixels + CELLS * cells / 1e3)

    def learn(self, pixels: int, cells: int, seconds: float) -> None:
        """It was so many *seconds*."""
        if cells >= TELLING:
            ratio = self._machine * seconds / self.expect(pixels, cells)
            self._machine += LEARN * (min(SLOWEST, max(FASTEST, ratio)) - self._machine)
