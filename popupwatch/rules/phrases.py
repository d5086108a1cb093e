"""Finding thousands of phrases in a page, forgiving what a reader gets wrong.

Every phrase that could match within its allowed slips must share enough letter triples with the stretch of text; an
inverted index counts those for all phrases at once, and only what is left is aligned letter by letter with rapidfuzz.
Slips are forgiven in the languages that the page mainly speaks, as what is found without slips shows: with a letter
changed, many a word is one of another language (Spanish perderse, Dutch perverse).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, islice
from typing import Any, NamedTuple

import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import partial_ratio, partial_ratio_alignment
from rapidfuzz.process import cdist

from popupwatch.rules.fold import fold, is_cjk
from popupwatch.rules.packed import Packed
from popupwatch.rules.page import Page, Span

ANY_LANGUAGE = "any"
# A language counts as spoken on a page with this share of the matches that the most spoken one has.
SPOKEN_SHARE = 0.4
# Phrases of more letters are what they seem in whatever language they are found.
LONG_PHRASE = 14
# Words of so many letters are themselves still with one too many or too few.
LONG_WORD = 8
# A word of four letters bears one look-alike in a phrase of so many.
LONG_ENOUGH = 12
_LOOK_ALIKE = {frozenset(pair) for pair in ("ec", "nu", "ao", "hb", "ft", "vy", "lj", "rn", "ht", "dl", "gq")}
# The lowest partial ratio of a phrase with all its allowed slips: one letter in seven, and half a letter of slack.
ROUGHLY = 78


class Phrase(NamedTuple):
    """One way to say a *concept*. *text* is as written in the vocabulary; a trailing ``*`` lets the last word go on,
    a leading one lets the first word be the end of a longer one.

    What follows from the text is worked out once, by :meth:`of`: its *folded* form and where its words end in it, how
    many letters may be wrong (*slips*), and whether it knows word edges at all.
    """

    concept: str
    language: str
    text: str
    folded: str
    word_ends: tuple[int, ...]
    slips: int
    has_edges: bool

    @classmethod
    def of(cls, concept: str, language: str, text: str) -> Phrase:
        folded_words = [fold(word) for word in text.strip("*").split()]
        folded = "".join(folded_words)
        has_edges = not is_cjk(text)
        slips = _slips(len(folded), len(folded_words), has_edges)
        return cls(concept, language, text, folded, tuple(accumulate(map(len, folded_words))), slips, has_edges)

    @property
    def open_start(self) -> bool:
        return self.text.startswith("*")

    @property
    def open_end(self) -> bool:
        return self.text.endswith("*")

    @property
    def is_word(self) -> bool:
        return len(self.word_ends) == 1


def _slips(letters: int, words: int, has_edges: bool) -> int:
    """How many letters may be wrong. Short words have too many neighbours that mean something else."""
    if not has_edges:
        return letters // 8
    if words == 1:
        return 0 if letters < 7 else 1 if letters < 11 else 2
    return 0 if letters < 9 else 1 if letters < 13 else 2 if letters < 19 else 3 if letters < 27 else 4


@dataclass(frozen=True)
class Match:
    """A phrase or an entity found on a page. *similarity* is 1 for an exact match; *kind* is the concept or entity."""

    kind: str
    language: str
    phrase: str
    span: Span
    similarity: float


_ARRAYS = ("_needed", "_whole", "_spoken_by", "_postings")


class PhraseIndex:
    """All phrases of the loaded vocabularies, ready to be searched in a :class:`Page`."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        groups: dict[tuple[str, bool, bool, bool, int], list[Phrase]] = defaultdict(list)
        for phrase in phrases:
            if phrase.folded:
                groups[phrase.folded, phrase.open_start, phrase.open_end, phrase.has_edges, phrase.slips].append(phrase)
        exact = [tuple(group) for group in groups.values() if group[0].slips == 0]
        self._open = [group for group in exact if group[0].open_start]
        self._exact: dict[str, list[tuple[Phrase, ...]]] = defaultdict(list)
        for group in exact:
            if not group[0].open_start:
                self._exact[group[0].folded].append(group)
        self._lengths = sorted({len(text) for text in self._exact})
        fuzzy = [tuple(group) for group in groups.values() if group[0].slips > 0]
        self._fuzzy = Packed(fuzzy, Phrase)
        self._texts = [group[0].folded for group in fuzzy]
        postings: dict[str, list[int]] = defaultdict(list)
        needed, whole = [], []
        for number, group in enumerate(fuzzy):
            triples = _triples(group[0].folded)
            for triple in triples:
                postings[triple].append(number)
            # One wrong letter spoils three triples at most.
            needed.append(max(1, len(triples) - 3 * min(group[0].slips, _bearable(group[0]))))
            whole.append(len(triples))
        self._needed, self._whole = np.array(needed, dtype=np.int32), np.array(whole, dtype=np.int32)
        self._languages = sorted({phrase.language for group in fuzzy for phrase in group})
        self._spoken_by = np.array([self._bits(group) for group in fuzzy], dtype=np.int32)
        self._rows = {triple: row for row, triple in enumerate(postings)}
        self._starts = list(accumulate(map(len, postings.values()), initial=0))
        self._postings = np.fromiter(chain.from_iterable(postings.values()), dtype=np.int32)

    def _bits(self, group: Sequence[Phrase]) -> int:
        """A bit for each language in which slips are forgiven: its own, or all where it is long."""
        if any(phrase.language == ANY_LANGUAGE or len(phrase.text) > LONG_PHRASE for phrase in group):
            return (1 << len(self._languages)) - 1
        return sum({1 << self._languages.index(phrase.language) for phrase in group})

    def __getstate__(self) -> dict[str, object]:
        # Arrays as bytes: how numpy pickles its own depends on its version.
        return self.__dict__ | {name: self.__dict__[name].tobytes() for name in _ARRAYS}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self.__dict__.update({name: np.frombuffer(state[name], dtype=np.int32) for name in _ARRAYS})

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        groups = chain(self._open, *self._exact.values(), self._fuzzy)
        return tuple(phrase for group in groups for phrase in group)

    def search(self, page: Page) -> dict[str, list[Match]]:
        """Every match on *page*, by concept, in reading order."""
        found: dict[tuple[str, str, Span], Match] = {}
        for group in self._exact_on(page):
            for start, end in _exactly(group[0], page, 0, page.text):
                _keep(found, group, page.span(start, end), 1.0)
        left: list[tuple[int, str, set[int], Any]] = []
        for offset, stretch in page.windows():
            whole, likely = self._counted(stretch)
            said = set()
            for number in whole:
                group = self._fuzzy[number]
                for start, end in islice(_exactly(group[0], page, offset, stretch), 1):
                    _keep(found, group, page.span(start, end), 1.0)
                    said.add(number)
            left.append((offset, stretch, said, likely))
        forgiven = self._forgiven(found.values())
        for offset, stretch, said, likely in left:
            for number in self._roughly(likely[forgiven[likely]], stretch):
                group = self._fuzzy[number]
                if number not in said and (hit := _align(group[0], page, offset, stretch)):
                    start, end, similarity = hit
                    _keep(found, group, page.span(start, end), similarity)
        by_concept: dict[str, list[Match]] = defaultdict(list)
        for match in sorted(found.values(), key=lambda m: (m.span.start, m.span.end)):
            by_concept[match.kind].append(match)
        return dict(by_concept)

    def _exact_on(self, page: Page) -> Iterator[tuple[Phrase, ...]]:
        """The phrases without slips whose letters stand on *page*, where words begin or where words have no edges."""
        yield from (group for group in self._open if group[0].folded in page.text)
        places = {at for at, begins in enumerate(page.starts) if begins}.union(page.cjk_places)
        texts = {page.text[at : at + length] for at in places for length in self._lengths}
        for text in sorted(texts & self._exact.keys()):
            yield from self._exact[text]

    def _counted(self, stretch: str) -> tuple[Sequence[int], Any]:
        """The phrases of which *stretch* has every triple, and those of which it has enough to match with slips."""
        rows = [self._rows[triple] for triple in _triples(stretch) if triple in self._rows]
        seen = [self._postings[self._starts[row] : self._starts[row + 1]] for row in rows]
        if not seen:
            return (), np.zeros(0, dtype=np.int64)
        counts = np.bincount(np.concatenate(seen), minlength=len(self._fuzzy))
        likely = np.flatnonzero(counts >= self._needed)
        return likely[counts[likely] == self._whole[likely]].tolist(), likely

    def _forgiven(self, found: Iterable[Match]) -> Any:
        """Of which phrases slips are forgiven on a page where *found* stands without any; all where that is nothing."""
        spoken = spoken_languages(found, SPOKEN_SHARE) or self._languages
        bits = sum(1 << number for number, language in enumerate(self._languages) if language in spoken)
        return (self._spoken_by & bits) != 0

    def _roughly(self, likely: Any, stretch: str) -> list[int]:
        scores = cdist([self._texts[i] for i in likely], [stretch], scorer=partial_ratio, score_cutoff=ROUGHLY)
        return [int(number) for number in likely[scores[:, 0] > 0]]


