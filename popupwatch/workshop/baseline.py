"""A measurement in the form it is saved in, and what has changed since an earlier one."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from popupwatch.errors import CorpusError
from popupwatch.model import Level
from popupwatch.workshop.corpus import Sample
from popupwatch.workshop.stats import ClueStats, Hits, PhraseStats, PictureStats, ScenarioStats, Score, Stats

SCHEMA = 1


@dataclass(frozen=True)
class Before:
    """What an earlier measurement made of one picture: the verdict, and which scenarios hit it."""

    level: Level
    hits: frozenset[str]


@dataclass(frozen=True)
class ScenarioChange:
    """The hits of one scenario on scams and on ordinary pictures, before and after."""

    id: str
    scam: tuple[int, int]
    ordinary: tuple[int, int]


@dataclass(frozen=True)
class Comparison:
    """What has changed on the *compared* pictures, by their names; *new* ones the earlier measurement did not have, and
    *gone* ones it had. *lost* are scams that were told before; false alarms and suspicious ordinary pictures *began* or
    *ended*."""

    compared: int
    new: int
    gone: int
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    alarms_began: tuple[str, ...]
    alarms_ended: tuple[str, ...]
    suspicion_began: tuple[str, ...]
    suspicion_ended: tuple[str, ...]
    scenarios: tuple[ScenarioChange, ...]


def as_json(
    stats: Stats, sweeps: Mapping[str, Mapping[float, Score]], phrases: Iterable[PhraseStats]
) -> dict[str, Any]:
    """*stats* with the *sweeps* of single scenarios and the *phrases* asked for. Nothing that was read stands in it."""
    return {
        "schema": SCHEMA,
        "score": asdict(stats.score),
        "languages": {name: asdict(score) for name, score in stats.by_language.items()},
        "kinds": {name: asdict(score) for name, score in stats.by_kind.items()},
        "sweep": {"": _sweep(stats.sweep)} | {rule: _sweep(sweep) for rule, sweep in sweeps.items()},
        "milliseconds": {"phrases": stats.searching, **{each.id: each.milliseconds for each in stats.scenarios}},
        "scenarios": {each.id: _scenario(each) for each in stats.scenarios},
        "pictures": {each.sample.name: _picture(each) for each in stats.pictures},
        "phrases": [_phrase(phrase) for phrase in phrases],
    }


def _sweep(sweep: Mapping[float, Score]) -> list[dict[str, Any]]:
    return [{"bars": bars, **asdict(score)} for bars, score in sweep.items()]


def _scenario(each: ScenarioStats) -> dict[str, Any]:
    return {
        **_hits(each.hits),
        "alarms": _hits(each.alarms),
        "only": list(each.only),
        "overlaps": dict(each.overlaps),
        "clues": [_clue(clue) for clue in each.clues],
    }


def _clue(clue: ClueStats) -> dict[str, Any]:
    return {"name": clue.name, "points": clue.points, **_hits(clue.hits)}


def _hits(hits: Hits) -> dict[str, Any]:
    return {"scam": hits.scam, "ordinary": hits.ordinary, "so": hits.so}


def _picture(each: PictureStats) -> dict[str, Any]:
    return {
        "expected": each.sample.expected.value,
        "verdict": each.level.value,
        "language": each.sample.language,
        "kind": each.sample.kind,
        "findings": {rule: level.value for rule, level in each.findings.items()},
        "nearest": each.nearest,
        "reach": each.reach,
    }


def _phrase(phrase: PhraseStats) -> dict[str, Any]:
    said = {"language": phrase.language, "concept": phrase.concept, "phrase": phrase.text, "role": phrase.role}
    return said | _hits(phrase.hits)


def save(measurement: Mapping[str, Any], path: Path) -> None:
    """Write a new file, a picture a line, for changes to show in a diff. Raises CorpusError where it exists."""
    rows = {name: json.dumps(value, ensure_ascii=False) for name, value in measurement.items()}
    for name in ("scenarios", "pictures"):
        lines = [f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in measurement[name].items()]
        rows[name] = "{\n" + ",\n".join(lines) + "\n }"
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write("{\n" + ",\n".join(f' "{name}": {row}' for name, row in rows.items()) + "\n}\n")
    except FileExistsError:
        raise exists_already(path) from None
    except OSError as error:
        raise CorpusError.unwritable(path, error) from error


def exists_already(path: Path) -> CorpusError:
    return CorpusError("{path} exists already. Name another file, or remove it.", path=path)


def load(path: Path) -> dict[str, Before]:
    """The pictures of a saved measurement, by name. Raises CorpusError where it is none."""
    try:
        saved = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CorpusError("{path} cannot be opened: {reason}.", path=path, reason=error.strerror or error) from error
    except ValueError as error:
        raise _no_measurement(path) from error
    if not isinstance(saved, dict) or saved.get("schema") != SCHEMA:
        raise _no_measurement(path)
    try:
        return {
            name: Before(Level(picture["verdict"]), frozenset(picture["findings"]))
            for name, picture in saved["pictures"].items()
        }
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise _no_measurement(path) from error


def _no_measurement(path: Path) -> CorpusError:
    return CorpusError(
        "{path} is no measurement to compare with. To make one: popupwatch rules stats CORPUS --save {path}", path=path
    )


def compare(before: Mapping[str, Before], stats: Stats) -> Comparison:
    """What has changed since *before*, measured by what is expected now."""
    both = [each for each in stats.pictures if each.sample.name in before]
    pairs = [(each.sample, before[each.sample.name].level, each.level) for each in both]
    gained, lost = _turned(pairs, lambda sample, level: sample.is_scam and sample.met_by(level))
    alarms = _turned(pairs, lambda sample, level: not sample.is_scam and level is Level.SCAM)
    suspicion = _turned(pairs, lambda sample, level: not sample.is_scam and level is Level.SUSPICIOUS)
    changes = _scenario_changes(before, both)
    return Comparison(
        len(both), len(stats.pictures) - len(both), len(before) - len(both), gained, lost, *alarms, *suspicion, changes
    )


def _turned(
    pairs: Sequence[tuple[Sample, Level, Level]], holds: Callable[[Sample, Level], bool]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the pictures of which something *holds* now and did not before, and the other way round."""
    began = tuple(sample.name for sample, was, now in pairs if holds(sample, now) and not holds(sample, was))
    ended = tuple(sample.name for sample, was, now in pairs if holds(sample, was) and not holds(sample, now))
    return began, ended


def _scenario_changes(before: Mapping[str, Before], both: Sequence[PictureStats]) -> tuple[ScenarioChange, ...]:
    was = Counter((rule, each.sample.is_scam) for each in both for rule in before[each.sample.name].hits)
    now = Counter((rule, each.sample.is_scam) for each in both for rule in each.findings)
    rules = sorted({rule for rule, _ in (*was, *now)})
    changes = (
        ScenarioChange(rule, (was[rule, True], now[rule, True]), (was[rule, False], now[rule, False])) for rule in rules
    )
    return tuple(
        change for change in changes if change.scam[0] != change.scam[1] or change.ordinary[0] != change.ordinary[1]
    )
