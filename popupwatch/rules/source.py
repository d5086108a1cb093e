"""A rule file as it is written: its content, and every problem of it with its exact place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from popupwatch.errors import RuleError

if TYPE_CHECKING:
    from popupwatch.rules.places import Places

# The way to a value: keys of tables and numbers of list entries, ``("clue", 2, "find", 0)``.
Way = tuple[str | int, ...]

# What goes wrong most often, as tomllib says it, and in plain words.
_IN_PLAIN_WORDS = {
    "Illegal character '\\n'": RuleError("a text in quotes does not end on its line"),
    "Unterminated string": RuleError("a text in quotes does not end"),
    "Unescaped '\\\\' in a string": RuleError("a backslash in double quotes; in single quotes it may stand alone"),
    "Unclosed array": RuleError("a list is not closed, or a comma is missing before this"),
    "Invalid value": RuleError("there is no value here; texts stand in quotes"),
    "Invalid statement": RuleError("this is neither key = value nor a [table]"),
    "Expected '=' after a key in a key/value pair": RuleError("= is missing after the key"),
    "Expected newline or end of document after a statement": RuleError("there is something more behind the value"),
    "Cannot overwrite a value": RuleError("the key is there twice"),
}


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a rule file, written ``path:line:column: what is wrong``. *kind* says what sort."""

    path: Path
    line: int
    column: int
    error: RuleError
    kind: str = ""

    def __str__(self) -> str:
        return str(self.sentence())

    @property
    def where(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"

    def sentence(self) -> RuleError:
        """The place and what is wrong there, to be told."""
        return RuleError("{where}: {problem}", where=self.where, problem=self.error)


class RuleFile:
    """A TOML file: its *data*, and the *problems* noted so far. What cannot be read has no data and one problem."""

    def __init__(self, path: Path, data: dict[str, Any] | None = None) -> None:
        """Reads *path*, or takes *data* for its content: then problems are noted at its beginning."""
        self.path = path
        self.problems: list[Problem] = []
        self.text = ""
        self.data: dict[str, Any] = {} if data is None else data
        if data is None:
            self._read()

    def _read(self) -> None:
        try:
            content = self.path.read_bytes()
            self.text = content.decode("utf-8-sig").replace("\r\n", "\n")
            self.data = tomllib.loads(self.text)
        except OSError as problem:
            self._note(1, 1, RuleError("This file cannot be read: {reason}.", reason=problem.strerror), "unreadable")
        except UnicodeDecodeError as problem:
            line, column = place_after(content[: problem.start].decode("utf-8-sig", "replace"))
            error = RuleError("This is not text in UTF-8. Save the file again with the encoding UTF-8.")
            self._note(line, column, error, "unreadable")
        except (tomllib.TOMLDecodeError, RecursionError) as problem:
            reason, _, at = str(problem).partition(" (at ")
            found = re.match(r"line (\d+), column (\d+)", at)
            line, column = (int(found[1]), int(found[2])) if found else place_after(self.text.rstrip())
            error = RuleError("This is not valid TOML: {reason}.", reason=_IN_PLAIN_WORDS.get(reason, reason))
            self._note(line, column, error, "not-toml")

    @cached_property
    def places(self) -> Places:
        from popupwatch.rules.places import Places  # most files have no problem to place

        return Places("" if self.problems and not self.data else self.text)

    def note(self, way: Way, error: RuleError, kind: str = "wrong-value", part: str = "") -> None:
        """Note what is wrong with the value at *way*, or with *part* of it; where it is missing, at what is around."""
        self._note(*self.places.of_value(way, part), error, kind)

    def note_key(self, way: Way, error: RuleError, kind: str) -> None:
        """Note what is wrong with the last key of *way*."""
        self._note(*self.places.of_key(way), error, kind)

    def unknown_keys(self, found: Iterable[str], known: Collection[str], table: Way = ()) -> None:
        for key in found:
            if key not in known:
                hint = did_you_mean(key, known)
                error = RuleError("There is no key “{key}” here. {hint}", key=key, hint=hint)
                self.note_key((*table, key), error, "unknown-key")

    def _note(self, line: int, column: int, error: RuleError, kind: str) -> None:
        self.problems.append(Problem(self.path, line, column, error, kind))


def did_you_mean(word: str, known: Collection[str], too_many: RuleError | None = None) -> RuleError:
    """What *word* was probably meant to be, or all there is to choose from. Where that is *too_many* to be named, this
    says instead where they stand."""
    if close := closest(word, known):
        return RuleError("Did you mean “{name}”?", name=close)
    return too_many or RuleError("Known are: {names}.", names=", ".join(sorted(known)))


def closest(word: str, known: Collection[str]) -> str | None:
    """The one of *known* that is most like *word*, if any is."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, sorted(known), n=1)), None)


def place_after(text: str) -> tuple[int, int]:
    """Line and column, from 1 each, of what follows *text*."""
    return text.count("\n") + 1, len(text) - (text.rfind("\n") + 1) + 1
