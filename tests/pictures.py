"""Pictures of our own windows for docs/pictures: ``python tests/pictures.py``, when a window has changed.

Each is taken on a real desktop, in front of an ordinary page, and must be judged clear when it is scanned.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from desktop import ROOT, Desktop, desktop
from eyes import picture_of
from PIL import Image
from warned import Warned, content, warned

from popupwatch.model import Box

FOLDER = ROOT / "docs" / "pictures"
SIZES = ((1366, 768), (1920, 1080))
TEXT_SIZES = (100, 200)
LANGUAGES = ("en", "fr")
# Views of the warning, by the button that leads there.
VIEWS = ("called", "trusted", "no-scam")
_COLOURS = 64


def name_of(language: str, text_size: int, size: Sequence[int], view: str = "") -> str:
    shown = f"warning-{view}" if view else "warning"
    return f"{shown}-{language}-{text_size}-{size[0]}x{size[1]}.png"


def take(made: Desktop, path: Path) -> None:
    """The screen as it is, in few colours: it is text."""
    time.sleep(0.3)
    picture_of(made).quantize(_COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


@contextmanager
def in_front_of_a_page(size: tuple[int, int]) -> Iterator[Desktop]:
    with desktop(size) as made:
        os.environ["DISPLAY"] = made.name
        behind = Image.new("RGB", size, "#3a5a70")
        page = made.picture(behind)
        yield made
        page.close()


def take_all(folder: Path) -> Iterator[Path]:
    """Take every picture; the path of each."""
    folder.mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        with in_front_of_a_page(size) as made:
            for language in LANGUAGES:
                for text_size in TEXT_SIZES:
                    shown = content(language=language, text_size=text_size, monitor=Box(0, 0, *size))
                    with warned(made, shown) as warning:
                        yield from _views(made, warning, folder, language, text_size, size)


def _views(
    made: Desktop, warning: Warned, folder: Path, language: str, text_size: int, size: tuple[int, int]
) -> Iterator[Path]:
    path = folder / name_of(language, text_size, size)
    take(made, path)
    yield path
    if size == SIZES[0]:
        for view in VIEWS:
            if view not in warning.where()["boxes"]:
                made.key("End")
            warning.click(view)
            warning.wait_for("back")
            made.key("shift+Tab", "Home")  # away from under the pointer, and at the top
            path = folder / name_of(language, text_size, size, view)
            take(made, path)
            yield path
            warning.click("back")


if __name__ == "__main__":
    for taken in take_all(FOLDER):
        sys.stdout.write(f"{taken}\n")
