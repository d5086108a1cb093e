"""Text that was read before: kept as JSON, replayed by a reader that needs no picture. Imports only the model."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from popupwatch.errors import ReaderError
from popupwatch.model import Box, Frame, ScreenText, TextLine, Word

NAME = "recorded"
SCHEMA = 1

_LETTER_WIDTH, _LINE_HEIGHT, _LEADING, _MARGIN = 8, 16, 6, 20


def to_json(text: ScreenText) -> dict[str, Any]:
    """The form in which a text is stored: ``{"schema", "reader", "size": [w, h], "lines": [{"block", "words":
    [[text, [left, top, right, bottom], confidence], ...]}, ...]}``."""
    lines = [
        {
            "block": line.block,
            "words": [[word.text, word.box.as_list(), round(word.confidence, 3)] for word in line.words],
        }
        for line in text.lines
    ]
    return {"schema": SCHEMA, "reader": text.reader, "size": list(text.size), "lines": lines}


def from_json(stored: Any) -> ScreenText:
    """The inverse of `to_json`. Raises ReaderError when *stored* has another schema or form."""
    if not isinstance(stored, dict) or stored.get("schema") != SCHEMA:
        raise ReaderError("This is not a text recorded by popupwatch (schema {schema}).", schema=SCHEMA)
    try:
        lines = tuple(
            TextLine(tuple(_word(*word) for word in line["words"]), int(line["block"])) for line in stored["lines"]
        )
        width, height = stored["size"]
        text = ScreenText(lines, (int(width), int(height)), str(stored["reader"]))
    except (KeyError, TypeError, ValueError) as error:
        raise ReaderError("The recorded text is damaged: {reason}", reason=repr(error)) from error
    if not all(line.words for line in lines):
        raise ReaderError("The recorded text is damaged: a line without words.")
    return text


def as_kept(text: ScreenText) -> ScreenText:
    """*text* as it will be once it was stored, where confidences are rounded."""
    return from_json(to_json(text))


def _word(text: str, box: list[int], confidence: float) -> Word:
    left, top, right, bottom = (int(edge) for edge in box)
    if not isinstance(text, str) or not text:
        raise ValueError(f"no word: {text!r}")
    return Word(text, Box(left, top, right, bottom), float(confidence))


@dataclass(frozen=True)
class RecordedLooks:
    """What the looks at one picture saw: *text* and the share *unread* of the first, *more* of the closer, where it saw
    more. With both kept, what a scan would make of the picture can be told for any rules."""

    text: ScreenText
    unread: float = 0.0
    more: ScreenText | None = None

    def first(self) -> ScreenText:
        return self.text

    def unread_share(self, first: ScreenText) -> float:
        return self.unread

    def closer(self, first: ScreenText) -> ScreenText:
        return self.more or first

    @property
    def everything(self) -> ScreenText:
        """All that was read."""
        return self.more or self.text


def save(text: ScreenText, path: Path, picture: Path | None = None) -> None:
    """Write *text* as JSON; see `save_looks`."""
    save_looks(RecordedLooks(text), path, picture)


def save_looks(looks: RecordedLooks, path: Path, picture: Path | None = None) -> None:
    """Write *looks* as JSON, one line of the screen a line of the file, so that changes show in a diff; and a mark of
    the *picture* they were of, for `belongs_to`."""
    stored = to_json(looks.text)
    lines = {"lines": stored.pop("lines")} | ({"closer": to_json(looks.more)["lines"]} if looks.more else {})
    stored |= {"unread": looks.unread} | ({"picture": _mark(picture)} if picture else {})
    parts = [json.dumps(stored, ensure_ascii=False)[:-1]]
    for name, rows in lines.items():
        parts.append(f'"{name}": [\n  ' + ",\n  ".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]")
    path.write_text(", ".join(parts) + "}\n", encoding="utf-8", newline="\n")


def belongs_to(stored: Any, picture: Path) -> bool:
    """Whether *stored*, the content of a file, was read from *picture* as it is now."""
    return isinstance(stored, dict) and stored.get("picture") == _mark(picture)


def _mark(picture: Path) -> str:
    return hashlib.sha256(picture.read_bytes()).hexdigest()[:16]


def load(path: Path) -> ScreenText:
    """All that was read of what `save` wrote. Raises ReaderError when the file is missing or is no recorded text."""
    return load_looks(path).everything


def load_looks(path: Path) -> RecordedLooks:
    """Read what `save_looks` wrote. Raises ReaderError when the file is missing or is no recorded text."""
    return looks_from_json(stored_in(path))


def looks_from_json(stored: Any) -> RecordedLooks:
    """The looks of which *stored* is the file's content. Raises ReaderError when it has another schema or form."""
    text = from_json(stored)
    more = from_json({**stored, "lines": stored["closer"]}) if "closer" in stored else None
    unread = stored.get("unread", 0.0)
    if not isinstance(unread, int | float):
        raise ReaderError("The recorded text is damaged: {reason}", reason=f"unread {unread!r}")
    return RecordedLooks(text, float(unread), more)


def stored_in(path: Path) -> Any:
    """The content of the file *path*, for `belongs_to` and `looks_from_json`. Raises ReaderError when it is missing or
    no JSON."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ReaderError("{path} cannot be opened: {reason}.", path=path, reason=error.strerror) from error
    except ValueError as error:
        raise ReaderError("{path} is not a recorded text: {reason}", path=path, reason=error) from error


def from_plain_text(text: str) -> ScreenText:
    """Lines of plain text as if read from a screen in letters of one width. A blank line begins a new block."""
    lines: list[TextLine] = []
    block, top, right = 1, _MARGIN, 0
    for row in text.splitlines():
        words = tuple(
            Word(
                found.group(),
                Box(
                    _MARGIN + found.start() * _LETTER_WIDTH,
                    top,
                    _MARGIN + found.end() * _LETTER_WIDTH,
                    top + _LINE_HEIGHT,
                ),
                1.0,
            )
            for found in re.finditer(r"\S+", row)
        )
        if words:
            lines.append(TextLine(words, block))
            right = max(right, words[-1].box.right)
        elif lines and lines[-1].block == block:
            block += 1
        top += _LINE_HEIGHT + _LEADING
    return ScreenText(tuple(lines), (right + _MARGIN, top + _MARGIN), "plain")


class RecordedReader:
    """Replays texts in the order given, one a frame; closer looks find nothing more. Raises ReaderError when the texts
    are used up."""

    name = NAME

    def __init__(self, texts: Iterable[ScreenText]) -> None:
        self._texts = iter(texts)

    def read(self, frame: Frame) -> ScreenText:
        try:
            return next(self._texts)
        except StopIteration:
            raise ReaderError("No recorded text is left for {path}.", path=frame.source) from None

    def read_own_letters(self, frame: Frame) -> ScreenText:
        return self.read(frame)

    def read_other_letters(self, frame: Frame, first: ScreenText) -> ScreenText:
        return first

    def read_closely(self, frame: Frame, first: ScreenText) -> ScreenText:
        return first
