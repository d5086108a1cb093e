"""Measuring rules picture by picture: what each scenario, clue and phrase makes of each one, and how long that takes.
It is read and judged on the same path as by a scan; only the looks at the picture may have been kept from before."""

from __future__ import annotations

import signal
import time
from collections.abc import Generator, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property

from popupwatch.errors import PopupwatchError
from popupwatch.model import Evidence, Finding, Level, ScreenText, Verdict
from popupwatch.ocr.reader import Reader, choose_reader
from popupwatch.rules.entities import ENTITIES
from popupwatch.rules.judge import consider, verdict_of
from popupwatch.rules.load import RuleBook
from popupwatch.rules.page import Page
from popupwatch.rules.phrases import ANY_LANGUAGE
from popupwatch.scanning import look_and_judge
from popupwatch.workshop.corpus import Sample
from popupwatch.workshop.found import FindsOnPicture, Found, KeptFinds
from popupwatch.workshop.kept import KeptTexts

# How many pictures a process takes at a time: judging one is a matter of milliseconds.
_AT_A_TIME = 4

# Language, concept, words as they are written in the vocabulary.
PhraseKey = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one scenario made of one picture. *clues* are those it found, *calms* those that took points away."""

    rule: str
    level: Level
    score: float
    reach: float
    clues: tuple[str, ...]
    calms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """One picture, measured, or the *error* that says why not. *opinions* are in the order of the verdict: who says
    best what this is comes first. *phrases* are all that were found and that count on this page. *seconds* is what
    each scenario took, by its id, and *searching* what it took to find the phrases, which they share."""

    sample: Sample
    level: Level = Level.CLEAR
    opinions: tuple[Opinion, ...] = ()
    phrases: frozenset[PhraseKey] = frozenset()
    seconds: Mapping[str, float] = field(default_factory=dict)
    searching: float = 0.0
    was_kept: bool = False
    error: PopupwatchError | None = None


@dataclass(frozen=True)
class Measurer:
    """Measures *rules* on *texts* that were kept, or are read by the reader of this name in these *languages*; what is
    found in them may be kept as well."""

    rules: RuleBook
    texts: KeptTexts
    finds: KeptFinds
    reader_name: str | None = None
    languages: tuple[str, ...] = ()

    @cached_property
    def calming(self) -> frozenset[str]:
        return calming_concepts(self.rules)

    @cached_property
    def _reader(self) -> Reader:
        return choose_reader(self.reader_name, self.languages)

    def measure(self, sample: Sample) -> Measured:
        """What the rules make of *sample*. What was read is kept, also where judging fails."""
        try:
            looks = self.texts.looks(sample.picture, lambda: self._reader)
            finds = self.finds.on(looks.digest, self.rules)
            judging = _Judging(self.rules, finds)
            text, verdict = look_and_judge(looks, judging.judge)
            looks.save()
            finds.save()
        except PopupwatchError as error:
            return Measured(sample, error=error)
        done = judging.done[id(text)]
        return Measured(
            sample,
            verdict.level,
            tuple(map(_opinion, verdict.considered)),
            _phrases(done.found, self.calming),
            done.seconds,
            done.found.seconds,
            looks.were_kept,
        )


def measure_all(samples: Sequence[Sample], measurer: Measurer, processes: int) -> Generator[Measured, None, None]:
    """Every sample, measured, in order, by several *processes* at once. Closing the generator ends them."""
    if min(processes, len(samples)) < 2:
        yield from map(measurer.measure, samples)
        return
    with ProcessPoolExecutor(processes, initializer=_begin, initargs=(measurer,)) as pool:
        try:
            yield from pool.map(_measure, samples, chunksize=_AT_A_TIME)
        finally:
            pool.shutdown(cancel_futures=True)


# What a process of the pool measures with: so the rules reach each process once, not with every picture.
_own: list[Measurer] = []


def _begin(measurer: Measurer) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # whoever interrupts us is answered by the first process, not by all
    _own.append(measurer)


def _measure(sample: Sample) -> Measured:
    return _own[-1].measure(sample)


def warning_concepts(rules: RuleBook) -> frozenset[str]:
    """The concepts and entities that clues look for which add points."""
    return frozenset(atom for scenario in rules.scenarios for clue in scenario.clues for atom in clue.atoms)


def calming_concepts(rules: RuleBook) -> frozenset[str]:
    """Those that only clues look for which take points away."""
    calming = frozenset(atom for scenario in rules.scenarios for clue in scenario.calms for atom in clue.atoms)
    return calming - warning_concepts(rules)


@dataclass(frozen=True)
class _Judged:
    """What was found in one text, and how long each scenario took to judge by it."""

    found: Found
    seconds: Mapping[str, float]


class _Judging:
    """Judges as `rules.judge.judge` does, and notes of each text what was found in it and what took how long."""

    def __init__(self, rules: RuleBook, finds: FindsOnPicture) -> None:
        self._rules = rules
        self._finds = finds
        self.done: dict[int, _Judged] = {}

    def judge(self, text: ScreenText) -> Verdict:
        page = Page(text)
        found = self._finds.find(page)
        findings: list[Finding | None] = []
        seconds: dict[str, float] = {}
        last = time.perf_counter()
        for scenario in self._rules.scenarios:
            findings.append(consider(scenario, page, found.matches, found.spoken))
            now = time.perf_counter()
            seconds[scenario.id] = now - last
            last = now
        self.done[id(text)] = _Judged(found, seconds)
        return verdict_of(findings)


def _opinion(finding: Finding) -> Opinion:
    clues, calms = _names(finding.evidence), _names(finding.calming)
    return Opinion(finding.rule, finding.level, finding.score, finding.reach, clues, calms)


def _names(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.clue for item in evidence))


def _phrases(found: Found, calming: frozenset[str]) -> frozenset[PhraseKey]:
    """The phrases found; calming ones only in a language of the page, for others do not calm. What an entity found is
    no phrase, but somebody's number."""
    return frozenset(
        (match.language, concept, match.phrase)
        for concept, matches in found.matches.items()
        if concept not in ENTITIES
        for match in matches
        if concept not in calming or match.language in found.spoken or match.language == ANY_LANGUAGE
    )
