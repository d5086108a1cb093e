"""Where in a TOML file things stand: of every key and every value the line and the column.

``tomllib`` tells none of this. Only text that it has read comes here, so nothing needs to be checked again: it is
enough to know where strings, lists and tables begin and end. Loaded when there is a problem to place, not before.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Callable

from popupwatch.rules.source import Way

_BLANK = re.compile(r"(?:\s|#[^\n]*)*")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}' r"|'''.*?'{3,5}" r'|"(?:\\.|[^"\\\n])*"' r"|'[^'\n]*'",
    re.DOTALL,
)
_NAME = re.compile(rf"(?:{_STRING.pattern}|[\w-]+)", re.DOTALL)
_DOT = re.compile(r"[ \t]*\.[ \t]*")
_OTHER = re.compile(r"[^,\]}#\n]+")


class Places:
    """The places of everything in *text*, which is valid TOML."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._line_starts = [0, *(line.end() for line in re.finditer("\n", text))]
        self._keys: dict[Way, int] = {}
        self._values: dict[Way, tuple[int, int]] = {}
        self._counts: dict[Way, int] = {}
        self._scan()

    def of_key(self, way: Way) -> tuple[int, int]:
        """Line and column of the last key of *way*, or of the nearest table around it that is written down."""
        while way and way not in self._keys:
            way = way[:-1]
        return self.at(self._keys.get(way, 0))

    def of_value(self, way: Way, part: str = "") -> tuple[int, int]:
        """Line and column of the value at *way*, or of *part* within it; where there is none, of its key."""
        if way not in self._values:
            return self.of_key(way)
        start, end = self._values[way]
        inside = self._text.find(part, start, end) if part else start
        return self.at(inside if inside >= 0 else start)

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column, from 1 each, of the character *offset*."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def _scan(self) -> None:
        table: Way = ()
        at = self._skip(0)
        while at < len(self._text):
            if self._text[at] == "[":
                table, at = self._header(at)
            else:
                at = self._entry(at, table)
            at = self._skip(at)

    def _skip(self, at: int) -> int:
        return _end(_BLANK.match(self._text, at), at)

    def _header(self, at: int) -> tuple[Way, int]:
        many = self._text.startswith("[[", at)
        names, end = self._names(self._skip(at + 1 + many))
        way: Way = ()
        for name in names[:-1]:
            way = self._latest((*way, name))
        way = (*way, names[-1])
        if many:
            self._keys.setdefault(way, at)
            self._counts[way] = self._counts.get(way, -1) + 1
            way = self._latest(way)
        self._keys[way] = at
        return way, self._text.index("]", end) + 1 + many

    def _latest(self, way: Way) -> Way:
        return (*way, self._counts[way]) if way in self._counts else way

    def _entry(self, at: int, table: Way) -> int:
        names, end = self._names(at)
        way = (*table, *names)
        for length in range(len(table) + 1, len(way) + 1):
            self._keys.setdefault(way[:length], at)
        return self._value(self._skip(self._text.index("=", end) + 1), way)

    def _names(self, at: int) -> tuple[tuple[str, ...], int]:
        """A key, which dots may divide, and where it ends."""
        names = []
        while True:
            end = _end(_NAME.match(self._text, at), at)
            name = self._text[at:end]
            names.append(tomllib.loads(f"name = {name}")["name"] if name[0] in "\"'" else name)
            dot = _DOT.match(self._text, end)
            if dot is None:
                return tuple(names), end
            at = dot.end()

    def _value(self, at: int, way: Way) -> int:
        first = self._text[at]
        if first == "[":
            end = self._items(at + 1, "]", lambda item, number: self._value(item, (*way, number)))
        elif first == "{":
            end = self._items(at + 1, "}", lambda item, _: self._entry(item, way))
        else:
            end = _end((_STRING if first in "\"'" else _OTHER).match(self._text, at), at + 1)
        self._values[way] = at, end
        return end

    def _items(self, at: int, closing: str, read: Callable[[int, int], int]) -> int:
        """Reads what commas divide, up to *closing*; where that ends."""
        at, number = self._skip(at), 0
        while self._text[at] != closing:
            at, number = self._skip(read(at, number)), number + 1
            if self._text[at] == ",":
                at = self._skip(at + 1)
        return at + 1


def _end(match: re.Match[str] | None, otherwise: int) -> int:
    return match.end() if match else otherwise
