"""The report of ``popupwatch rules stats`` for people: a few tables, and under each what its columns mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from popupwatch.advice.texts import Texts
from popupwatch.cli.rules.table import heading, table, wrapped
from popupwatch.cli.speaking import printable
from popupwatch.model import Level
from popupwatch.rules.load import RuleBook
from popupwatch.workshop.baseline import Comparison
from popupwatch.workshop.stats import Hits, PictureStats, ScenarioStats, Score, Stats

_NONE = "–"
_SAME_EVERYWHERE = ("S/O", "ms")


def overview(stats: Stats, rules: RuleBook, seconds: float, kept: int, texts: Texts) -> Iterator[str]:
    """How many pictures, and how good the rules are on them."""
    score = stats.score
    yield texts.say(
        "stats.measured",
        pictures=len(stats.pictures),
        scenarios=len(rules.scenarios),
        phrases=len(rules.phrases),
        seconds=f"{seconds:.1f}",
        kept=kept,
    )
    rows = (
        ("told", score.met, score.scam),
        ("false-alarms", score.false_alarms, score.ordinary),
        ("suspicious", score.suspicious, score.ordinary),
    )
    cells = [
        (texts.say(f"stats.{key}"), _of(count, among, texts), _percent(count, among)) for key, count, among in rows
    ]
    yield from table(("", "", ""), cells)


def general(stats: Stats, texts: Texts) -> Iterator[str]:
    """What is told where nothing special is asked for."""
    yield from scenarios(stats, texts)
    yield from groups("languages", stats.by_language, texts)
    yield from groups("kinds", {kind: score for kind, score in stats.by_kind.items() if score.scam}, texts)
    yield from sweep(stats.sweep, texts)


def scenarios(stats: Stats, texts: Texts) -> Iterator[str]:
    yield from heading(texts.say("stats.scenarios"))
    head = columns(("scenario", "scams", "ordinary", "S/O", "only", "ms", "overlap"), texts)
    rows = [
        (each.id, *_hit_cells(each.hits), str(len(each.only)), f"{each.milliseconds:.1f}", _overlap(each))
        for each in stats.scenarios
    ]
    yield from table(head, rows, left=(0, 6))
    yield from wrapped(texts.say("stats.scenarios-legend", searching=f"{stats.searching:.1f}"))


def _overlap(each: ScenarioStats) -> str:
    """The scenario it shares most hits with."""
    hits = each.hits.scam + each.hits.ordinary
    if not each.overlaps:
        return _NONE
    other, count = max(each.overlaps.items(), key=lambda item: item[1])
    return f"{other} {_percent(count, hits)}"


def groups(key: str, scores: Mapping[str, Score], texts: Texts) -> Iterator[str]:
    """The scores of the languages, or of the kinds of scams: *key* says which."""
    if not scores:
        return
    yield from heading(texts.say(f"stats.{key}"))
    head = columns((f"of-{key}", "told", "false-alarms", "suspicious"), texts)
    rows = [(printable(name) or _NONE, *_score_cells(score, texts)) for name, score in scores.items()]
    yield from table(head, rows)


def sweep(bars: Mapping[float, Score], texts: Texts, scenario: str = "") -> Iterator[str]:
    """What higher and lower bars would do: those of *scenario*, or all."""
    yield from heading(texts.say("stats.sweep-one" if scenario else "stats.sweep", scenario=scenario))
    rows = [(f"× {times:.1f}", *_score_cells(score, texts)) for times, score in bars.items()]
    yield from table(columns(("bars", "told", "false-alarms", "suspicious"), texts), rows)
    yield from wrapped(texts.say("stats.sweep-legend"))


def one_scenario(stats: Stats, rules: RuleBook, rule: str, bars: Mapping[float, Score], texts: Texts) -> Iterator[str]:
    """Everything about one scenario."""
    each = next(each for each in stats.scenarios if each.id == rule)
    scenario = next(scenario for scenario in rules.scenarios if scenario.id == rule)
    key = "stats.one-scenario" if scenario.scam is not None else "stats.one-scenario-never"
    scam = f"{scenario.scam or 0:g}"
    yield from heading(texts.say(key, scenario=rule, suspicious=f"{scenario.suspicious:g}", scam=scam))
    head = columns(("level", "scams", "ordinary", "S/O"), texts)
    rows = [
        (texts.say(f"stats.{name}"), *_hit_cells(hits)) for name, hits in (("hits", each.hits), ("alarms", each.alarms))
    ]
    yield from table(head, rows)
    yield ""
    clues = [(clue.name, f"{clue.points:+g}", *_hit_cells(clue.hits)) for clue in each.clues]
    yield from table(columns(("clue", "points", "scams", "ordinary", "S/O"), texts), clues)
    yield from wrapped(texts.say("stats.clues-legend"))
    yield from sweep(bars, texts, rule)
    if each.overlaps:
        yield from heading(texts.say("stats.overlaps", scenario=rule))
        hits = each.hits.scam + each.hits.ordinary
        shared = [(other, str(count), _percent(count, hits)) for other, count in each.overlaps.items()]
        yield from table(columns(("scenario", "pictures", "share"), texts), shared)
    if each.only:
        yield from _names(texts.say("stats.only", scenario=rule, count=len(each.only)), each.only)


def wrong_pictures(stats: Stats, texts: Texts, everything: bool) -> Iterator[str]:
    """Every picture that did not get its verdict; without *everything*, how to learn which those are."""
    wrong = [each for each in stats.pictures if not each.is_met]
    if not everything or not wrong:
        yield from ("", texts.say("stats.list-hint" if wrong else "stats.list-none"))
        return
    sorts = {
        "missed": [each for each in wrong if each.sample.is_scam],
        "false-alarms": [each for each in wrong if not each.sample.is_scam and each.level is Level.SCAM],
        "suspicious": [each for each in wrong if not each.sample.is_scam and each.level is Level.SUSPICIOUS],
    }
    for key, some in sorts.items():
        if some:
            yield from heading(texts.say(f"stats.list-{key}", count=len(some)))
            yield from table(columns(("picture", "nearest", "reach"), texts), map(_picture_row, some), left=(0, 1))
    yield from wrapped(texts.say("stats.list-legend"))


def _picture_row(each: PictureStats) -> tuple[str, ...]:
    return printable(each.sample.name), each.nearest or _NONE, f"{100 * each.reach:.0f} %"


def changes(comparison: Comparison, file: Path, texts: Texts) -> Iterator[str]:
    """What is different now from a measurement saved in *file*."""
    said = {"file": printable(str(file)), "compared": comparison.compared}
    yield from heading(texts.say("stats.compared", **said))
    if comparison.new or comparison.gone:
        yield from wrapped(texts.say("stats.not-compared", new=comparison.new, gone=comparison.gone))
    lists = {
        "gained": comparison.gained,
        "lost": comparison.lost,
        "alarms-began": comparison.alarms_began,
        "alarms-ended": comparison.alarms_ended,
        "suspicion-began": comparison.suspicion_began,
        "suspicion-ended": comparison.suspicion_ended,
    }
    for key, names in lists.items():
        if names:
            yield from _names(texts.say(f"stats.{key}", count=len(names)), names)
    if not any(lists.values()):
        yield from wrapped(texts.say("stats.no-verdict-changed"))
    if comparison.scenarios:
        yield from heading(texts.say("stats.scenarios-changed"))
        rows = [(each.id, _change(*each.scam), _change(*each.ordinary)) for each in comparison.scenarios]
        yield from table(columns(("scenario", "scams", "ordinary"), texts), rows)


def _change(before: int, after: int) -> str:
    return f"{before} → {after}" if before != after else str(after)


def _names(title: str, names: Iterable[str]) -> Iterator[str]:
    yield from heading(title)
    yield from (f"  {printable(name)}" for name in names)


def columns(names: Iterable[str], texts: Texts) -> list[str]:
    """What stands above columns."""
    return [name if name in _SAME_EVERYWHERE else texts.say(f"stats.column.{name}") for name in names]


def _hit_cells(hits: Hits) -> tuple[str, str, str]:
    return str(hits.scam), str(hits.ordinary), figure(hits.so)


def figure(so: float | None) -> str:
    """S/O, or a dash where there is none."""
    return _NONE if so is None else f"{so:.3f}"


def _score_cells(score: Score, texts: Texts) -> tuple[str, str, str]:
    rows = (score.met, score.scam), (score.false_alarms, score.ordinary), (score.suspicious, score.ordinary)
    told, false_alarms, suspicious = (_of(count, among, texts) if among else _NONE for count, among in rows)
    return told, false_alarms, suspicious


def _of(count: int, among: int, texts: Texts) -> str:
    return texts.say("stats.of", count=count, among=among)


def _percent(count: int, among: int) -> str:
    return f"{100 * count / among:.1f} %" if among else _NONE
