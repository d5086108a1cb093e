"""What the measurements of all pictures amount to: how good the rules are, and what each part of them does for it.

The words are those of SpamAssassin's hit frequencies. A *hit* is a picture on which something was found. S/O is the
share of the scams it hits, over that and the share of the ordinary pictures: at 1 it hits only scams, at 0 none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from popupwatch.model import Level
from popupwatch.rules.judge import level_at
from popupwatch.rules.load import RuleBook
from popupwatch.rules.model import Scenario
from popupwatch.workshop.corpus import Sample
from popupwatch.workshop.measure import Measured, Opinion, calming_concepts, warning_concepts

# How many times as high as written the bars are in a sweep.
SWEEP = (0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3)


@dataclass(frozen=True)
class Score:
    """How the verdicts on some pictures compare with what is expected: of *scam* pictures *met* were told, of
    *ordinary* ones so many were false alarms or *suspicious*."""

    scam: int
    met: int
    ordinary: int
    false_alarms: int
    suspicious: int


@dataclass(frozen=True)
class Hits:
    """On how many of all *scams* and of all *ordinaries* something was found."""

    scam: int
    ordinary: int
    scams: int
    ordinaries: int

    @property
    def so(self) -> float | None:
        """S/O. ``None`` where it was never found, or there are no pictures of one of the two sorts."""
        if not (self.scams and self.ordinaries and (self.scam or self.ordinary)):
            return None
        scam, ordinary = self.scam / self.scams, self.ordinary / self.ordinaries
        return round(scam / (scam + ordinary), 3)


@dataclass(frozen=True)
class ClueStats:
    """One clue of a scenario. *points* are below 0 where it calms."""

    name: str
    points: float
    hits: Hits


@dataclass(frozen=True)
class ScenarioStats:
    """What one scenario does. A hit is a picture that it finds *suspicious* or a scam; *alarms* are those it finds a
    scam. *only* names the scams that would be missed without it; *overlaps* tells with which others it shares how many
    hits; *milliseconds* is what it took on average, once the phrases were found and the clues it shares with scenarios
    before it."""

    id: str
    hits: Hits
    alarms: Hits
    only: tuple[str, ...]
    overlaps: Mapping[str, int]
    milliseconds: float
    clues: tuple[ClueStats, ...]


@dataclass(frozen=True)
class PhraseStats:
    """One phrase. *role* says which clues look for its concept: those that ``warns`` or only those that ``calms``, or
    none of them (empty), as with negations."""

    language: str
    concept: str
    text: str
    role: str
    hits: Hits

    @property
    def is_found(self) -> bool:
        return bool(self.hits.scam or self.hits.ordinary)

    @property
    def wrong_way(self) -> float:
        """How much it pulls the wrong way: its hits on pictures it should not hit, less the better its S/O is."""
        so = self.hits.so
        if so is None or not self.role:
            return 0.0
        return self.hits.scam * so if self.role == "calms" else self.hits.ordinary * (1 - so)


@dataclass(frozen=True)
class PictureStats:
    """One picture: its verdict, which scenarios hit it, and the one that came *nearest* with its *reach*: at 1 it has
    the points it warns from."""

    sample: Sample
    level: Level
    findings: Mapping[str, Level]
    nearest: str
    reach: float

    @property
    def is_met(self) -> bool:
        return self.sample.met_by(self.level)


@dataclass(frozen=True)
class Stats:
    """Everything measured. *searching* are the milliseconds it takes to find all phrases of a picture, on average."""

    score: Score
    by_language: Mapping[str, Score]
    by_kind: Mapping[str, Score]
    scenarios: tuple[ScenarioStats, ...]
    sweep: Mapping[float, Score]
    pictures: tuple[PictureStats, ...]
    searching: float


def stats_of(measured: Sequence[Measured], rules: RuleBook) -> Stats:
    """The statistics of *measured*; pictures that could not be measured are left out."""
    done = _well_measured(measured)
    return Stats(
        _score((each.sample, each.level) for each in done),
        _scores_by(done, lambda sample: sample.language),
        _scores_by(done, lambda sample: sample.kind),
        tuple(_scenario_stats(scenario, done) for scenario in rules.scenarios),
        sweep(done, rules),
        tuple(map(_picture_stats, done)),
        _milliseconds(each.searching for each in done),
    )


def phrase_stats(measured: Sequence[Measured], rules: RuleBook) -> Iterator[PhraseStats]:
    """What every phrase of every vocabulary does."""
    done = _well_measured(measured)
    counts: Counter[tuple[str, str, str, bool]] = Counter()
    for each in done:
        is_scam = each.sample.is_scam
        counts.update((*phrase, is_scam) for phrase in each.phrases)
    among = Counter(each.sample.is_scam for each in done)
    roles = dict.fromkeys(calming_concepts(rules), "calms") | dict.fromkeys(warning_concepts(rules), "warns")
    for phrase in rules.phrases:
        key = (phrase.language, phrase.concept, phrase.text)
        hits = Hits(counts[*key, True], counts[*key, False], among[True], among[False])
        yield PhraseStats(*key, roles.get(phrase.concept, ""), hits)


def sweep(measured: Sequence[Measured], rules: RuleBook, only: str = "") -> dict[float, Score]:
    """The score if the bars of all scenarios, or of *only* one, were so many times as high. The text is the one read
    with the bars as they are: no picture is looked at more closely, or less."""
    done = _well_measured(measured)
    scenarios = {scenario.id: scenario for scenario in rules.scenarios}
    return {bars: _score((each.sample, _level_with(bars, only, each, scenarios)) for each in done) for bars in SWEEP}


def _level_with(bars: float, only: str, each: Measured, scenarios: Mapping[str, Scenario]) -> Level:
    levels = [
        opinion.level
        if only not in ("", opinion.rule)
        else level_at(opinion.score, opinion.clues, scenarios[opinion.rule], bars)
        for opinion in each.opinions
    ]
    return max(levels, key=lambda level: level.rank, default=Level.CLEAR)


def _score(levels: Iterable[tuple[Sample, Level]]) -> Score:
    counts: Counter[str] = Counter()
    for sample, level in levels:
        counts["scam" if sample.is_scam else "ordinary"] += 1
        counts["met"] += sample.is_scam and sample.met_by(level)
        counts["false alarms"] += not sample.is_scam and level is Level.SCAM
        counts["suspicious"] += not sample.is_scam and level is Level.SUSPICIOUS
    return Score(*(counts[name] for name in ("scam", "met", "ordinary", "false alarms", "suspicious")))


def _scores_by(done: Sequence[Measured], group: Callable[[Sample], str]) -> dict[str, Score]:
    names = sorted({group(each.sample) for each in done})
    return {name: _score((e.sample, e.level) for e in done if group(e.sample) == name) for name in names}


def _hits(samples: Iterable[Sample], done: Sequence[Measured]) -> Hits:
    counts = Counter(sample.is_scam for sample in samples)
    among = Counter(each.sample.is_scam for each in done)
    return Hits(counts[True], counts[False], among[True], among[False])


def _scenario_stats(scenario: Scenario, done: Sequence[Measured]) -> ScenarioStats:
    own = [(each, opinion) for each in done for opinion in each.opinions if opinion.rule == scenario.id]
    hit = [(each, opinion) for each, opinion in own if opinion.level is not Level.CLEAR]
    overlaps = Counter(other.rule for each, _ in hit for other in each.opinions if other.level is not Level.CLEAR)
    del overlaps[scenario.id]
    return ScenarioStats(
        scenario.id,
        _hits((each.sample for each, _ in hit), done),
        _hits((each.sample for each, opinion in hit if opinion.level is Level.SCAM), done),
        tuple(each.sample.name for each, _ in hit if _is_missed_without(scenario.id, each)),
        dict(overlaps.most_common()),
        _milliseconds(each.seconds.get(scenario.id, 0.0) for each in done),
        tuple(_clue_stats(scenario, own, done)),
    )


def _is_missed_without(rule: str, each: Measured) -> bool:
    others = [opinion.level for opinion in each.opinions if opinion.rule != rule]
    without = max(others, key=lambda level: level.rank, default=Level.CLEAR)
    return each.sample.is_scam and each.sample.met_by(each.level) and not each.sample.met_by(without)


def _clue_stats(
    scenario: Scenario, own: Sequence[tuple[Measured, Opinion]], done: Sequence[Measured]
) -> Iterator[ClueStats]:
    found: dict[str, list[Sample]] = defaultdict(list)
    for each, opinion in own:
        for name in chain(opinion.clues, opinion.calms):
            found[name].append(each.sample)
    for clue in (*scenario.clues, *scenario.calms):
        yield ClueStats(clue.name, clue.points, _hits(found[clue.name], done))


def _picture_stats(each: Measured) -> PictureStats:
    hits = {opinion.rule: opinion.level for opinion in each.opinions if opinion.level is not Level.CLEAR}
    nearest = each.opinions[0] if each.opinions else None
    return PictureStats(
        each.sample, each.level, hits, nearest.rule if nearest else "", nearest.reach if nearest else 0.0
    )


def _well_measured(measured: Iterable[Measured]) -> list[Measured]:
    return [each for each in measured if each.error is None]


def _milliseconds(seconds: Iterable[float]) -> float:
    each = list(seconds)
    return round(1000 * sum(each) / len(each), 3) if each else 0.0
