"""Finds words on a desktop as a person does, by reading the screen, and clicks there."""

from __future__ import annotations

import subprocess
from functools import cache

from desktop import Desktop
from PIL import Image, ImageGrab
from rapidfuzz import fuzz

from popupwatch.advice.texts import load_texts
from popupwatch.model import Box, Frame, TextLine, enclosing
from popupwatch.ocr.reader import Reader, choose_reader

ALIKE = 88
# A panel in the lower right corner that holds one icon, and the colour of the desktop around it.
TRAYER = ("trayer", "--edge", "bottom", "--align", "right", "--widthtype", "request", "--height", "32")
GROUND = 0x47617A


def picture_of(place: Desktop) -> Image.Image:
    return ImageGrab.grab(xdisplay=place.name).convert("RGB")


def find(place: Desktop, said: str) -> tuple[int, int]:
    """Where *said* stands, once it can be read: on a button rather than within a sentence."""
    found: list[tuple[int, Box]] = []

    def is_there() -> bool:
        text = _reader().read(Frame(picture_of(place), "the screen", place.size))
        found.extend((len(line.words), box) for line in text.lines if (box := _box_of(said, line)))
        return bool(found)

    place.wait(is_there)
    box = min(found, key=lambda pair: pair[0])[1]
    return (box.left + box.right) // 2, (box.top + box.bottom) // 2


def _box_of(said: str, line: TextLine) -> Box | None:
    """Where *said* stands in *line*, which may say more."""
    if fuzz.ratio(line.text, said) >= ALIKE:
        return line.box
    count = len(said.split())
    for first in range(len(line.words) - count + 1):
        words = line.words[first : first + count]
        if fuzz.ratio(" ".join(word.text for word in words), said) >= ALIKE:
            return enclosing([word.box for word in words])
    return None


def click(place: Desktop, x: int, y: int) -> None:
    """Go there, rest a moment, and click."""
    command = ["xdotool", "mousemove", str(x), str(y), "sleep", "0.3", "click", "1"]
    subprocess.run(command, env=place.environment, check=True, capture_output=True)


def start_panel(place: Desktop) -> None:
    place.start("xsetroot", "-solid", f"#{GROUND:06x}")
    place.start(*TRAYER)


def icon_place(place: Desktop) -> tuple[int, int]:
    """The middle of the one icon in the panel."""
    return place.size[0] - 13, place.size[1] - 16


def wait_for_icon(place: Desktop) -> None:
    place.wait(lambda: place.pixel(*icon_place(place)) not in (GROUND, 0))


def choose(place: Desktop, language: str, *keys: str) -> None:
    """Open the icon's menu, and click one entry after the other."""
    before = picture_of(place).tobytes()
    click(place, *icon_place(place))
    place.wait(lambda: picture_of(place).tobytes() != before)
    for key in keys:
        click(place, *find(place, load_texts(language).say(f"menu.{key}")))


@cache
def _reader() -> Reader:
    return choose_reader()
