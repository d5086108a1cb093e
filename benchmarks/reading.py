#!/usr/bin/env python3
"""How much of scam pages is read, and at what cost: the steps towards what `popupwatch.ocr` does, and those left out.

usage: benchmarks/reading.py FOLDER [--every N] [--steps]

FOLDER holds pictures and what stands on them: either `scam/NAME-VARIANT.webp` with `text/NAME.txt`, or pages as
`X.png`, `X.html`, `X.toml` beside each other (those with `expected = "clear"` are left out). Without --steps only the
naive reading and the two looks are measured. All readings of a picture are done one after the other, so that the
ratios hold on a busy machine; the absolute times do not.

Columns: recall, the share of words of three and more letters found (mean over pictures; text hidden behind other
windows counts as missed, so compare rows only); numbers, the pictures on which a phone number was found digit by digit;
precision; CPU and wall time over those of the naive reading (medians of the ratios).
"""

from __future__ import annotations

import argparse
import html
import os
import re
import resource
import statistics
import time
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OMP_THREAD_LIMIT", "1")

import pytesseract
import tesserocr
from PIL import Image

from popupwatch.model import Frame, ScreenText
from popupwatch.ocr.embedded import EmbeddedReader
from popupwatch.ocr.prepare import CLOSE, QUICK, Fineness, faint_letters, letters
from popupwatch.ocr.tessdata import folder_with, language_files

Read = Callable[[Image.Image], str]


@dataclass(frozen=True)
class Page:
    """A picture and the words that stand on it."""

    path: Path
    words: Counter[str]
    numbers: frozenset[str]


@dataclass(frozen=True)
class Measured:
    """What one way of reading made of one page. *number* is None where the page shows none."""

    recall: float
    precision: float
    number: bool | None
    wall: float
    cpu: float


# --- pages -----------------------------------------------------------------------------------------------------------


def pages(folder: Path) -> Iterator[Page]:
    for picture in sorted(folder.glob("scam/*.webp")):
        yield page(picture, (folder / "text" / f"{picture.stem.rpartition('-')[0]}.txt").read_text(encoding="utf-8"))
    for facts in sorted(folder.rglob("*.toml")):
        source, picture = facts.with_suffix(".html"), facts.with_suffix(".png")
        if source.exists() and picture.exists() and tomllib.loads(facts.read_text())["expected"] != "clear":
            yield page(picture, visible_text(source.read_text(encoding="utf-8")))


def page(picture: Path, text: str) -> Page:
    return Page(picture, Counter(words_of(text)), frozenset(numbers_of(text)))


def visible_text(source: str) -> str:
    shown = re.sub(r"(?s)<(style|script|title|head)\b.*?</\1>|<!--.*?-->", "", source)
    inline = re.sub(r"</?(span|b|i|u|em|strong|a|sup|font|s)\b[^>]*>", "", shown)
    return html.unescape(re.sub(r"<[^>]+>", " ", inline))


def words_of(text: str) -> list[str]:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return [word for word in re.findall(r"[^\W_]+", bare.casefold()) if len(word) >= 3]


def numbers_of(text: str) -> Iterator[str]:
    for found in re.findall(r"\+?\(?\d[\dXx \u00a0().\-–·—/_]{5,}[\dXx]", text):
        digits = re.sub(r"[^\dX]", "", found.upper())
        if 8 <= len(digits) <= 15 and sum(digit.isdigit() for digit in digits) >= 5:
            yield digits


# --- ways of reading -------------------------------------------------------------------------------------------------


def tesseract(picture: Image.Image, layout: int = 3, invert: bool = True, **variables: str) -> str:
    """One run of Tesseract in this process on a picture in grey or RGB."""
    engine = engines.setdefault(str(variables), None) or new_engine(variables)
    engines[str(variables)] = engine
    channels = len(picture.getbands())
    engine.SetPageSegMode(layout)
    engine.SetVariable("tessedit_do_invert", "1" if invert else "0")
    width, height = picture.size
    engine.SetImageBytes(picture.tobytes(), width, height, channels, width * channels)
    engine.SetSourceResolution(96)
    return str(engine.GetUTF8Text())


engines: dict[str, tesserocr.PyTessBaseAPI | None] = {}


def new_engine(variables: dict[str, str]) -> tesserocr.PyTessBaseAPI:
    tesserocr.set_leptonica_log_level(tesserocr.LeptLogLevel.NONE)
    folder = folder_with(("eng",), language_files())
    return tesserocr.PyTessBaseAPI(path=f"{folder}/", lang="eng", variables=variables)


def larger(picture: Image.Image, scale: float) -> Image.Image:
    size = (round(picture.width * scale), round(picture.height * scale))
    return picture.resize(size, Image.Resampling.BICUBIC)


