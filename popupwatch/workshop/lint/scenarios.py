"""What can be wrong with a scenario: points, names, advice. Its examples have a module of their own."""

from __future__ import annotations

from collections.abc import Iterator

from popupwatch.errors import RuleError
from popupwatch.rules.model import Clue, Scenario
from popupwatch.rules.source import RuleFile, Way, did_you_mean
from popupwatch.workshop.lint.context import Context
from popupwatch.workshop.lint.remark import Lint, Remark, Severity

UNREACHABLE = Lint("unreachable-score", RuleError("As it is, the scenario can never say so."))
ONE_CLUE_WARNS = Lint(
    "one-clue-warns",
    RuleError("Ordinary screens have single clues too: with this one found, any second one would do, however slight."),
)
IDLE_EACH = Lint("idle-each", RuleError("Further phrases give points only up to “upto”."))
UNKNOWN_ADVICE = Lint("unknown-advice", RuleError("The advice is what a frightened person is told to do."))
NO_WORDS = Lint("no-words", RuleError("The person who is warned reads it as it stands here."), Severity.ADVICE)


def lint_scenario(file: RuleFile, scenario: Scenario, context: Context) -> Iterator[Remark]:
    """Remarks on *scenario*, of which there may be but a part, where *file* has other problems."""
    if not file.problems:
        yield from _thresholds(file, scenario)
    for way, clue in _written(file, scenario):
        if clue.points > 0 and not file.problems:
            yield from _one_clue_warns(file, way, clue, scenario)
        yield from idle_each(file, way, clue.points, clue.each, clue.upto)
        if not clue.says and clue.name not in context.told.clues:
            what = RuleError("The clue “{name}” has no words for the person who is warned.", name=clue.name)
            instead = RuleError('Write what the screen does, for example: says = "It speaks of a parcel".')
            yield NO_WORDS.value(file, (*way, "name"), what, instead)
    advice = file.data.get("advice")
    if isinstance(advice, str) and advice not in context.told.advice:
        hint = did_you_mean(advice, context.told.advice)
        what = RuleError("There is no advice “{advice}”. {hint}", advice=advice, hint=hint)
        instead = RuleError("Without this line the general advice is given, which fits every scam.")
        yield UNKNOWN_ADVICE.value(file, ("advice",), what, instead)
    if not scenario.title and scenario.id not in context.told.scenarios:
        what = RuleError("The scenario has no title; it would be called “{name}”.", name=scenario.id)
        yield NO_WORDS.value(file, ("id",), what, RuleError('Write, for example: title = "Fake parcel message".'))


def _written(file: RuleFile, scenario: Scenario) -> Iterator[tuple[Way, Clue]]:
    """Each clue that stands in the file, with the way to it."""
    for table, clues in (("clue", scenario.clues), ("calm", scenario.calms)):
        by_name = {clue.name: clue for clue in clues}
        entries = file.data.get(table)
        for number, entry in enumerate(entries if isinstance(entries, list) else ()):
            name = entry.get("name", entry.get("use")) if isinstance(entry, dict) else None
            if isinstance(name, str) and name in by_name:
                yield (table, number), by_name[name]


def most(clue: Clue) -> float:
    """The most points that *clue* can give."""
    further = int((clue.upto - clue.points) / clue.each + 1e-9) if clue.each else 0
    return clue.points + max(0, further) * clue.each


def _thresholds(file: RuleFile, scenario: Scenario) -> Iterator[Remark]:
    reach = sum(map(most, scenario.clues))
    for key, bar in (("suspicious", scenario.suspicious), ("scam", scenario.scam)):
        if bar is not None and bar > reach:
            what = RuleError(
                "{key} = {bar:g} is out of reach: all clues together give {reach:g}.", key=key, bar=bar, reach=reach
            )
            instead = RuleError("Lower it well below {reach:g}, or give the clues more points.", reach=reach)
            yield UNREACHABLE.value(file, (key,), what, instead)


def _one_clue_warns(file: RuleFile, way: Way, clue: Clue, scenario: Scenario) -> Iterator[Remark]:
    if most(clue) >= scenario.suspicious:
        what = RuleError(
            "“{name}” alone can give {points:g} points, and {bar:g} make the screen suspicious.",
            name=clue.name,
            points=most(clue),
            bar=scenario.suspicious,
        )
        instead = RuleError("Give it fewer points, or raise the bar.")
        yield ONE_CLUE_WARNS.value(file, (*way, "upto" if clue.upto else "points"), what, instead)


def idle_each(file: RuleFile, way: Way, points: float, each: float, upto: float) -> Iterator[Remark]:
    """A clue's *each* or *upto* that does nothing."""
    if (each or upto) and (not each or not upto or (upto - points) / each < 1):
        key = "each" if each else "upto"
        what = RuleError("“{key}” has no effect here.", key=key)
        instead = RuleError("Write both: each = points for a further phrase, upto = the most of all together.")
        yield IDLE_EACH.value(file, (*way, key), what, instead)
