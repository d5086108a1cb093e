"""Finding thousands of phrases in a page, forgiving what a reader gets wrong.

Every phrase that could match within its allowed slips must share enough letter triples with the stretch of text; an
inverted index counts those for all phrases at once, and only what is left is aligned letter by letter with rapidfuzz.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import partial_ratio_alignment

from popupwatch.rules.fold import fold, is_cjk
from popupwatch.rules.page import Page, Span

ANY_LANGUAGE = "any"


@dataclass(frozen=True)
class Phrase:
    """One way to say a *concept*. *text* is as written in the vocabulary; a trailing ``*`` lets the last word go on."""

    concept: str
    language: str
    text: str

    @cached_property
    def folded(self) -> str:
        return fold(self.text.rstrip("*"))

    @property
    def open_end(self) -> bool:
        return self.text.endswith("*")

    @cached_property
    def word_ends(self) -> tuple[int, ...]:
        """Where each word of the phrase ends in ``folded``."""
        ends, at = [], 0
        for word in self.text.rstrip("*").split():
            at += len(fold(word))
            ends.append(at)
        return tuple(ends)

    @cached_property
    def has_edges(self) -> bool:
        return not is_cjk(self.text)

    @property
    def is_word(self) -> bool:
        return len(self.text.split()) == 1

    @cached_property
    def slips(self) -> int:
        """How many letters may be wrong. Short words have too many neighbours that mean something else."""
        n = len(self.folded)
        if not self.has_edges:
            return 0 if n < 6 else n // 6
        if self.is_word:
            return 0 if n < 7 else 1 if n < 11 else 2
        return 0 if n < 7 else 1 if n < 12 else 2 if n < 18 else 3 if n < 26 else 4


@dataclass(frozen=True)
class Match:
    """A phrase or an entity found on a page. *similarity* is 1 for an exact match; *kind* is the concept or entity."""

    kind: str
    language: str
    phrase: str
    span: Span
    similarity: float


class PhraseIndex:
    """All phrases of the loaded vocabularies, ready to be searched in a :class:`Page`."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        by_text: dict[tuple[str, bool, bool, int], list[Phrase]] = defaultdict(list)
        for phrase in phrases:
            if phrase.folded:
                by_text[phrase.folded, phrase.open_end, phrase.has_edges, phrase.slips].append(phrase)
        self._exact = [(key, group) for key, group in by_text.items() if key[3] == 0]
        self._fuzzy = [(key, group) for key, group in by_text.items() if key[3] > 0]
        self._triple_ids: dict[str, int] = {}
        postings: dict[int, list[int]] = defaultdict(list)
        needed = []
        for number, ((text, _, _, slips), _) in enumerate(self._fuzzy):
            triples = _triples(text)
            for triple in triples:
                postings[self._triple_ids.setdefault(triple, len(self._triple_ids))].append(number)
            # One wrong letter spoils three triples at most.
            needed.append(max(1, len(triples) - 3 * slips))
        self._postings = [np.array(postings[i], dtype=np.int32) for i in range(len(self._triple_ids))]
        self._needed = np.array(needed, dtype=np.int32)

    def search(self, page: Page) -> dict[str, list[Match]]:
        """Every match on *page*, by concept, in reading order."""
        found: dict[tuple[str, str, int, int], Match] = {}
        for (text, open_end, has_edges, _), group in self._exact:
            at = page.text.find(text)
            while at >= 0:
                end = at + len(text)
                if not has_edges or (page.starts[at] and (open_end or page.ends[end - 1])):
                    _keep(found, group, page.span(at, end), 1.0)
                at = page.text.find(text, at + 1)
        for offset, stretch in page.windows():
            for number in self._candidates(stretch):
                _, group = self._fuzzy[number]
                hit = _align(group[0], page, offset, stretch)
                if hit:
                    start, end, similarity = hit
                    _keep(found, group, page.span(start, end), similarity)
        by_concept: dict[str, list[Match]] = defaultdict(list)
        for match in sorted(found.values(), key=lambda m: (m.span.first, m.span.last)):
            by_concept[match.kind].append(match)
        return dict(by_concept)

    def _candidates(self, stretch: str) -> Sequence[int]:
        seen = [self._triple_ids[triple] for triple in _triples(stretch) if triple in self._triple_ids]
        if not seen:
            return ()
        counts = np.bincount(np.concatenate([self._postings[i] for i in seen]), minlength=len(self._fuzzy))
        return np.flatnonzero(counts >= self._needed).tolist()


def _triples(text: str) -> set[str]:
    return {text[i : i + 3] for i in range(len(text) - 2)}


def _keep(
    found: dict[tuple[str, str, int, int], Match], group: Sequence[Phrase], span: Span, similarity: float
) -> None:
    for phrase in group:
        key = (phrase.concept, phrase.language, span.first, span.last)
        if key not in found or found[key].similarity < similarity:
            found[key] = Match(phrase.concept, phrase.language, phrase.text, span, similarity)


def _align(phrase: Phrase, page: Page, offset: int, stretch: str) -> tuple[int, int, float] | None:
    """The best place of *phrase* in *stretch* that begins and ends on word edges: (start, end, similarity) in the page."""
    text, slips = phrase.folded, phrase.slips

    def on_edges(start: int, end: int) -> bool:
        if not phrase.has_edges:
            return True
        return bool(page.starts[start]) and (phrase.open_end or bool(page.ends[end - 1]))

    at = stretch.find(text)
    while at >= 0:
        if on_edges(offset + at, offset + at + len(text)):
            return offset + at, offset + at + len(text), 1.0
        at = stretch.find(text, at + 1)
    rough = partial_ratio_alignment(text, stretch, score_cutoff=100 * (1 - (slips + 0.5) / len(text)))
    if rough is None:
        return None
    best: tuple[int, int, int] | None = None
    limit = offset + len(stretch)
    for start in range(max(offset, offset + rough.dest_start - slips), min(limit, offset + rough.dest_start + slips + 1)):
        for end in range(max(start + 1, start + len(text) - slips), min(limit, start + len(text) + slips) + 1):
            # A single word one letter longer or shorter is another word (window, Windows), not a slip of the reader.
            if not on_edges(start, end) or (phrase.is_word and end - start != len(text)):
                continue
            found = page.text[start:end]
            distance = Levenshtein.distance(text, found, score_cutoff=slips)
            if _digits(found) > _digits(text):  # a number between the words: a list, not a sentence
                continue
            if distance <= slips and (best is None or distance < best[2]):
                best = start, end, distance
    if best is None or not _slips_are_spread(text, page.text[best[0] : best[1]], phrase.word_ends):
        return None
    return best[0], best[1], round(1 - best[2] / len(text), 3)


def _digits(text: str) -> int:
    return sum(c.isdigit() for c in text)


def _slips_are_spread(text: str, found: str, word_ends: Sequence[int]) -> bool:
    """Whether no single word took more slips than one that is read wrong would: "said Microsoft" is not "call Microsoft"."""
    slips = [0] * len(word_ends)
    for edit in Levenshtein.editops(text, found):
        slips[min(bisect_right(word_ends, edit.src_pos), len(slips) - 1)] += 1
    starts = (0, *word_ends)
    return all(
        count <= (0 if end - start < 3 else 1 if end - start < 7 else 2)
        for count, start, end in zip(slips, starts, word_ends, strict=False)
    )