def spoken_languages(found: Iterable[Match], share: float) -> frozenset[str]:
    """The languages with at least *share* of the matches that the language with most of them has."""
    counts = Counter(match.language for match in found)
    del counts[ANY_LANGUAGE]
    most = max(counts.values(), default=0)
    return frozenset(language for language, count in counts.items() if count >= share * most)


def _triples(text: str) -> set[str]:
    return {text[i : i + 3] for i in range(len(text) - 2)}


def _keep(found: dict[tuple[str, str, Span], Match], group: Sequence[Phrase], span: Span, similarity: float) -> None:
    for phrase in group:
        key = (phrase.concept, phrase.language, span)
        if key not in found or found[key].similarity < similarity:
            found[key] = Match(phrase.concept, phrase.language, phrase.text, span, similarity)


def _on_edges(phrase: Phrase, page: Page, start: int, end: int) -> bool:
    """Whether the characters *start* to *end* of the page begin and end where words do, as far as the phrase minds."""
    if not phrase.has_edges:
        return True
    if not (phrase.open_start or page.starts[start]) or not (phrase.open_end or page.ends[end - 1]):
        return False
    # A single word is one word ("meteen" is not "met een"), or letter-spaced, or a long one that the reader split once.
    if not phrase.is_word or page.word_at[start] == page.word_at[end - 1]:
        return True
    splits = sum(page.starts[start + 1 : end])
    return splits == end - start - 1 or (splits == 1 and end - start > 5)


