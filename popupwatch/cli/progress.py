"""A progress bar for many pictures: on standard error, only where a person sees it, and out of the way of answers."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

_WIDTH = 30
_CLEAR_LINE = "\r\x1b[K"


class Progress:
    """Counts up to *total* pictures, one each time something is said in `aside`."""

    def __init__(self, total: int, shown: bool) -> None:
        self._total = total
        self._done = 0
        self._shown = shown and total > 1 and sys.stderr is not None and sys.stderr.isatty()

    def __enter__(self) -> Progress:
        self._show()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._hide()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Take the bar away while the answer to one more picture is written."""
        self._hide()
        yield
        self._done += 1
        self._show()

    def _show(self) -> None:
        if self._shown:
            full = _WIDTH * self._done // self._total
            bar = "█" * full + "░" * (_WIDTH - full)
            sys.stderr.write(f"{_CLEAR_LINE}{bar} {self._done} / {self._total}")
            sys.stderr.flush()

    def _hide(self) -> None:
        if self._shown:
            sys.stderr.write(_CLEAR_LINE)
            sys.stderr.flush()
