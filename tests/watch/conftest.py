"""A watcher and all that surrounds it, with a real reader, the real rules, and a clock of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pytest
from desktop import ROOT
from PIL import Image, ImageDraw

from popupwatch.capture.screen import Shot
from popupwatch.capture.tiles import Pixels
from popupwatch.errors import CaptureError, ReaderError
from popupwatch.model import Box, Frame, Level, ScreenText, Verdict
from popupwatch.ocr.reader import Reader, choose_reader
from popupwatch.ocr.unread import cells_of_text, thinned
from popupwatch.rules.judge import judge
from popupwatch.rules.load import RuleBook, load_rules
from popupwatch.watch.budget import Budget
from popupwatch.watch.cost import Cost
from popupwatch.watch.watcher import Looked, Watcher

Screens = Sequence[Image.Image]
Shown = Callable[[], Image.Image | Screens]
PAGE = 0.2  # seconds that reading one of the pages here is expected to cost at first
VIDEO = (832, 64, 1216, 640)


@dataclass
class World:
    """All that surrounds a watcher: what it is given, and what it tells and reads, each with its time from 0."""

    reader: Reader
    rules: RuleBook
    pixels_of: Callable[[Image.Image], Pixels]
    share: float = 0.5
    cost: float = 0.3  # seconds of reading a page; less text costs less
    grabbing: float = 0.0  # and of each look at the screens
    now: float = 0.0
    cpu: float = 0.0
    screens: Screens | CaptureError = ()
    fails: ReaderError | None = None
    texts: list[tuple[float, ScreenText]] = field(default_factory=list)
    closely: list[float] = field(default_factory=list)  # when something was looked at closely
    others: list[float] = field(default_factory=list)  # when other letters were tried
    areas: list[tuple[float, int, Box]] = field(default_factory=list)
    told: list[tuple[float, int, Level]] = field(default_factory=list)
    looks: list[Looked] = field(default_factory=list)
    weighed: list[ScreenText] = field(default_factory=list)  # what the rules were asked about

    @property
    def name(self) -> str:
        return self.reader.name

    def grab(self) -> list[Shot]:
        if isinstance(self.screens, CaptureError):
            raise self.screens
        self.cpu += self.grabbing
        return [
            Shot(number, Box(0, 0, *image.size), self.pixels_of(image)) for number, image in enumerate(self.screens, 1)
        ]

    def read(self, frame: Frame) -> ScreenText:
        raise AssertionError("watching reads other letters only where it has to")

    def read_own_letters(self, frame: Frame) -> ScreenText:
        cells = cells_of_text(thinned(frame.image))
        seconds = self.cost / PAGE * Cost().expect(frame.image.width * frame.image.height, cells)
        self.cpu += seconds
        self.now += seconds
        if self.fails:
            raise self.fails
        text = self.reader.read_own_letters(frame)
        self.texts.append((self.now, text))
        return text

    def read_other_letters(self, frame: Frame, first: ScreenText) -> ScreenText:
        self.others.append(self.now)
        return self.reader.read_other_letters(frame, first)

    def read_closely(self, frame: Frame, first: ScreenText) -> ScreenText:
        self.closely.append(self.now)
        return self.reader.read_closely(frame, first)

    def judge(self, text: ScreenText) -> Verdict:
        self.weighed.append(text)
        return judge(text, self.rules)

    def looked(self, looked: Looked) -> None:
        self.looks.append(looked)

    def reading(self, screen: int, box: Box) -> None:
        self.areas.append((self.now, screen, box))

    def judged(self, screen: int, verdict: Verdict, monitor: Box) -> None:
        self.told.append((self.now, screen, verdict.level))

    @cached_property
    def budget(self) -> Budget:
        return Budget(self.share)

    @cached_property
    def watcher(self) -> Watcher:
        return Watcher(self.grab, self, self.judge, self.budget, self, lambda: self.now, lambda: self.cpu)

    def watch(self, seconds: float, shown: Shown | Image.Image) -> None:
        """Look every second, and sooner where the watcher asks for it, as the reading process does. *shown* is asked
        at every look."""
        tick, end = self.now, self.now + seconds
        while self.now < end:
            screens = shown() if callable(shown) else shown
            self.screens = [screens] if isinstance(screens, Image.Image) else screens
            again = self.watcher.look()
            while tick <= self.now:
                tick += 1.0
            self.now = tick if again is None else min(tick, self.now + max(again, 0.001))

    def levels(self, since: float = 0.0) -> list[Level]:
        return [level for now, _, level in self.told if now >= since]


@pytest.fixture(scope="session")
def reader() -> Reader:
    return choose_reader(cores=1)


@pytest.fixture(scope="session")
def rules() -> RuleBook:
    return load_rules()


@pytest.fixture
def world(reader: Reader, rules: RuleBook, pixels_of: Callable[[Image.Image], Pixels]) -> World:
    return World(reader, rules, pixels_of)


@pytest.fixture
def page(pictures: Any) -> Image.Image:
    return Image.open(pictures.ordinary).convert("RGB")


@pytest.fixture
def scam(pictures: Any) -> Image.Image:
    return Image.open(pictures.scam).convert("RGB")


@pytest.fixture(scope="session")
def japanese() -> Image.Image:
    return Image.open(ROOT / "fixtures" / "scam" / "ja-screen-lock-black.png").convert("RGB")


@pytest.fixture
def popup(page: Image.Image, scam: Image.Image) -> Image.Image:
    """The page with a window before it, below its words."""
    return with_popup(page, scam)


def with_popup(page: Image.Image, scam: Image.Image, at: tuple[int, int] = (20, 285)) -> Image.Image:
    image = page.copy()
    image.paste(scam.crop((100, 60, 860, 480)), at)
    ImageDraw.Draw(image).rectangle((*at, at[0] + 759, at[1] + 419), outline="navy", width=3)
    return image


def playing_on(page: Image.Image, box: tuple[int, int, int, int] = VIDEO) -> Shown:
    """The page with a video that shows something else at every look."""
    frames = iter(range(10_000))

    def shown() -> Image.Image:
        image, frame = page.copy(), next(frames)
        pen = ImageDraw.Draw(image)
        pen.rectangle(box, fill=(20, 40, 30 + frame % 97))
        left, top = box[0] + frame * 29 % 200, box[1] + frame * 17 % 200
        pen.ellipse((left, top, left + 90, top + 90), fill="orange")
        return image

    return shown


def subtitles_on(page: Image.Image) -> Shown:
    """The page with something to read that is something else at every look."""
    frames = iter(range(10_000))

    def shown() -> Image.Image:
        image = page.copy()
        ImageDraw.Draw(image).rectangle(VIDEO, fill="black")
        frame = next(frames)
        for row in range(12):
            ImageDraw.Draw(image).text((850, 80 + 44 * row), f"Scene {frame * 7 + row}: they meet again", fill="white")
        return image

    return shown


@pytest.fixture
def playing() -> Callable[..., Shown]:
    return playing_on


@pytest.fixture
def subtitled() -> Callable[..., Shown]:
    return subtitles_on


@pytest.fixture
def before() -> Callable[..., Image.Image]:
    """A window with the scam before a page."""
    return with_popup
