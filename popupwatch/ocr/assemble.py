"""Words put together: into lines, lines into blocks, and the words of two looks into one text. Geometry only, so that
the same screen gives the same lines whichever reader and however many views its words came from."""

from __future__ import annotations

import math
import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence

from popupwatch.model import Box, ScreenText, TextLine, Word, enclosing

# All in heights of the line at hand.
_WIDEST_SPACE = 1.6  # between spaced letters
_WIDEST_OVERLAP = 0.6
_WIDEST_LEADING = 1.6

_STRIPE = 64  # pixels


def assemble(words: Iterable[Word], size: tuple[int, int], reader: str) -> ScreenText:
    """The *words* of a frame of *size* as lines in reading order: block by block from the top, and left to right."""
    lines = _lines(words)
    boxes = [enclosing([word.box for word in line]) for line in lines]
    place = {index: place for place, index in enumerate(_reading_order(boxes))}
    blocks = [sorted(block, key=place.__getitem__) for block in _blocks(boxes)]
    blocks.sort(key=lambda block: place[block[0]])
    in_order = [(index, number) for number, block in enumerate(blocks, 1) for index in block]
    return ScreenText(tuple(TextLine(tuple(lines[index]), number) for index, number in in_order), size, reader)


def _reading_order(boxes: Sequence[Box]) -> list[int]:
    """Indexes of *boxes* row by row, each row from left to right; boxes a few pixels higher or lower share a row."""
    rows: list[list[int]] = []
    for index in sorted(range(len(boxes)), key=lambda index: _middle(boxes[index])):
        box, first = boxes[index], boxes[rows[-1][0]] if rows else None
        if first and _middle(box) - _middle(first) < min(box.height, first.height) / 2:
            rows[-1].append(index)
        else:
            rows.append([index])
    return [index for row in rows for index in sorted(row, key=lambda index: boxes[index].left)]


def merge(first: Sequence[Word], second: Sequence[Word]) -> list[Word]:
    """Both looks' words, none doubled: where they cover the same spot, the look that read it more surely wins."""
    kept = dict(enumerate(first))
    in_stripe: defaultdict[int, set[int]] = defaultdict(set)  # so that a word meets only those at its height
    for number, word in kept.items():
        for stripe in _stripes(word.box):
            in_stripe[stripe].add(number)
    for new, word in enumerate(second, len(kept)):
        near = sorted(set[int]().union(*(in_stripe[stripe] for stripe in _stripes(word.box))))
        rivals = [number for number in near if number in kept and _same_spot(word.box, kept[number].box)]
        if rivals and _worth([word]) <= _worth([kept[number] for number in rivals]):
            continue
        for number in rivals:
            del kept[number]
        kept[new] = word
        for stripe in _stripes(word.box):
            in_stripe[stripe].add(new)
    return list(kept.values())


def _stripes(box: Box) -> range:
    return range(box.top // _STRIPE, box.bottom // _STRIPE + 1)


def tilt(text: ScreenText) -> float:
    """By how many degrees the lines of *text* fall to the right: the median of the longer ones, 0 if there are few."""
    slopes = []
    for line in text.lines:
        start, end = line.words[0].box, line.words[-1].box
        run = (end.left + end.right - start.left - start.right) / 2
        if len(line.words) >= 3 and run >= 8 * line.words[0].box.height:
            slopes.append(math.degrees(math.atan2(end.bottom - start.bottom, run)))
    return statistics.median(slopes) if len(slopes) >= 3 else 0.0


def _worth(words: Sequence[Word]) -> float:
    return sum(word.confidence**2 * len(word.text) for word in words)


def _same_spot(one: Box, other: Box) -> bool:
    """Whether the boxes share a third of the smaller one."""
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    if width <= 0 or height <= 0:
        return False
    return width * height * 3 > min(one.width * one.height, other.width * other.height)


def _lines(words: Iterable[Word]) -> list[list[Word]]:
    """Words that follow each other at one height, each line from left to right."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.box.left):
        before = [line for line in lines if _follows(word.box, line)]
        if before:
            min(before, key=lambda line: abs(_middle(line[-1].box) - _middle(word.box))).append(word)
        else:
            lines.append([word])
    return lines


def _follows(box: Box, line: Sequence[Word]) -> bool:
    last = line[-1].box
    # A dash or a comma is no measure of its line's height: the last few words together are.
    recent = enclosing([word.box for word in line[-3:]])
    height = max(box.height, min(recent.height, 2 * last.height))
    if not -_WIDEST_OVERLAP * height <= box.left - last.right <= _WIDEST_SPACE * height:
        return False
    shared = min(box.bottom, recent.bottom) - max(box.top, recent.top)
    return (
        shared * 3 > min(box.height, recent.height)  # less than half, for tilted lines
        and max(box.height, recent.height) < 4 * min(box.height, recent.height) + 8
    )


def _middle(box: Box) -> float:
    return (box.top + box.bottom) / 2


def _blocks(boxes: Sequence[Box]) -> list[list[int]]:
    """Indexes of lines that stand close under one another, grouped."""
    blocks: list[list[int]] = []
    for index in sorted(range(len(boxes)), key=lambda index: (boxes[index].top, boxes[index].left)):
        near = [block for block in blocks if any(_stands_under(boxes[index], boxes[above]) for above in block)]
        joined = [index]
        for block in near:
            blocks.remove(block)
            joined = block + joined
        blocks.append(joined)
    return blocks


def _stands_under(box: Box, above: Box) -> bool:
    shared = min(box.right, above.right) - max(box.left, above.left)
    gap = box.top - above.bottom
    return shared > 0 and gap <= _WIDEST_LEADING * max(box.height, above.height)
