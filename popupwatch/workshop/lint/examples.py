"""What can be wrong with a scenario's examples: too few, too easy, or with somebody's telephone number in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from popupwatch.errors import RuleError
from popupwatch.model import Finding
from popupwatch.ocr.recorded import from_plain_text
from popupwatch.rules.judge import judge
from popupwatch.rules.model import MIN_CLUES, Scenario
from popupwatch.rules.source import RuleFile, Way
from popupwatch.workshop.fictional import FICTIONAL_EXAMPLES, real_numbers
from popupwatch.workshop.lint.context import Context
from popupwatch.workshop.lint.remark import Lint, Remark

LEAST_WARNING, LEAST_CALM = 1, 2
# A calm example is a near miss with this share of the points that make a screen suspicious, what calms left aside.
NEAR = 0.5

TOO_FEW = Lint(
    "too-few-examples",
    RuleError("Examples show what the rule is for, and every later change is tried on them."),
)
NO_NEAR_MISS = Lint(
    "no-near-miss",
    RuleError("A rule that was only tried on screens unlike the scam is not known to keep still where it is hard."),
)
REAL_NUMBER = Lint(
    "real-number",
    RuleError(
        "It may be somebody's: nobody should be called because of an example, and scammers change their numbers."
    ),
)


def lint_examples(file: RuleFile, scenario: Scenario, context: Context) -> Iterator[Remark]:
    yield from _too_few(file, scenario)
    yield from _real_numbers(file)
    if len(scenario.calm_examples) >= LEAST_CALM and not file.problems:
        yield from _no_near_miss(file, scenario, context)


def _too_few(file: RuleFile, scenario: Scenario) -> Iterator[Remark]:
    warning = sum(bool(text.strip()) for text in scenario.warns)
    calm = sum(bool(text.strip()) for text in scenario.calm_examples)
    if warning < LEAST_WARNING and not _is_misshapen(file, "warns"):
        what = RuleError("There is no example that must warn.")
        instead = RuleError("Write into [examples]: warns = ['''the words of such a page''']")
        yield TOO_FEW.value(file, ("examples", "warns"), what, instead)
    if calm < LEAST_CALM and not _is_misshapen(file, "calm"):
        what = RuleError("Calm examples: {found}; at least {least} are needed.", found=calm, least=LEAST_CALM)
        instead = RuleError(
            "Write into [examples]: calm = ['''an ordinary page''', '''one that looks much like the scam''']"
        )
        yield TOO_FEW.value(file, ("examples", "calm"), what, instead)


def _is_misshapen(file: RuleFile, key: str) -> bool:
    """Whether there is something else than a list of examples: the parser says so already."""
    examples = file.data.get("examples", {})
    return not isinstance(examples, dict) or not isinstance(examples.get(key, []), list)


def _no_near_miss(file: RuleFile, scenario: Scenario, context: Context) -> Iterator[Remark]:
    needed = NEAR * scenario.suspicious
    nearest = 0.0
    for text in scenario.calm_examples:
        found = [
            finding for finding in judge(from_plain_text(text), context.book).considered if finding.rule == scenario.id
        ]
        nearest = max([nearest, *map(points_before_calming, found)])
    if nearest < needed:
        what = RuleError(
            "No calm example is a near miss: the nearest finds {nearest:g} points, {needed:g} are wanted.",
            nearest=nearest,
            needed=needed,
        )
        instead = RuleError(
            "Add what looks most like it and is ordinary: the real company's page, an article about the scam, a forum."
        )
        yield NO_NEAR_MISS.value(file, ("examples", "calm"), what, instead)


def points_before_calming(finding: Finding) -> float:
    """The points of the clues found, of at least two, without what calming takes away."""
    if len({item.clue for item in finding.evidence}) < MIN_CLUES:
        return 0.0
    return sum(item.points for item in finding.evidence)


def _real_numbers(file: RuleFile) -> Iterator[Remark]:
    """The telephone numbers in the file's examples that are not kept for fiction."""
    for way, text in _example_texts(file):
        for number in real_numbers(text):
            shown = text[number.start : number.end]
            what = RuleError(
                "The telephone number “{number}” is not one kept for fiction.", number=" ".join(shown.split())
            )
            instead = RuleError("Use a fictional one, such as {numbers}.", numbers=", ".join(FICTIONAL_EXAMPLES))
            yield REAL_NUMBER.at(file, file.places.of_value(way, shown), what, instead)


def _example_texts(file: RuleFile) -> Iterator[tuple[Way, str]]:
    """Every text in [examples], with the way to it."""
    waiting: list[tuple[Way, Any]] = [(("examples",), file.data.get("examples"))]
    while waiting:
        way, value = waiting.pop(0)
        if isinstance(value, str):
            yield way, value
        elif isinstance(value, dict):
            waiting += [((*way, key), value[key]) for key in value if key != "why"]
        elif isinstance(value, list):
            waiting += [((*way, number), item) for number, item in enumerate(value)]