def text_of(text: ScreenText) -> str:
    return "\n".join(line.text for line in text.lines)


def looks() -> dict[str, Read]:
    reader = EmbeddedReader()

    def both(image: Image.Image) -> str:
        frame = Frame(image, "")
        return text_of(reader.read_closely(frame, reader.read(frame)))

    return {
        "naive: pytesseract.image_to_string(colour)": lambda image: str(pytesseract.image_to_string(image)),
        "FIRST LOOK": lambda image: text_of(reader.read(Frame(image, ""))),
        "FIRST AND CLOSER LOOK": both,
    }


def steps() -> dict[str, Read]:
    def grey(image: Image.Image) -> Image.Image:
        return image.convert("L")

    return {
        "colour, in this process": tesseract,
        "grey": lambda image: tesseract(grey(image)),
        "grey x1.5": lambda image: tesseract(larger(grey(image), 1.5)),
        "grey x2": lambda image: tesseract(larger(grey(image), 2)),
        "green channel": lambda image: tesseract(image.getchannel("G")),
        "grey, local Otsu thresholds": lambda image: tesseract(grey(image), thresholding_method="1"),
        "grey, Sauvola thresholds": lambda image: tesseract(grey(image), thresholding_method="2"),
        "letters, grain 4 window 9": lambda image: tesseract(letters(image, Fineness(4, 9, 0))),
        "letters, grain 6 window 7": lambda image: tesseract(letters(image, Fineness(6, 7, 0))),
        "letters, texture 16": lambda image: tesseract(letters(image, QUICK)),
        "letters, no inversion": lambda image: tesseract(letters(image, QUICK), invert=False),
        "letters x1.25": lambda image: tesseract(larger(letters(image, QUICK), 1.25), invert=False),
        "letters x1.5": lambda image: tesseract(larger(letters(image, QUICK), 1.5), invert=False),
        "letters x2": lambda image: tesseract(larger(letters(image, QUICK), 2), invert=False),
        "faint letters x2": lambda image: tesseract(larger(faint_letters(image), 2), invert=False),
        "letters x2, close": lambda image: tesseract(larger(letters(image, CLOSE), 2), invert=False),
        "letters x1.5, PSM 4": lambda image: tesseract(larger(letters(image, QUICK), 1.5), 4, invert=False),
        "letters x1.5, PSM 6": lambda image: tesseract(larger(letters(image, QUICK), 1.5), 6, invert=False),
        "letters x1.5, PSM 11": lambda image: tesseract(larger(letters(image, QUICK), 1.5), 11, invert=False),
    }


# --- measuring -------------------------------------------------------------------------------------------------------


def cpu_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def measure(page: Page, image: Image.Image, read: Read) -> Measured:
    cpu, wall = cpu_seconds(), time.perf_counter()
    text = read(image)
    wall, cpu = time.perf_counter() - wall, cpu_seconds() - cpu
    found = Counter(words_of(text))
    right = (found & page.words).total()
    rows = [re.sub(r"[^\dX]", "", row.upper()) for row in text.splitlines()]
    digits = "|".join(rows) + "|" + "".join(rows)
    number = any(number in digits for number in page.numbers) if page.numbers else None
    return Measured(right / max(1, page.words.total()), right / max(1, found.total()), number, wall, cpu)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--every", type=int, default=1, metavar="N", help="measure every Nth picture only")
    arguments.add_argument("--steps", action="store_true", help="also the steps on the way and those thrown out")
    given = arguments.parse_args()
    ways = looks() | (steps() if given.steps else {})
    table: dict[str, list[Measured]] = {name: [] for name in ways}
    for shown in list(pages(given.folder))[:: given.every]:
        image = Image.open(shown.path).convert("RGB")
        for name, read in ways.items():
            table[name].append(measure(shown, image, read))
    naive = table[next(iter(ways))]
    print(f"{given.folder}: {len(naive)} pictures\n\n| reading | recall | numbers | precision | CPU | wall |")
    print("|---|---|---|---|---|---|")
    for name, rows in table.items():
        numbers = [row.number for row in rows if row.number is not None]
        cpu = statistics.median(row.cpu / first.cpu for row, first in zip(rows, naive, strict=True))
        wall = statistics.median(row.wall / first.wall for row, first in zip(rows, naive, strict=True))
        recall = statistics.mean(row.recall for row in rows)
        precision = statistics.mean(row.precision for row in rows)
        print(f"| {name} | {recall:.3f} | {sum(numbers)}/{len(numbers)} | {precision:.2f} | {cpu:.2f} | {wall:.2f} |")


if __name__ == "__main__":
    main()
