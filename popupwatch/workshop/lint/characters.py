"""Characters that nobody sees: they make words differ that look the same, and rule files unreadable."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from popupwatch.errors import RuleError
from popupwatch.rules.source import RuleFile, place_after
from popupwatch.workshop.lint.remark import Lint, Remark

INVISIBLE = Lint(
    "invisible-character",
    RuleError("Nobody can see it in an editor, and it makes words differ that look the same."),
)
# Written as an escape they are just as much part of the text.
_ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*(\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})")
_KINDS = ("Cf", "Cc", "Zl", "Zp")
# Letters by their kind, but blank: fillers of Hangul and Braille.
_BLANKS = "\u115f\u1160\u2800\u3164\uffa0"


def invisible_characters(file: RuleFile) -> Iterator[Remark]:
    """Every invisible character of *file*. Spaces of other kinds count where TOML does not take them for spaces."""
    kinds = (*_KINDS, "Zs") if file.text and not file.data else _KINDS
    for at, letter in enumerate(file.text):
        if not letter.isascii() and (unicodedata.category(letter) in kinds or letter in _BLANKS):
            yield _remark(file, at, letter)
    for escape in _ESCAPE.finditer(file.text):
        letter = chr(min(int(escape[1][2:], 16), 0x10FFFF))
        if letter not in "\n\t" and (unicodedata.category(letter) in _KINDS or letter in _BLANKS):
            yield _remark(file, escape.start(1), letter)


def _remark(file: RuleFile, at: int, letter: str) -> Remark:
    what = RuleError(
        "There is an invisible character here: {name} (U+{code:04X}).", name=_name(letter), code=ord(letter)
    )
    instead = RuleError("Delete what stands here and type it again.")
    return INVISIBLE.at(file, place_after(file.text[:at]), what, instead)


def _name(letter: str) -> str:
    return unicodedata.name(letter, "control character").lower()
