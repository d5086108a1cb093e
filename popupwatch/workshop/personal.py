"""What is personal on a picture: found in the text that was read, and blanked before anything is kept.

Found by form, and offered, never more: no form tells all that is personal. The number a scam wants called is not among
it, for it is what a fixture is about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from PIL import Image

from popupwatch.errors import FixtureError
from popupwatch.model import Box, Frame, ScreenText, TextLine, Word
from popupwatch.ocr.reader import Reader
from popupwatch.rules.fold import fold

# As like as this are the words wanted and those the reader saw.
_ALIKE = 0.8
# A reader's boxes are tight: letters stick out by this share of their height.
_OVERHANG = 0.2
# How often to read and blank: what is beside something blanked may be read only then.
_ROUNDS = 4

_GREETINGS = (
    "dear|hello|hi|welcome(?: back)?|bonjour|bonsoir|cher|chère|bienvenue|hallo|guten tag|liebe|lieber|sehr geehrter?"
    "|hola|estimad[oa]|querid[oa]|ciao|buongiorno|gentile|car[oa]|olá|prezad[oa]|beste|geachte|hej|kära|bäste|bästa"
    "|cześć|witaj|dzień dobry|szanown[ya]|drogi|droga"
)
_TITLES = (
    "mr|mrs|ms|miss|dr|m|mme|mlle|madame|monsieur|herrn?|frau|sra?|señora?|sig|signora?|dhr|mevr|mevrouw|meneer"
    "|pani?|fru"
)
# Whom letters to everybody greet.
_ANYBODY = (
    "customer|client|user|member|sir|madam|friend|all|everyone|team|windows|microsoft|apple|amazon|paypal|tous|toutes"
    "|kund|klant|klient|usuari|cliente|utente|alle|allemaal|zusammen|colleague|collègue|kolleg|colega|collega"
)
_INITIAL = r"[^\W\d_a-zß-ÿ]"
_CAPITALISED = rf"{_INITIAL}[\w’'-]+"
_PATTERNS = {
    "e-mail": re.compile(r"[\w.+-]+\s?[@©®]\s?[\w-]+(?:\s?\.\s?[\w-]+)+"),
    "name": re.compile(
        rf"\b(?i:{_GREETINGS})\s*,?\s+(?i:(?:{_TITLES})\b\.?\s+)*(?!(?i:{_ANYBODY}))"
        rf"(?P<it>{_CAPITALISED}(?:\s+{_INITIAL}[\w’'-]*){{0,2}})|(?P<before>[\u3040-\u30ff\u4e00-\u9fff]{{2,8}})\s?様"
    ),
    "iban": re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,7}(?:\s?[A-Z0-9]{1,3})?\b"),
    "card": re.compile(r"(?<!\d)(?:\d{4}[ -]?){3}\d{4}(?!\d)|(?<!\d)\d{4}[ -]?\d{6}[ -]?\d{5}(?!\d)"),
    "ip": re.compile(
        r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])|(?<![\w:])(?:[0-9a-fA-F]{1,4}:){4,7}[0-9a-fA-F]{1,4}"
    ),
    "folder": re.compile(
        r"(?:\b[A-Za-z][:;]\s?[\\/|1l]{0,2}\s?Users|/home|/Users)\s?[\\/|]{0,2}\s?[\w.-]+", re.IGNORECASE
    ),
}


@dataclass(frozen=True)
class Personal:
    """Something that looks personal: which *kind* (``e-mail``, ``name``, ``iban``, ``card``, ``ip``, ``folder``), the
    words read, and where they stand."""

    kind: str
    words: str
    boxes: tuple[Box, ...]


def looks_personal(text: ScreenText) -> list[Personal]:
    """Everything on the screen that has the form of something personal, in reading order."""
    return [item for line in text.lines for item in _on_line(line)]


def _on_line(line: TextLine) -> Iterator[Personal]:
    told: set[Box] = set()
    for kind, pattern in _PATTERNS.items():
        for match in pattern.finditer(line.text):
            group = next((name for name in ("it", "before") if match.groupdict().get(name)), 0)
            words = _words_between(line, *match.span(group))
            boxes = tuple(word.box for word in words)
            if not told.issuperset(boxes):  # part of an account's number looks like a card's
                yield Personal(kind, " ".join(word.text for word in words), boxes)
            told.update(boxes)


def _words_between(line: TextLine, start: int, end: int) -> list[Word]:
    """The words of which any letter stands between two places of the line's text."""
    found, at = [], 0
    for word in line.words:
        if at < end and start < at + len(word.text):
            found.append(word)
        at += len(word.text) + 1
    return found


