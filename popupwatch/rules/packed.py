"""Tens of thousands of phrases in little memory: packed, and unpacked one group at a time when it is wanted. As objects
they would take 20 MB more, all day, in a program that watches."""

from __future__ import annotations

import pickle
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any, Generic, TypeVar

T = TypeVar("T", bound=tuple[Any, ...])

# So many groups are kept unpacked: a dense page wants about a thousand, the next one mostly the same.
_UNPACKED = 4096


class Packed(Generic[T]):
    """A sequence of *groups* of named tuples of one kind, which *make* makes of their fields."""

    def __init__(self, groups: Iterable[Sequence[T]], make: Callable[..., T]) -> None:
        records = [pickle.dumps([tuple(item) for item in group], protocol=4) for group in groups]
        self._make = make
        self._ends = array("I", accumulate(map(len, records)))
        self._records = b"".join(records)
        self._unpacked: dict[int, tuple[T, ...]] = {}

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_unpacked": {}, "_ends": self._ends.tobytes()}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._ends = array("I")
        self._ends.frombytes(state["_ends"])

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> tuple[T, ...]:
        known = self._unpacked.get(number)
        if known is None:
            if len(self._unpacked) >= _UNPACKED:
                self._unpacked.clear()
            known = self._unpacked[number] = self._unpack(number)
        return known

    def __iter__(self) -> Iterator[tuple[T, ...]]:
        return map(self._unpack, range(len(self)))

    def _unpack(self, number: int) -> tuple[T, ...]:
        start = self._ends[number - 1] if number else 0
        return tuple(self._make(*fields) for fields in pickle.loads(self._records[start : self._ends[number]]))
