"""What the person wants scanned, as a list of pictures that open when their turn comes."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from popupwatch.capture.images import open_picture, pictures_in, read_picture
from popupwatch.errors import PictureError, PopupwatchError
from popupwatch.model import Frame

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to scan: the name it goes by, and how to get it, which raises PopupwatchError where it cannot."""

    name: str
    open: Callable[[], Frame]


def pictures(paths: Sequence[str], clipboard: bool, screen: bool) -> list[Picture]:
    """Everything asked for, in order. What cannot be had (a folder without pictures, no display) is in the list too:
    opening it raises. The screen is captured at once, before anything else can change it."""
    found: list[Picture] = []
    if screen:
        found += _captured("screen", _screens)
    if clipboard:
        found += _captured("clipboard", _clipboard)
    for path in paths:
        if path == STDIN:
            found.append(Picture(STDIN, _stdin))
        elif Path(path).is_dir():
            found += _captured(path, functools.partial(_folder, Path(path)))
        else:
            found.append(_file(Path(path)))
    return found


def _captured(name: str, capture: Callable[[], list[Picture]]) -> list[Picture]:
    try:
        return capture()
    except PopupwatchError as error:
        return [Picture(name, functools.partial(_fail, error))]


def _fail(error: PopupwatchError) -> NoReturn:
    raise error


def _file(path: Path) -> Picture:
    return Picture(str(path), lambda: open_picture(path))


def _folder(path: Path) -> list[Picture]:
    return [_file(picture) for picture in pictures_in(path)]


def _screens() -> list[Picture]:
    from popupwatch.capture.screen import grab_screens

    return [_frame(frame) for frame in grab_screens()]


def _clipboard() -> list[Picture]:
    from popupwatch.capture.clipboard import grab_clipboard

    content = grab_clipboard()
    return [_frame(content)] if isinstance(content, Frame) else [_file(path) for path in content]


def _frame(frame: Frame) -> Picture:
    return Picture(frame.source, lambda: frame)


def _stdin() -> Frame:
    if sys.stdin is None or sys.stdin.isatty():
        raise PictureError(
            "Standard input (-) holds no picture: pipe one in, for example: cat picture.png | popupwatch scan -"
        )
    return read_picture(sys.stdin.buffer, STDIN)
