"""``popupwatch rules show``: a scenario in plain words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import reduce
from pathlib import Path
from typing import Any

import click

from popupwatch.advice.telling import Teller
from popupwatch.advice.texts import Texts
from popupwatch.cli.rulebook import rules_with, scenario_named
from popupwatch.cli.rules.table import wrapped
from popupwatch.cli.speaking import SpeakingCommand, from_here, printable, spoken
from popupwatch.errors import ExitCode, RuleError
from popupwatch.rules.load import RuleBook
from popupwatch.rules.model import Clue, Scenario
from popupwatch.rules.phrases import ANY_LANGUAGE
from popupwatch.rules.source import did_you_mean
from popupwatch.workshop.layout import rules_folder


@click.command(cls=SpeakingCommand, help="rules-show")
@click.argument("rule", metavar="ID")
@click.option("--phrases", "language", metavar="LANG", help="rules-show-phrases")
@click.option("--rules", "rule_folders", metavar="FOLDER", multiple=True, type=click.Path(path_type=Path), help="rules")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="format")
@click.option("--debug", is_flag=True, expose_value=False, help="debug")
@spoken
def show(rule: str, language: str | None, rule_folders: tuple[Path, ...], form: str, texts: Texts) -> int:
    own = (rules_folder(Path(rule)),) if Path(rule).is_file() else ()
    rules = rules_with((*rule_folders, *own), texts)
    scenario = scenario_named(Path(rule).stem if own else rule, rules)
    phrases = _phrases(scenario, language, rules) if language else {}
    teller = Teller.knowing(rules.scenarios, texts)
    if form == "json":
        click.echo(json.dumps(_as_json(scenario, phrases if language else None, teller), ensure_ascii=False))
    else:
        for line in (*_lines(scenario, teller), *_phrase_lines(phrases, language, texts)):
            click.echo(line)
    return ExitCode.CLEAR


def _phrases(scenario: Scenario, language: str, rules: RuleBook) -> dict[str, list[str]]:
    """The phrases of *language*, and those of all languages, of every concept that *scenario* looks for."""
    languages = {*rules.languages, ANY_LANGUAGE}
    if language not in languages:
        hint = did_you_mean(language, languages)
        raise RuleError("There is no vocabulary “{name}”. {hint}", name=language, hint=hint)
    atoms = {atom for clue in (*scenario.clues, *scenario.calms) for atom in clue.atoms}
    found: dict[str, list[str]] = {}
    for phrase in rules.phrases:
        if phrase.concept in atoms and phrase.language in (language, ANY_LANGUAGE):
            found.setdefault(phrase.concept, []).append(phrase.text)
    return {concept: sorted(found[concept]) for concept in sorted(found)}


def _lines(scenario: Scenario, teller: Teller) -> Iterator[str]:
    texts = teller.texts
    yield click.style(f"{printable(teller.title(scenario.id))} ({scenario.id})", bold=True)
    if why := teller.why(scenario.id):
        yield from wrapped(why, "  ")
    bars = {"suspicious": f"{scenario.suspicious:g}", "scam": f"{scenario.scam or 0:g}"}
    yield f"  {texts.say('show.bars' if scenario.scam is not None else 'show.bar', **bars)}"
    yield f"  {texts.say('show.file', path=printable(str(from_here(scenario.path))))}"
    others = [clue for clue in scenario.clues if not clue.required]
    yield from _clues("required", [clue for clue in scenario.clues if clue.required], teller, scenario)
    for label in filter(None, dict.fromkeys(clue.one_of for clue in others)):
        yield from _clues("one-of", [clue for clue in others if clue.one_of == label], teller, scenario)
    yield from _clues("adds", [clue for clue in others if not clue.one_of], teller, scenario)
    yield from _clues("calms", scenario.calms, teller, scenario)
    yield ""
    yield texts.say("show.examples", warns=len(scenario.warns), calm=len(scenario.calm_examples))
    if scenario.gaps:
        yield texts.say("show.gaps", todo=len(scenario.gaps))


def _clues(key: str, clues: Sequence[Clue], teller: Teller, scenario: Scenario) -> Iterator[str]:
    """A heading, and below it each of *clues*: its points and its words, and what finds it."""
    if not clues:
        return
    texts = teller.texts
    yield ""
    yield texts.say(f"show.{key}")
    for clue in clues:
        yield f"  {clue.points:+6g}  {printable(teller.label(scenario.id, clue.name))} ({printable(clue.name)})"
        found = ", ".join(
            reduce(lambda one, other: texts.say("show.near", one=one, other=other), term) for term in clue.terms
        )
        yield from wrapped(texts.say("show.finds", terms=found), " " * 10)
        for said in _conditions(clue, texts):
            yield from wrapped(said, " " * 10)


def _conditions(clue: Clue, texts: Texts) -> Iterator[str]:
    if any(len(term) > 1 for term in clue.terms):
        yield texts.say("show.within", words=clue.within)
    if clue.statement:
        yield texts.say("show.statement")
    if clue.each:
        yield texts.say("show.each", each=f"{clue.each:+g}", upto=f"{clue.upto:+g}")


def _phrase_lines(phrases: dict[str, list[str]], language: str | None, texts: Texts) -> Iterator[str]:
    if not language:
        return
    yield ""
    yield texts.say("show.phrases", language=language)
    for concept, some in phrases.items():
        quoted = ", ".join(texts.say("verdict.quoted", words=phrase) for phrase in some)
        yield click.style(f"  {printable(concept)}", bold=True)
        yield from wrapped(printable(quoted), "    ")


def _as_json(scenario: Scenario, phrases: dict[str, list[str]] | None, teller: Teller) -> dict[str, Any]:
    told = {
        "scenario": scenario.id,
        "title": teller.title(scenario.id),
        "why": teller.why(scenario.id),
        "advice": scenario.advice,
        "suspicious": scenario.suspicious,
        "scam": scenario.scam,
        "clues": [_clue(clue, scenario, teller) for clue in scenario.clues],
        "calms": [_clue(clue, scenario, teller) for clue in scenario.calms],
        "examples": {
            "warns": scenario.warns,
            "calm": scenario.calm_examples,
            "todo": [{"why": gap.why, "warns" if gap.warns else "calm": gap.text} for gap in scenario.gaps],
        },
        "path": str(scenario.path),
    }
    return told if phrases is None else told | {"phrases": phrases}


def _clue(clue: Clue, scenario: Scenario, teller: Teller) -> dict[str, Any]:
    return {
        "name": clue.name,
        "says": teller.label(scenario.id, clue.name),
        "find": [" + ".join(term) for term in clue.terms],
        "points": clue.points,
        "within": clue.within,
        "required": clue.required,
        "one_of": clue.one_of,
        "statement": clue.statement,
        "each": clue.each,
        "upto": clue.upto,
    }
