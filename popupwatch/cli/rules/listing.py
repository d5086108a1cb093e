"""``popupwatch rules list``: every scenario there is, and every language."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from popupwatch.advice.telling import Teller
from popupwatch.advice.texts import Texts
from popupwatch.cli.rulebook import rules_with
from popupwatch.cli.rules.table import table
from popupwatch.cli.speaking import SpeakingCommand, from_here, printable, spoken
from popupwatch.errors import ExitCode
from popupwatch.rules.load import RuleBook
from popupwatch.rules.model import Scenario


@click.command("list", cls=SpeakingCommand, help="rules-list")
@click.option("--rules", "rule_folders", metavar="FOLDER", multiple=True, type=click.Path(path_type=Path), help="rules")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="format")
@click.option("--debug", is_flag=True, expose_value=False, help="debug")
@spoken
def list_rules(rule_folders: tuple[Path, ...], form: str, texts: Texts) -> int:
    rules = rules_with(rule_folders, texts)
    teller = Teller.knowing(rules.scenarios, texts)
    if form == "json":
        for told in (*(_scenario(scenario, teller) for scenario in _in_order(rules)), *_languages(rules)):
            click.echo(json.dumps(told, ensure_ascii=False))
    else:
        for line in (*_scenario_lines(rules, teller), "", *_language_lines(rules, texts)):
            click.echo(line)
    return ExitCode.CLEAR


def _in_order(rules: RuleBook) -> list[Scenario]:
    return sorted(rules.scenarios, key=lambda scenario: (scenario.path.parent, scenario.id))


def _scenario(scenario: Scenario, teller: Teller) -> dict[str, Any]:
    return {
        "scenario": scenario.id,
        "title": teller.title(scenario.id),
        "suspicious": scenario.suspicious,
        "scam": scenario.scam,
        "clues": len(scenario.clues),
        "warns": len(scenario.warns),
        "calm": len(scenario.calm_examples),
        "todo": len(scenario.gaps),
        "path": str(scenario.path),
    }


def _languages(rules: RuleBook) -> list[dict[str, Any]]:
    """Each language with how many concepts and phrases it has."""
    phrases = sorted(rules.phrases, key=lambda phrase: phrase.language)
    told = []
    for language, some in groupby(phrases, key=lambda phrase: phrase.language):
        concepts = [phrase.concept for phrase in some]
        told.append({"language": language, "concepts": len(set(concepts)), "phrases": len(concepts)})
    return told


def _scenario_lines(rules: RuleBook, teller: Teller) -> Iterator[str]:
    texts = teller.texts
    head = [texts.say(f"list.{key}") for key in ("id", "suspicious", "scam", "clues", "warns", "calm", "title")]
    scenarios = _in_order(rules)
    titles, *rows = table(head, [_row(scenario, teller) for scenario in scenarios], left=(0, 6))
    yield click.style(texts.say("list.scenarios", count=len(scenarios)), bold=True)
    yield titles
    folder = None
    for scenario, row in zip(scenarios, rows, strict=True):
        if scenario.path.parent != folder:
            folder = scenario.path.parent
            yield texts.say("list.folder", path=printable(str(from_here(folder))))
        yield printable(row)


def _row(scenario: Scenario, teller: Teller) -> Sequence[str]:
    scam = "–" if scenario.scam is None else f"{scenario.scam:g}"
    counts = (len(scenario.clues), len(scenario.warns), len(scenario.calm_examples))
    return (scenario.id, f"{scenario.suspicious:g}", scam, *map(str, counts), teller.title(scenario.id))


def _language_lines(rules: RuleBook, texts: Texts) -> Iterator[str]:
    told = _languages(rules)
    head = [texts.say(f"list.{key}") for key in ("language", "concepts", "phrases")]
    yield click.style(texts.say("list.languages", count=len(rules.languages)), bold=True)
    yield from table(head, [[str(value) for value in one.values()] for one in told])
    yield texts.say("list.any")
