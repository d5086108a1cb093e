"""``--explain``: the arithmetic of every scenario that found a clue."""

from __future__ import annotations

from collections.abc import Iterator

import click

from popupwatch.advice.telling import Teller
from popupwatch.advice.texts import Texts
from popupwatch.model import Evidence, Finding
from popupwatch.rules.model import MIN_CLUES, Scenario
from popupwatch.scanning import Scan


def explanation(scan: Scan, teller: Teller) -> Iterator[str]:
    """Line by line: each scenario's clues with points, words and place, what was missing, what calmed, thresholds."""
    texts = teller.texts
    yield texts.say("explain.head", words=scan.text.words_read, reader=scan.text.reader)
    if not scan.verdict.considered:
        yield f"  {texts.say('explain.nothing')}"
    for finding in scan.verdict.considered:
        yield from _arithmetic(finding, teller)
    yield ""


def _arithmetic(finding: Finding, teller: Teller) -> Iterator[str]:
    texts = teller.texts
    yield f"\n  {head(finding, teller)}"
    for item in (*finding.evidence, *finding.calming):
        yield f"    {clue_found(item, finding.rule, teller)}"
    scenario = teller.scenarios.get(finding.rule)
    found = {item.clue for item in finding.evidence}
    unmet = [names for names in scenario.needs if not names & found] if scenario else []
    needed = [name for name in finding.missing if any(name in names for names in unmet)]
    other = [name for name in finding.missing if name not in needed]
    for key, names in (("missing-required", needed), ("missing", other)):
        if names:
            labels = ", ".join(f"{teller.label(finding.rule, name)} ({name})" for name in names)
            yield f"    {texts.say(f'explain.{key}', labels=labels)}"
    if len(found) < MIN_CLUES:
        yield f"    {texts.say('explain.too-few', least=MIN_CLUES)}"
    if scenario:
        yield f"    {thresholds(scenario, texts)}"


def head(finding: Finding, teller: Teller) -> str:
    """The scenario, its points and its level."""
    texts = teller.texts
    level = texts.say(f"explain.{finding.level.value}")
    title = teller.title(finding.rule)
    said = texts.say("explain.scenario", title=title, rule=finding.rule, score=f"{finding.score:g}", level=level)
    return click.style(said, bold=True)


def clue_found(item: Evidence, rule: str, teller: Teller, line: int = 0) -> str:
    """A clue's points, words and place: in the picture, or in a text without one its *line*."""
    values = {
        "points": f"{item.points:+6.2f}",
        "label": f"{teller.label(rule, item.clue)} ({item.clue})",
        "words": item.text,
        "similarity": round(100 * item.similarity),
    }
    if line:
        return teller.texts.say("explain.clue-in-text", **values, line=line)
    box = item.box
    return teller.texts.say("explain.clue", **values, left=box.left, top=box.top, width=box.width, height=box.height)


def thresholds(scenario: Scenario, texts: Texts) -> str:
    """From how many points on it warns."""
    if scenario.scam is None:
        return texts.say("explain.threshold", suspicious=f"{scenario.suspicious:g}")
    return texts.say("explain.thresholds", suspicious=f"{scenario.suspicious:g}", scam=f"{scenario.scam:g}")
