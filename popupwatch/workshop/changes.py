"""What would have changed a verdict: the clues that would lift it, and those without which it would fall."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import combinations

from popupwatch.errors import TrialError
from popupwatch.model import Evidence, Finding, Level
from popupwatch.rules.judge import has_what_it_needs, level_at
from popupwatch.rules.model import Clue, Scenario

# More clues than this at once are no hint any more.
MOST = 6


class By(Enum):
    """How clues would change a verdict."""

    GAINING = "gaining"
    LOSING_ALL = "losing all"
    LOSING_ANY = "losing any"


@dataclass(frozen=True)
class Change:
    """What would make the verdict *level*: *clues* with their points, gained or lost. *short* is how many points are
    lacking for it."""

    level: Level
    by: By
    clues: tuple[tuple[str, float], ...]
    short: float = 0.0

    def sentence(self) -> TrialError:
        """The change, to be told."""
        clues = (", " if self.by is By.LOSING_ANY else " + ").join(f"{name} ({by:+g})" for name, by in self.clues)
        said = {"level": level_in_words(self.level), "clues": clues}
        if self.by is By.GAINING and self.short == 1:
            return TrialError("1 more point would make it {level}: {clues}.", **said)
        if self.by is By.GAINING and self.short > 0:
            return TrialError("{short:g} more points would make it {level}: {clues}.", **said, short=self.short)
        if self.by is By.GAINING:
            return TrialError("It has the points, but lacks a clue it needs: with {clues} it would be {level}.", **said)
        if self.by is By.LOSING_ANY and len(self.clues) > 1:
            return TrialError("Without any one of {clues} it would be {level}.", **said)
        return TrialError("Without {clues} it would be {level}.", **said)


def level_in_words(level: Level) -> TrialError:
    """*level*, to stand in a sentence."""
    if level is Level.SCAM:
        return TrialError("a scam")
    return TrialError("suspicious") if level is Level.SUSPICIOUS else TrialError("clear")


def changes(scenario: Scenario, finding: Finding, likeliest: Sequence[Clue]) -> tuple[Change, ...]:
    """What would lift the verdict to the highest level *scenario* has, and what would lower it. *likeliest* are the
    clues that are missing, the one that came nearest first."""
    found: list[Change | None] = []
    if finding.level is not highest_level(scenario):
        found += [_gain(scenario, finding, likeliest), _relief(scenario, finding)]
    if finding.level is not Level.CLEAR:
        found += _falls(scenario, finding)
    return tuple(change for change in found if change)


def highest_level(scenario: Scenario) -> Level:
    return Level.SUSPICIOUS if scenario.scam is None else Level.SCAM


def _gain(scenario: Scenario, finding: Finding, likeliest: Sequence[Clue]) -> Change | None:
    """The fewest further clues that would lift it, of equally few those that came nearest."""
    highest, found = highest_level(scenario), {item.clue for item in finding.evidence}
    short = round(_bar(scenario, highest) - finding.score, 2)
    for many in range(1, MOST + 1):
        for chosen in combinations(likeliest, many):
            names = found | {clue.name for clue in chosen}
            if sum(clue.points for clue in chosen) >= short and has_what_it_needs(scenario, names):
                points = tuple((clue.name, clue.points) for clue in chosen)
                return Change(highest, By.GAINING, points, max(0.0, short))
    return None


def _relief(scenario: Scenario, finding: Finding) -> Change | None:
    """The fewest calming clues without which it would be lifted."""
    highest = highest_level(scenario)
    if not has_what_it_needs(scenario, {item.clue for item in finding.evidence}):
        return None
    short = _bar(scenario, highest) - finding.score
    calming = _sums(finding.calming)
    lost: list[tuple[str, float]] = []
    for name in sorted(calming, key=lambda name: calming[name]):
        lost.append((name, calming[name]))
        if -sum(points for _, points in lost) >= short:
            return Change(highest, By.LOSING_ALL, tuple(lost))
    return None


def _falls(scenario: Scenario, finding: Finding) -> list[Change | None]:
    """The clues each of which keeps the verdict from falling; where there is none, the fewest that together do."""
    points = _sums(finding.evidence)
    names = sorted(points, key=lambda name: -points[name])
    singly: dict[Level, list[tuple[str, float]]] = {}
    for name in names:
        level = _level_without(scenario, finding, [name], points)
        if level is not finding.level:
            singly.setdefault(level, []).append((name, points[name]))
    if singly:
        return [Change(level, By.LOSING_ANY, tuple(clues)) for level, clues in singly.items()]
    for many in range(2, len(names) + 1):
        for chosen in combinations(names, many):
            level = _level_without(scenario, finding, chosen, points)
            if level is not finding.level:
                return [Change(level, By.LOSING_ALL, tuple((name, points[name]) for name in chosen))]
    return []


def _level_without(scenario: Scenario, finding: Finding, names: Sequence[str], points: Mapping[str, float]) -> Level:
    score = finding.score - sum(points[name] for name in names)
    return level_at(score, set(points) - set(names), scenario)


def _bar(scenario: Scenario, level: Level) -> float:
    return scenario.suspicious if level is Level.SUSPICIOUS or scenario.scam is None else scenario.scam


def _sums(items: Sequence[Evidence]) -> dict[str, float]:
    """The points of each clue, all its evidence together."""
    sums: dict[str, float] = {}
    for item in items:
        sums[item.clue] = round(sums.get(item.clue, 0.0) + item.points, 2)
    return sums