def _exactly(phrase: Phrase, page: Page, offset: int, stretch: str) -> Iterator[tuple[int, int]]:
    """Where *phrase* stands in *stretch* letter by letter and on word edges; places as in the page."""
    at = stretch.find(phrase.folded)
    while at >= 0:
        start, end = offset + at, offset + at + len(phrase.folded)
        if _on_edges(phrase, page, start, end):
            yield start, end
        at = stretch.find(phrase.folded, at + 1)


def _align(phrase: Phrase, page: Page, offset: int, stretch: str) -> tuple[int, int, float] | None:
    """Where *phrase* stands in *stretch* on word edges with the fewest slips: (start, end, similarity)."""
    text, slips = phrase.folded, phrase.slips
    free_start = phrase.open_start or not phrase.has_edges
    rough = partial_ratio_alignment(text, stretch, score_cutoff=100 * (1 - (slips + 0.5) / len(text)))
    if rough is None:
        return None
    best: tuple[int, int, int] | None = None
    low, limit = offset + rough.dest_start, offset + len(stretch)
    for start in range(max(offset, low - slips), min(limit, low + slips + 1)):
        if not (free_start or page.starts[start]):
            continue
        for end in range(max(start + 1, start + len(text) - slips), min(limit, start + len(text) + slips) + 1):
            found = page.text[start:end]
            if not _on_edges(phrase, page, start, end) or (phrase.is_word and not _same_word(text, found)):
                continue
            if phrase.is_word and phrase.has_edges and page.word_at[start] != page.word_at[end - 1] and found != text:
                continue  # split by the reader and misread as well: rather two other words
            distance = Levenshtein.distance(text, found, score_cutoff=slips)
            if _digits(found) > _digits(text):  # a number between the words: a list, not a sentence
                continue
            if distance <= slips and (best is None or distance < best[2]):
                best = start, end, distance
    if best is None or not _slips_are_spread(text, page.text[best[0] : best[1]], phrase.word_ends):
        return None
    return best[0], best[1], round(1 - best[2] / len(text), 3)


