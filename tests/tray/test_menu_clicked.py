"""Every entry of the menu, found by reading the screen and clicked in a real panel, in both languages."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from desktop import Desktop, desktop
from PIL import Image, ImageGrab
from rapidfuzz import fuzz
from running import tray, wait_for

from popupwatch.advice.texts import load_texts
from popupwatch.model import Box, Frame
from popupwatch.ocr.reader import Reader, choose_reader

TRAYER = ("trayer", "--edge", "bottom", "--align", "right", "--widthtype", "request", "--height", "32")
SIZE = (1024, 768)
ICON = (SIZE[0] - 13, SIZE[1] - 16)
WINDOWS = ("control", "history", "first-aid", "practise", "settings", "about")
ALIKE = 88


@pytest.fixture
def place(needs: Callable[[str], None]) -> Iterator[Desktop]:
    for program in ("Xvfb", "openbox", "trayer", "xdotool"):
        needs(program)
    with desktop(SIZE) as made:
        made.start("xsetroot", "-solid", "#47617a")
        made.start(*TRAYER)
        yield made


class Menu:
    """The menu of the icon in *place*, as a person sees it."""

    def __init__(self, place: Desktop, reader: Reader, language: str) -> None:
        self.place, self._reader, self._texts = place, reader, load_texts(language)

    def choose(self, *keys: str) -> None:
        """Open it, and click one entry after the other."""
        self.open()
        for key in keys:
            self._click(*self.find(self._texts.say(f"menu.{key}")))

    def open(self) -> None:
        before = self._picture().tobytes()
        self._click(*ICON)
        wait_for(lambda: self._picture().tobytes() != before)

    def find(self, label: str) -> tuple[int, int]:
        """Where *label* stands, once it can be read."""
        found: list[Box] = []

        def is_there() -> bool:
            text = self._reader.read(Frame(self._picture(), "the screen", SIZE))
            found.extend(line.box for line in text.lines if fuzz.ratio(line.text, label) >= ALIKE)
            return bool(found)

        wait_for(is_there)
        box = found[-1]
        return (box.left + box.right) // 2, (box.top + box.bottom) // 2

    def _picture(self) -> Image.Image:
        return ImageGrab.grab(xdisplay=self.place.name).convert("RGB")

    def _click(self, x: int, y: int) -> None:
        command = ["xdotool", "mousemove", str(x), str(y), "sleep", "0.3", "click", "1"]
        subprocess.run(command, env=self.place.environment, check=True, capture_output=True)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_entry(
    place: Desktop, gi: dict[str, str], tmp_path: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in gi.items():
        monkeypatch.setenv(name, value)
    settings = f'interval = 0.5\ncpu-share = 1.0\nlanguage = "{language}"\n'
    with tray(place, tmp_path, settings=settings) as running:
        menu = Menu(place, choose_reader(), language)
        wait_for(lambda: place.pixel(*ICON) not in (0x47617A, 0))
        for kind in WINDOWS:
            menu.choose(kind)
            wait_for(lambda kind=kind: running.window(kind) and place.titles_of("popupwatch"))
            running.window(kind).terminate()
            wait_for(lambda kind=kind: running.window(kind) is None)
        menu.choose("pause", "pause-1h")
        told = running.wait("paused")
        assert told["until"] - told["since"] == pytest.approx(3600, abs=5)
        menu.choose("resume")
        running.look_on(0.5)
        menu.choose("look")
        wait_for(lambda: "asked to look at once" in running.log)
        menu.choose("quit")
        assert running.process.wait(15) == 0