def places_of(wanted: str, text: ScreenText) -> list[Box]:
    """The boxes of the words wherever *wanted* stands, also over a line's end, however it is written, with slips of the
    reader, or inside a longer word."""
    goal = fold(wanted)
    words = [word for line in text.lines for word in line.words]
    folded = [fold(word.text) for word in words]
    found: set[int] = set()
    for first in range(len(words) if goal else 0):
        for last in range(first, len(words)):
            run = folded[first : last + 1]
            likeness = _likeness(goal, run)
            if likeness >= _ALIKE and likeness > max(_likeness(goal, run[1:]), _likeness(goal, run[:-1])):
                found.update(range(first, last + 1))
            if len("".join(run)) > len(goal) + 2:
                break
    return [words[at].box for at in sorted(found)]


def _likeness(goal: str, run: Sequence[str]) -> float:
    """How like the words of *run* are what is looked for, 0 to 1."""
    joined = "".join(run)
    if len(run) == 1 and len(goal) >= 3 and goal in joined:
        return 1.0
    if len(goal) < 4 or abs(len(joined) - len(goal)) > 2:
        return float(goal == joined)
    return SequenceMatcher(None, goal, joined, autojunk=False).ratio()


def redacted(
    image: Image.Image,
    words: Sequence[str],
    agreed: Callable[[Sequence[Personal]], Sequence[Personal]],
    reader: Reader,
) -> Image.Image:
    """*image* with *words* blanked wherever they stand, and what looks personal where it is *agreed* on, until the
    reader sees nothing of it any more. A name that is agreed on goes wherever it stands. Raises FixtureError where
    words are not found or do not go away."""
    asked: dict[str, bool] = {}
    names: list[str] = []
    missing = list(words)
    for _ in range(_ROUNDS):
        text = _read(image, reader)
        boxes = []
        for wanted in words:
            if places := places_of(wanted, text):
                boxes += places
                missing = [word for word in missing if word != wanted]
        if missing:
            raise FixtureError(
                "“{words}” was not found on the picture, so it cannot be blanked by its words. Write it as it stands "
                "there, or give its place: --redact LEFT,TOP,RIGHT,BOTTOM",
                words=missing[0],
            )
        personal = looks_personal(text)
        new = [item for item in personal if item.words not in asked]
        taken = {item.words for item in agreed(new)} if new else set()
        asked |= {item.words: item.words in taken for item in new}
        names += [item.words for item in new if item.kind == "name" and item.words in taken]
        boxes += [box for item in personal if asked[item.words] for box in item.boxes]
        boxes += [box for name in names for box in places_of(name, text)]
        if not boxes:
            return image
        image = blanked(image, map(_around, boxes))
    raise FixtureError(
        "Something could still be read after it was blanked {times} times. Give its place: "
        "--redact LEFT,TOP,RIGHT,BOTTOM",
        times=_ROUNDS,
    )


def _read(image: Image.Image, reader: Reader) -> ScreenText:
    """Everything the reader can make out, however long it takes."""
    frame = Frame(image, "redaction")
    return reader.read_closely(frame, reader.read(frame))


def _around(box: Box) -> Box:
    """*box* with room for what sticks out of it."""
    more = max(2, round(_OVERHANG * box.height))
    return Box(box.left - more, box.top - more, box.right + more, box.bottom + more)


def blanked(image: Image.Image, boxes: Iterable[Box]) -> Image.Image:
    """A copy of *image*, without whatever was stored with it, each box filled with the commonest colour in it."""
    copy = Image.new(image.mode, image.size)
    copy.paste(image)
    for box in boxes:
        left, top = max(0, box.left), max(0, box.top)
        right, bottom = min(image.width, box.right), min(image.height, box.bottom)
        if left < right and top < bottom:
            part = image.crop((left, top, right, bottom))
            counted: list[tuple[int, Any]] = list(part.getcolors(part.width * part.height) or [])
            _, colour = max(counted, key=lambda item: item[0])
            copy.paste(colour, (left, top, right, bottom))
    return copy