def nearest(phrases: Iterable[Phrase], page: Page) -> Match | None:
    """The words of *page* that are most like any of *phrases*, however unlike: for who wonders why nothing matched."""
    shapes: dict[tuple[int, bool, bool], list[Phrase]] = defaultdict(list)
    for phrase in phrases:
        free = not phrase.has_edges
        shapes[len(phrase.folded), free or phrase.open_start, free or phrase.open_end].append(phrase)
    best: tuple[float, Phrase, int, int] | None = None
    for (length, open_start, open_end), group in shapes.items():
        places = list(_places(page, length, open_start, open_end))
        if not places:
            continue
        texts = [page.text[start:end] for start, end in places]
        scores = cdist([phrase.folded for phrase in group], texts, scorer=Levenshtein.normalized_similarity)
        row, column = np.unravel_index(scores.argmax(), scores.shape)
        if best is None or scores[row, column] > best[0]:
            best = float(scores[row, column]), group[row], *places[column]
    if best is None:
        return None
    similarity, phrase, start, end = best
    return Match(phrase.concept, phrase.language, phrase.text, page.span(start, end), round(similarity, 3))


def _places(page: Page, length: int, open_start: bool, open_end: bool) -> Iterator[tuple[int, int]]:
    """Where *length* letters, or about as many in whole words, could stand within one block."""
    ends = [at + 1 for at, is_end in enumerate(page.ends) if is_end]
    for start in range(len(page.text)):
        if not (open_start or page.starts[start]):
            continue
        at = bisect_right(ends, start + length)
        for end in [start + length] if open_end else ends[max(0, at - 1) : at + 1]:
            if start < end <= len(page.text) and "\n" not in page.text[start:end]:
                yield start, end


def _same_word(text: str, found: str) -> bool:
    """Whether *found* can be the word *text* misread. One letter longer or shorter it is rather another word (window,
    Windows), unless a long one has a letter twice or lacks one within (immediatelyy, telechrez)."""
    if len(found) == len(text) or len(text) < LONG_WORD:
        return len(found) == len(text)
    edit, *more = Levenshtein.editops(text, found)
    if more:
        return False
    if edit.tag == "insert":
        return found[edit.dest_pos] in found[max(0, edit.dest_pos - 1) : edit.dest_pos] + found[edit.dest_pos + 1 :][:1]
    return edit.src_pos < len(text) - 2


def _digits(text: str) -> int:
    return sum(c.isdigit() for c in text)


def _bearable(phrase: Phrase) -> int:
    """How many slips the words of *phrase* bear together: see `_slips_are_spread`."""
    starts, long = (0, *phrase.word_ends), len(phrase.folded) >= LONG_ENOUGH
    lengths = [end - start for start, end in zip(starts, phrase.word_ends, strict=False)]
    return sum(length if length == 4 and long else _borne_by(length) for length in lengths)


def _borne_by(letters: int) -> int:
    """How many slips a word of so many *letters* bears."""
    return 0 if letters < 5 else 1 if letters < 9 else 2


def _slips_are_spread(text: str, found: str, word_ends: Sequence[int]) -> bool:
    """Whether no word took more slips than one read wrong would: "said Microsoft" is not "call Microsoft"."""
    slips = [0] * len(word_ends)
    starts = (0, *word_ends)
    for edit in Levenshtein.editops(text, found):
        word = min(bisect_right(word_ends, edit.src_pos), len(slips) - 1)
        short = word_ends[word] - starts[word] == 4 and len(text) >= LONG_ENOUGH
        alike = edit.tag == "replace" and frozenset((text[edit.src_pos], found[edit.dest_pos])) in _LOOK_ALIKE
        slips[word] += not (short and alike and slips[word] == 0)
    return all(count <= _borne_by(end - start) for count, start, end in zip(slips, starts, word_ends, strict=False))
