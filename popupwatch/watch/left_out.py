"""What is not looked at: our own windows, which say the very words we look for, and those of a person's choosing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from popupwatch.capture.screen import Shot
from popupwatch.model import Box
from popupwatch.watch.platform.windows import OWN, Window, Windows

# What is not to be read is painted over with it.
GREY = 0xFF808080


class LeftOut:
    """Blanks windows whose title holds one of *titles*, those of *programs*, and our own. What stands in front of them
    is looked at all the same. Small and large letters are the same."""

    def __init__(self, windows: Windows, titles: Iterable[str] = (), programs: Iterable[str] = ()) -> None:
        self._windows = windows
        self._titles = tuple(title.casefold() for title in titles)
        self._programs = {OWN, *(program.casefold() for program in programs)}

    def blank(self, shots: Sequence[Shot]) -> None:
        """Paint grey over what is not to be looked at."""
        hidden = list(self._hidden(self._windows()))
        for shot in shots:
            for box in hidden:
                left, top = max(0, box.left - shot.box.left), max(0, box.top - shot.box.top)
                right, bottom = box.right - shot.box.left, box.bottom - shot.box.top
                if right > left and bottom > top:
                    shot.pixels[top:bottom, left:right] = GREY

    def _hidden(self, windows: Sequence[Window]) -> Iterator[Box]:
        for number, window in enumerate(windows):
            if self._is_left_out(window):
                pieces = [window.box]
                for above in windows[number + 1 :]:
                    if not self._is_left_out(above):
                        pieces = [rest for piece in pieces for rest in without(piece, above.box)]
                yield from pieces

    def _is_left_out(self, window: Window) -> bool:
        if any(program.casefold() in self._programs for program in window.programs):
            return True
        title = window.title.casefold()
        return any(part in title for part in self._titles)


def without(box: Box, other: Box) -> Iterator[Box]:
    """What of *box* lies outside *other*: up to four boxes that do not overlap."""
    top, bottom = max(box.top, other.top), min(box.bottom, other.bottom)
    left, right = max(box.left, other.left), min(box.right, other.right)
    if top >= bottom or left >= right:
        yield box
        return
    yield from (
        piece
        for piece in (
            Box(box.left, box.top, box.right, top),
            Box(box.left, bottom, box.right, box.bottom),
            Box(box.left, top, left, bottom),
            Box(right, top, box.right, bottom),
        )
        if piece.width > 0 and piece.height > 0
    )
