"""``--annotate``: draws what was found on a copy of the picture."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from popupwatch.advice.telling import Teller, telling_evidence
from popupwatch.advice.texts import Texts
from popupwatch.capture.images import SUFFIXES
from popupwatch.errors import PictureError
from popupwatch.model import Box, Frame, Level, Verdict
from popupwatch.rules.load import RuleBook

_COLOURS = {Level.SCAM: "#b3261e", Level.SUSPICIOUS: "#a15c00", Level.CLEAR: "#1f5fa8"}
_MARGIN = 3
_ROWS_AWAY = 6
_FONTS = ("DejaVuSans.ttf", "segoeui.ttf", "arial.ttf", "Arial.ttf", "LiberationSans-Regular.ttf", "Helvetica.ttc")


@dataclass(frozen=True)
class Annotator:
    """Writes the copy of the picture with number *n* (from 0) to ``files[n]``. May be used from several threads."""

    files: tuple[Path, ...]
    texts: Texts

    @classmethod
    def writing_to(cls, out: Path, names: Sequence[str], texts: Texts) -> Annotator:
        """One picture goes to the file *out*, several into the folder *out*, which is made where it is missing.

        Raises PictureError when *out* is no picture's name, cannot be written, or would overwrite what is scanned.
        """
        if len(names) == 1 and not out.is_dir():
            if out.suffix.lower() not in SUFFIXES:
                raise PictureError(texts.say("scan.annotate-suffix", path=out))
            files: tuple[Path, ...] = (out,)
        elif out.is_file() or out.suffix.lower() in SUFFIXES:
            raise PictureError(texts.say("scan.annotate-needs-folder", path=out))
        else:
            files = _files_in(out, names)
        taken = {Path(name).resolve() for name in names}
        for file in files:
            if file.resolve() in taken:
                raise PictureError(texts.say("scan.annotate-is-input", path=file))
        return cls(files, texts)

    def draw(self, number: int, frame: Frame, verdict: Verdict, rules: RuleBook) -> Path:
        """Write the copy of *frame* with the evidence of *verdict*. Raises PictureError when it cannot be written."""
        file = self.files[number]
        copy = annotated(frame.image, verdict, Teller.knowing(rules.scenarios, self.texts))
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            copy.save(file)
        except OSError as error:
            reason = error.strerror or error
            raise PictureError(self.texts.say("scan.annotate-failed", path=file, reason=reason)) from error
        return file


def _files_in(folder: Path, names: Sequence[str]) -> tuple[Path, ...]:
    """A PNG in *folder* for each name; where two pictures have the same name, the later ones get a number."""
    files: list[Path] = []
    for name in names:
        stem = Path(name).stem.strip("-") or "picture"
        choices = (folder / f"{stem}{f'-{number}' if number > 1 else ''}.png" for number in range(1, len(names) + 1))
        files.append(next(file for file in choices if file not in files))
    return tuple(files)


def annotated(image: Image.Image, verdict: Verdict, teller: Teller) -> Image.Image:
    """A copy of *image* with a frame around each piece of the gravest finding's evidence, and what it says."""
    copy = image.convert("RGB")
    if not verdict.findings:
        return copy
    finding = verdict.findings[0]
    colour = _COLOURS[finding.level]
    size = max(12, min(28, image.height // 60))
    font, plain = _font(size)
    evidence = telling_evidence(finding)
    brush = ImageDraw.Draw(copy)
    boxes = [_around(item.box) for item in evidence]
    for box in boxes:
        brush.rectangle(box.as_list(), outline=colour, width=max(2, image.height // 400))
    taken = list(boxes)
    for item, box in zip(evidence, boxes, strict=True):
        label = teller.label(finding.rule, item.clue)
        label = unicodedata.normalize("NFD", label).encode("ascii", "ignore").decode() if plain else label
        spot = _free_spot(box, (round(brush.textlength(label, font)) + 8, size + 8), copy.size, taken)
        taken.append(spot)
        brush.rectangle(spot.as_list(), fill=colour)
        brush.text((spot.left + 4, spot.top + 2), label, fill="white", font=font)
    return copy


def _font(size: int) -> tuple[ImageFont.FreeTypeFont | ImageFont.ImageFont, bool]:
    """A font of the system, or the one that comes with Pillow, which knows no accents: then the second is true."""
    for name in _FONTS:
        try:
            return ImageFont.truetype(name, size), False
        except OSError:
            continue
    return ImageFont.load_default(size), True


def _around(box: Box) -> Box:
    return Box(box.left - _MARGIN, box.top - _MARGIN, box.right + _MARGIN, box.bottom + _MARGIN)


def _free_spot(box: Box, label: tuple[int, int], page: tuple[int, int], taken: Sequence[Box]) -> Box:
    """Where on the page a label of this size names *box* and covers nothing *taken*: as near as there is room, above,
    below or beside it; right above where there is no room at all."""
    width, height = label
    spots = []
    for rows in range(_ROWS_AWAY):
        for left in (box.left, box.right - width):
            spots += [(left, box.top - (rows + 1) * height), (left, box.bottom + rows * height)]
        spots += [(box.right, box.top + rows * height), (box.left - width, box.top + rows * height)]
    # Kept inside the picture first: what is pushed in from the edge may then cover something.
    inside = [(max(0, min(left, page[0] - width - 1)), max(0, min(top, page[1] - height - 1))) for left, top in spots]
    places = [Box(left, top, left + width, top + height) for left, top in inside]
    return next((place for place in places if not any(_overlap(place, other) for other in taken)), places[0])


def _overlap(one: Box, other: Box) -> bool:
    across = one.left < other.right and other.left < one.right
    return across and one.top < other.bottom and other.top < one.bottom
