"""Tesseract's table of words (TSV), as both readers get it, made into words in the frame's own pixels."""

from __future__ import annotations

from popupwatch.model import Box, Word
from popupwatch.ocr.prepare import View

_WORD_LEVEL = "5"
_SURELY_JUNK = 0.10
_JUNK_WITHOUT_LETTERS = 0.60


def words_from_tsv(table: str, view: View) -> tuple[Word, ...]:
    """The words of *table* with boxes mapped back through *view*, in Tesseract's order, without junk.

    Rows: level, page, block, paragraph, line, word, left, top, width, height (pixels of the view), confidence (0-100,
    -1 where nothing was read), text. A header row, where there is one, is passed over.
    """
    words = []
    for row in table.splitlines():
        cells = row.split("\t")
        if len(cells) < 12 or cells[0] != _WORD_LEVEL:
            continue
        text, confidence = cells[11].strip(), min(1.0, float(cells[10]) / 100)
        if is_junk(text, confidence):
            continue
        left, top, width, height = (int(cell) for cell in cells[6:10])
        box = Box(left, top, left + width, top + height)
        if not view.is_cut(box):
            words.append(Word(text, view.in_frame(box), max(0.0, confidence)))
    return tuple(words)


def is_junk(text: str, confidence: float) -> bool:
    """Whether a word is an icon, a frame or a speck misread as text. A word with a digit or a plus sign never is."""
    if not text:
        return True
    if any(letter.isdigit() or letter == "+" for letter in text):
        return False
    if not any(letter.isalpha() for letter in text):
        return confidence < _JUNK_WITHOUT_LETTERS
    return confidence < _SURELY_JUNK
