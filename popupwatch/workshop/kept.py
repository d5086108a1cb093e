"""Texts read in pictures, kept by the content of the picture and the way it was read: measuring rules a second time
takes seconds. What is kept is what stands on those screens, so only a command that says so keeps anything."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import PIL

from popupwatch import ocr
from popupwatch.capture.images import read_picture
from popupwatch.errors import CorpusError, PictureError, ReaderError
from popupwatch.model import Frame, ScreenText
from popupwatch.ocr import recorded
from popupwatch.ocr.reader import Reader, ReaderStatus

# Readings of so many earlier versions of the reader are kept beside the newest: an author goes back and forth.
_EARLIER = 3


@dataclass(frozen=True)
class KeptTexts:
    """The texts kept in *folder*, by one way of reading; without a folder none are kept."""

    folder: Path | None

    @classmethod
    def of(cls, folder: Path, way: str) -> KeptTexts:
        """Those in *folder* that were read this *way*. Raises CorpusError where nothing can be kept there."""
        own = folder / way
        try:
            own.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.utime(own)
            _forget_earlier(folder)
        except OSError as error:
            raise _cannot_keep(folder, error) from error
        return cls(own)

    def looks(self, picture: Path, reader: Callable[[], Reader]) -> KeptLooks:
        """The looks at the file *picture*. Raises PictureError where it cannot be opened."""
        try:
            content = picture.read_bytes()
        except OSError as error:
            reason = error.strerror or error
            raise PictureError("{path} cannot be opened: {reason}.", path=picture, reason=reason) from error
        name = f"{hashlib.sha256(content).hexdigest()}.json"
        return KeptLooks(content, str(picture), reader, self.folder / name if self.folder else None)


class KeptLooks:
    """The looks at one picture: those kept in *file*, and those that are taken now because they were not. The picture
    is decoded, and the *reader* asked for, only then."""

    def __init__(self, content: bytes, source: str, reader: Callable[[], Reader], file: Path | None) -> None:
        self._content = content
        self._source = source
        self._reader = reader
        self._file = file
        self._read = _load(file) if file else _Read()
        self.were_kept = True

    def first(self) -> ScreenText:
        if self._read.first is None:
            self._add(first=_as_kept(self._reader().read(self._frame)))
        assert self._read.first
        return self._read.first

    def closer(self, first: ScreenText) -> ScreenText:
        if self._read.closer is None:
            self._add(closer=_as_kept(self._reader().read_closely(self._frame, first)))
        assert self._read.closer
        return self._read.closer

    def unread_share(self, first: ScreenText) -> float:
        if self._read.unread is None:
            from popupwatch.ocr.unread import unread_share

            self._add(unread=unread_share(self._frame, first))
        assert self._read.unread is not None
        return self._read.unread

    def save(self) -> None:
        """Keep what was read now. Raises CorpusError where that cannot be."""
        if self.were_kept or self._file is None:
            return
        unfinished = self._file.with_suffix(f".{os.getpid()}")  # the same picture may be read twice at once
        try:
            unfinished.write_text(json.dumps(self._read.as_json(), ensure_ascii=False), encoding="utf-8")
            unfinished.replace(self._file)
        except OSError as error:
            raise _cannot_keep(self._file.parent, error) from error

    @cached_property
    def _frame(self) -> Frame:
        return read_picture(io.BytesIO(self._content), self._source)

    def _add(self, **looks: Any) -> None:
        self._read = replace(self._read, **looks)
        self.were_kept = False


@dataclass(frozen=True)
class _Read:
    """What was read in one picture so far."""

    first: ScreenText | None = None
    closer: ScreenText | None = None
    unread: float | None = None

    def as_json(self) -> dict[str, Any]:
        first, closer = (recorded.to_json(text) if text else None for text in (self.first, self.closer))
        return {"first": first, "closer": closer, "unread": self.unread}


def _load(file: Path) -> _Read:
    """What is kept in *file*; nothing where it is missing or damaged."""
    try:
        kept = json.loads(file.read_bytes())
        first, closer = (recorded.from_json(kept[look]) if kept[look] else None for look in ("first", "closer"))
        return _Read(first, closer, None if kept["unread"] is None else float(kept["unread"]))
    except (OSError, ValueError, TypeError, KeyError, ReaderError):
        return _Read()


def _as_kept(text: ScreenText) -> ScreenText:
    """*text* as it will be when it was kept: the first measurement and the second agree to the last digit."""
    return recorded.from_json(recorded.to_json(text))


def way_of_reading(reader: ReaderStatus, languages: Sequence[str]) -> str:
    """A name for everything that decides what is read in a picture, besides the picture: the reader, its version and
    languages, and our own code that prepares pictures for it."""
    digest = hashlib.sha256()
    for part in (reader.name, reader.version, *reader.languages, "", *languages, "", PIL.__version__):
        digest.update(f"{part}\n".encode())
    for file in sorted(Path(ocr.__path__[0]).glob("*.py")):
        if file.stem != recorded.NAME:  # which reads no picture
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def forget(folder: Path) -> int:
    """Delete everything kept in *folder*. How many pictures' texts those were."""
    count = sum(1 for _ in folder.glob("*/*.json"))
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        return 0
    except OSError as error:
        reason = error.strerror or error
        raise CorpusError("{path} cannot be deleted: {reason}.", path=folder, reason=reason) from error
    return count


def _forget_earlier(folder: Path) -> None:
    newest_first = sorted(filter(Path.is_dir, folder.iterdir()), key=lambda way: -way.stat().st_mtime)
    for way in newest_first[1 + _EARLIER :]:
        shutil.rmtree(way)


def _cannot_keep(folder: Path, error: OSError) -> CorpusError:
    return CorpusError(
        "What was read cannot be kept in {path}: {reason}. To do without: --no-cache",
        path=folder,
        reason=error.strerror or error,
    )
