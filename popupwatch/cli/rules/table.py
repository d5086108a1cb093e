"""Tables for a terminal: columns lined up by spaces alone, a heading above, what the columns mean below."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Iterator, Sequence

import click

_WIDEST = 100
_GAP = "  "


def table(head: Sequence[str], rows: Iterable[Sequence[str]], left: Sequence[int] = (0,)) -> Iterator[str]:
    """*rows* under *head*, indented. Columns whose numbers stand in *left* begin at the left, the others hold figures
    and end at the right."""
    every = [tuple(head), *map(tuple, rows)]
    widths = [max(map(len, column)) for column in zip(*every, strict=True)]
    for number, row in enumerate(every):
        cells = [
            cell.ljust(width) if column in left else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        line = f"  {_GAP.join(cells)}".rstrip()
        yield click.style(line, dim=True) if line and number == 0 else line


def heading(text: str) -> Iterator[str]:
    """*text* above what follows, set off from what was before."""
    yield ""
    yield click.style(text, bold=True)


def wrapped(text: str, indent: str = "  ") -> list[str]:
    """*text* in lines of the terminal's width."""
    width = min(_WIDEST, shutil.get_terminal_size().columns)
    return textwrap.wrap(
        text, width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False
    )
