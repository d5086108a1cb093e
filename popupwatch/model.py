"""The words everything else speaks: frozen values, no behaviour beyond what follows from their fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in the pixels of the picture it was read from: left and top inclusive, right and bottom exclusive."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    def union(self, other: Box) -> Box:
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def meets(self, other: Box) -> bool:
        """Whether they share a pixel."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def share_of(self, other: Box) -> float:
        """How much of *other* lies in this one, 0 to 1."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0, across) * max(0, down) / (other.width * other.height)

    def moved(self, right: int, down: int) -> Box:
        return Box(self.left + right, self.top + down, self.right + right, self.bottom + down)

    def as_list(self) -> list[int]:
        """``[left, top, right, bottom]``, the form used in JSON."""
        return [self.left, self.top, self.right, self.bottom]


def enclosing(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds all of *boxes* (at least one)."""
    first, *rest = boxes
    for box in rest:
        first = first.union(box)
    return first


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture of a screen, upright and in RGB or grey, with the name it is known by (a path, ``screen 1``).
    *screen* is the width and height of the whole screen where the picture is only a part of it: how large letters are
    read depends on that."""

    image: Image
    source: str
    screen: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """One word as it was read. *confidence* runs from 0 to 1."""

    text: str
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class TextLine:
    """Words that stand on one line, left to right. Lines of one *block* (a paragraph, a dialog) belong together."""

    words: tuple[Word, ...]
    block: int

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        return enclosing([word.box for word in self.words])

    @property
    def confidence(self) -> float:
        return sum(word.confidence for word in self.words) / len(self.words)


@dataclass(frozen=True, slots=True)
class ScreenText:
    """All text read from one frame, in reading order. *size* is the frame's width and height in pixels."""

    lines: tuple[TextLine, ...]
    size: tuple[int, int]
    reader: str

    @property
    def words_read(self) -> int:
        return sum(len(line.words) for line in self.lines)

    @property
    def confidence(self) -> float:
        """How sure the reader was, 0 to 1: the mean over all letters. 0 where nothing was read."""
        words = [word for line in self.lines for word in line.words]
        letters = sum(len(word.text) for word in words)
        return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0


class Level(Enum):
    """How a screen is judged. The order of the members is the order of severity."""

    CLEAR = "clear"
    SUSPICIOUS = "suspicious"
    SCAM = "scam"

    @property
    def rank(self) -> int:
        return list(Level).index(self)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One clue that was found: which, the words on the screen, where, and how like the rule's words (0 to 1)."""

    clue: str
    text: str
    box: Box
    similarity: float
    points: float


@dataclass(frozen=True, slots=True)
class Finding:
    """What one scenario made of a screen: the clues it found, those it missed, and the sum of their points. *reach* is
    that sum over what the scenario warns from: at 1 it warns, if the clues it cannot do without are there."""

    rule: str
    level: Level
    score: float
    evidence: tuple[Evidence, ...]
    missing: tuple[str, ...]
    calming: tuple[Evidence, ...] = ()
    reach: float = 0.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement on a whole screen. *findings* hold every scenario that is not clear, gravest and surest first;
    *considered* holds every scenario with at least one clue, for ``--explain``."""

    level: Level
    findings: tuple[Finding, ...] = ()
    considered: tuple[Finding, ...] = field(default=(), repr=False)

    @property
    def score(self) -> float:
        return max((finding.score for finding in self.findings), default=0.0)
