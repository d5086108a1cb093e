"""Texts read in pictures, kept by the content of the picture and the way it was read: measuring rules a second time
takes seconds. What is kept is what stands on those screens, so only a command that says so keeps anything."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import PIL

from popupwatch.capture.images import read_picture
from popupwatch.errors import CorpusError, PictureError, ReaderError
from popupwatch.model import Frame, ScreenText
from popupwatch.ocr import recorded
from popupwatch.ocr.reader import Reader, ReaderStatus
from popupwatch.ocr.recorded import as_kept

# What so many earlier versions of reader or rules gave is kept beside the latest: an author goes back and forth.
_EARLIER = 3


@dataclass(frozen=True)
class KeptTexts:
    """The texts kept in *folder*, by one way of reading; without a folder none are kept."""

    folder: Path | None

    @classmethod
    def of(cls, folder: Path, way: str) -> KeptTexts:
        """Those in *folder* that were read this *way*. Raises CorpusError where nothing can be kept there."""
        return cls(latest_of(folder, way))

    def looks(self, picture: Path, reader: Callable[[], Reader]) -> KeptLooks:
        """The looks at the file *picture*. Raises PictureError where it cannot be opened."""
        try:
            content = picture.read_bytes()
        except OSError as error:
            reason = error.strerror or error
            raise PictureError("{path} cannot be opened: {reason}.", path=picture, reason=reason) from error
        return KeptLooks(content, str(picture), reader, self.folder)


class KeptLooks:
    """The looks at one picture: those kept in *folder*, and those that are taken now because they were not. The picture
    is decoded, and the *reader* asked for, only then. What is read now is as it will be once kept: the first
    measurement and the second agree to the last digit. *digest* is the name the picture has by its content."""

    def __init__(self, content: bytes, source: str, reader: Callable[[], Reader], folder: Path | None) -> None:
        self._content = content
        self._source = source
        self._reader = reader
        self.digest = hashlib.sha256(content).hexdigest()
        self._file = folder / f"{self.digest}.json" if folder else None
        self._read = _load(self._file) if self._file else _Read()
        self.were_kept = True

    def first(self) -> ScreenText:
        if self._read.first is None:
            self._add(first=as_kept(self._reader().read(self._frame)))
        assert self._read.first
        return self._read.first

    def closer(self, first: ScreenText) -> ScreenText:
        if self._read.closer is None:
            self._add(closer=as_kept(self._reader().read_closely(self._frame, first)))
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
        if self._file and not self.were_kept:
            write_whole(self._file, self._read.as_json())

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


def way_of_reading(reader: ReaderStatus, languages: Sequence[str]) -> str:
    """A name for everything that decides what is read in a picture, besides the picture: the reader, its version and
    languages, and our own code that prepares pictures for it."""
    digest = hashlib.sha256()
    for part in (reader.name, reader.version, *reader.languages, "", *languages, "", PIL.__version__):
        digest.update(f"{part}\n".encode())
    for file in sorted(Path(recorded.__file__).parent.glob("*.py")):
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


def latest_of(folder: Path, name: str) -> Path:
    """The folder *name* in *folder*, for oneself alone; those that were not wanted for longest are deleted. Raises
    CorpusError where nothing can be kept there."""
    own = folder / name
    try:
        own.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.utime(own)
        latest_first = sorted(filter(Path.is_dir, folder.iterdir()), key=lambda other: -other.stat().st_mtime)
        for other in latest_first[1 + _EARLIER :]:
            shutil.rmtree(other)
    except OSError as error:
        raise _cannot_keep(folder, error) from error
    return own


def write_whole(file: Path, content: Mapping[str, Any]) -> None:
    """Write *content* as JSON; whoever reads *file* meanwhile sees all or nothing. Raises CorpusError."""
    unfinished = file.with_suffix(f".{os.getpid()}")
    try:
        unfinished.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        unfinished.replace(file)
    except OSError as error:
        raise _cannot_keep(file.parent, error) from error


def _cannot_keep(folder: Path, error: OSError) -> CorpusError:
    return CorpusError(
        "What was read cannot be kept in {path}: {reason}. To do without: --no-cache",
        path=folder,
        reason=error.strerror or error,
    )
