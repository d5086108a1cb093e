"""A screen's text laid out for matching: one folded string, and for each of its characters the word it came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from popupwatch.model import Box, ScreenText, Word, enclosing
from popupwatch.rules.fold import cjk_letters, is_cjk, pieces

# Longer than the longest phrase by far; shorter stretches leave fewer phrases to look at closely.
WINDOW = 120
OVERLAP = 45
# Larger letters than so many ordinary ones reach no farther.
TALLEST = 3


@dataclass(frozen=True)
class Span:
    """Words *first* to *last* (both included) of a page, all in one block. *start* and *end* tell which characters of
    the folded text, where that is known: a reader may take a whole Japanese line for one word."""

    first: int
    last: int
    start: int = -1
    end: int = -1

    def overlaps(self, other: Span) -> bool:
        """Whether both claim the same letters, or the same words where letters are not known."""
        if self.start >= 0 and other.start >= 0:
            return self.start < other.end and other.start < self.end
        # A number and the words around it: a Japanese line without spaces holds both in one word.
        return self.start < 0 and other.start < 0 and (self.first, self.last) == (other.first, other.last)


class Page:
    """The folded text of a :class:`ScreenText`.

    ``text`` joins all words of a block without spaces and puts ``\\n`` between blocks, so a phrase is found across line
    breaks, with letters spaced out or words run together, but never across two dialogs.
    """

    def __init__(self, screen: ScreenText) -> None:
        self.screen = screen
        self.found: dict[Any, Any] = {}  # what judging this page has worked out already
        self._boxes: dict[tuple[int, int], Box] = {}
        self._places: dict[tuple[str, str], list[tuple[int, int, int]]] = {}
        self._joined_lines: dict[tuple[int, int], Box] = {}
        self.words: list[Word] = []
        self.block_of: list[int] = []
        self.line_of: list[int] = []
        chars: list[str] = []
        self.word_at: list[int] = []
        starts, ends = bytearray(), bytearray()
        block = None
        for number, line in enumerate(screen.lines):
            if block is not None and line.block != block:
                chars.append("\n")
                self.word_at.append(max(0, len(self.words) - 1))
                starts.append(0)
                ends.append(0)
            block = line.block
            for word in line.words:
                for piece in pieces(word.text):
                    chars.append(piece)
                    self.word_at.extend([len(self.words)] * len(piece))
                    edge = bytearray(len(piece))
                    edge[0] = 1
                    starts += edge
                    edge[0] = 0
                    edge[-1] = 1
                    ends += edge
                self.words.append(word)
                self.block_of.append(line.block)
                self.line_of.append(number)
        self.line_boxes = [line.box for line in screen.lines]
        self.text = "".join(chars)
        self.starts, self.ends = bytes(starts), bytes(ends)

    def windows(self) -> Iterator[tuple[int, str]]:
        """Overlapping stretches of ``text`` within one block, up to ``WINDOW`` characters each: (offset, stretch)."""
        offset = 0
        for block in self.text.split("\n"):
            at = 0
            while True:
                yield offset + at, block[at : at + WINDOW]
                if at + WINDOW >= len(block):
                    break
                at += WINDOW - OVERLAP
            offset += len(block) + 1

    def span(self, start: int, end: int) -> Span:
        """The words that hold the characters *start* to *end* (exclusive) of ``text``."""
        return Span(self.word_at[start], self.word_at[end - 1], start, end)

    def box(self, span: Span) -> Box:
        key = (span.first, span.last)
        if key not in self._boxes:
            self._boxes[key] = enclosing([word.box for word in self.words[span.first : span.last + 1]])
        return self._boxes[key]

    def quote(self, span: Span) -> str:
        """The words of *span* as they were read; Japanese without the spaces the reader puts between letters."""
        text = " ".join(word.text for word in self.words[span.first : span.last + 1])
        return text.replace(" ", "") if is_cjk(text) else text

    def asked(self, first: int, last: int) -> bool:
        """Whether the words *first* to *last* are part of a question: "PC infected?" asks, "PC infected." says."""
        for at in range(first, min(last + 6, len(self.words))):
            if self.block_of[at] != self.block_of[last]:
                return False
            text = self.words[at].text
            if text.endswith(("?", "\uff1f")):
                return True
            if at >= last and text.endswith((".", "!", ":", "。")):
                return False
        return False

    def one_sentence(self, one: Span, other: Span) -> bool:
        """Whether no sentence ends between two spans of one block; dialogs and their headings count as one sentence."""
        if self.block_of[one.first] != self.block_of[other.first]:
            return True
        first, second = (one, other) if one.first <= other.first else (other, one)
        return not any(self.words[at].text.endswith((".", "!", "?", "。")) for at in range(first.last, second.first))

    @cached_property
    def cjk_blocks(self) -> frozenset[int]:
        """The blocks with letters that know no word edges."""
        return frozenset(self.block_of[self.word_at[at]] for at in self.cjk_places)

    @cached_property
    def cjk_places(self) -> tuple[int, ...]:
        """Which characters of ``text`` are such letters."""
        return tuple(hit.start() for hit in cjk_letters(self.text))

    @cached_property
    def line_height(self) -> float:
        """The median height of a word, in pixels."""
        heights = sorted(word.box.height for word in self.words)
        return float(heights[len(heights) // 2]) if heights else 1.0

    def near(self, one: Span, other: Span, within: int) -> bool:
        """Whether two spans stand at most *within* words apart in one block, or as near as that on the screen.

        A number often stands in a block of its own, larger than the words above it, so distance on the screen counts
        too: a quarter of *within*, in line heights.
        """
        if self.block_of[one.first] == self.block_of[other.first]:
            first, second = (one, other) if one.first <= other.first else (other, one)
            if self._words_between(first, second, within) <= within:
                return True
        a, b = self.box(one), self.box(other)
        dy = max(0, a.top - b.bottom, b.top - a.bottom)
        if dy:  # one line above the other: what stands below a sentence is near to its last word as to its first
            a, b = self._line_box(one), self._line_box(other)
        dx = max(0, a.left - b.right, b.left - a.right)
        height = min(max(a.height, b.height, self.line_height), TALLEST * self.line_height)
        return dy <= within / 5 * height and dx <= within / 2.5 * height

    def places(self, name: tuple[str, str], spans: Sequence[Span]) -> Sequence[tuple[int, int, int]]:
        """The block, top and bottom of each of *spans*; worked out once for each *name*."""
        if name not in self._places:
            boxes = [self.box(span) for span in spans]
            self._places[name] = [
                (self.block_of[span.first], box.top, box.bottom) for span, box in zip(spans, boxes, strict=True)
            ]
        return self._places[name]

    def within_reach(self, span: Span, places: Iterable[tuple[int, int, int]], within: int) -> Iterator[int]:
        """Which of *places* may be `near` to *span*: spares a dense page from being asked about every pair."""
        block, box = self.block_of[span.first], self.box(span)
        reach = within / 5 * TALLEST * self.line_height
        low, high = box.top - reach, box.bottom + reach
        for number, (other, top, bottom) in enumerate(places):
            if other == block or (top <= high and bottom >= low):
                yield number

    def _words_between(self, first: Span, second: Span, within: int) -> float:
        """How many words on *second* begins after *first*; of Japanese, two and a half letters count as a word. Beyond
        *within* words roughly."""
        gap = float(second.first - first.last)
        if self.block_of[first.first] not in self.cjk_blocks or gap > 2.5 * within:
            return gap
        if first.end >= 0 and second.start >= 0 and is_cjk(between := self.raw(first.last, second.first)):
            gap = min(gap, len(between) / 2.5) if gap > 1 else max(gap, (second.start - first.end) / 2.5)
        return gap

    def raw(self, first: int, last: int) -> str:
        """The words *first* to *last* run together as they were read."""
        return "".join(word.text for word in self.words[first : last + 1])

    def _line_box(self, span: Span) -> Box:
        first, last = self.line_of[span.first], self.line_of[span.last]
        if first == last:
            return self.line_boxes[first]
        if (first, last) not in self._joined_lines:
            self._joined_lines[first, last] = self.line_boxes[first].union(self.line_boxes[last])
        return self._joined_lines[first, last]
