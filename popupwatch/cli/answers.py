"""What a scan answers: in words for people, as JSON for programs (``scan.schema.json`` describes it)."""

from __future__ import annotations

import json
import shutil
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import click

from popupwatch.advice.telling import Teller
from popupwatch.advice.texts import Texts
from popupwatch.cli.speaking import printable, say_error
from popupwatch.errors import PopupwatchError
from popupwatch.model import Finding, Level
from popupwatch.scanning import Scan

if TYPE_CHECKING:
    from popupwatch.rules.load import RuleBook

_WIDEST = 100


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one picture: either *scan* or *error*, and the annotated copy that was *drawn*."""

    name: str
    scan: Scan | None = None
    error: PopupwatchError | None = None
    drawn: Path | None = None


class Answer(Protocol):
    """Says what became of one picture after the other. *rules* are there whenever the picture was scanned."""

    def say(self, outcome: Outcome, rules: RuleBook | None) -> None: ...


class JsonAnswer:
    """One object a line."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def say(self, outcome: Outcome, rules: RuleBook | None) -> None:
        if outcome.scan is None or rules is None:
            assert outcome.error, "a picture is scanned, or there is an error that says why not"
            say_error(outcome.error, self._texts)
            answer = {"path": outcome.name, "verdict": None, "error": self._texts.error(outcome.error)}
        else:
            answer = as_json(outcome.name, outcome.scan, Teller.knowing(rules.scenarios, self._texts))
        click.echo(json.dumps(answer))


def as_json(path: str, scan: Scan, teller: Teller) -> dict[str, Any]:
    """*scan* in the form that ``docs/scan.md`` documents."""
    return {
        "path": path,
        "verdict": scan.verdict.level.value,
        "score": scan.verdict.score,
        "findings": [_finding_as_json(finding, teller) for finding in scan.verdict.findings],
        "words_read": scan.text.words_read,
        "reader": scan.text.reader,
        "seconds": round(scan.seconds, 3),
    }


def _finding_as_json(finding: Finding, teller: Teller) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "title": teller.title(finding.rule),
        "score": finding.score,
        "evidence": [
            {
                "clue": item.clue,
                "text": item.text,
                "box": item.box.as_list(),
                "similarity": round(item.similarity, 3),
            }
            for item in finding.evidence
        ],
        "missing": list(finding.missing),
    }


class TextAnswer:
    """Words for a person. With several pictures, the steps for one kind of scam are told once, not each time."""

    def __init__(self, texts: Texts, explain: bool, pictures: int) -> None:
        self._texts = texts
        self._explain = explain
        self._several = pictures > 1
        self._told: set[tuple[str, ...]] = set()
        self._width = min(_WIDEST, shutil.get_terminal_size().columns)

    def say(self, outcome: Outcome, rules: RuleBook | None) -> None:
        if outcome.scan is None or rules is None:
            assert outcome.error, "a picture is scanned, or there is an error that says why not"
            say_error(outcome.error, self._texts)
            return
        teller = Teller.knowing(rules.scenarios, self._texts)
        for line in self._lines(outcome.name, outcome.scan, teller):
            click.echo(line)
        if self._explain:
            from popupwatch.cli.explain import explanation

            for line in explanation(outcome.scan, teller):
                click.echo(line)
        if outcome.drawn:
            click.echo(self._texts.say("scan.annotated", path=printable(str(outcome.drawn))))

    def _lines(self, name: str, scan: Scan, teller: Teller) -> Iterator[str]:
        verdict = scan.verdict
        headline = teller.headline(verdict) if scan.text.words_read else self._texts.say("verdict.wordless")
        yield f"{printable(name)}: {click.style(headline, bold=verdict.level is not Level.CLEAR)}"
        if not verdict.findings:
            return
        first, *others = verdict.findings
        calm, *steps = teller.steps(first)
        yield from ("", *self._wrapped(calm))
        if why := teller.why(first.rule):  # an author's own scenario has none
            yield from ("", *self._wrapped(why))
        if others:
            titles = ", ".join(teller.title(finding.rule) for finding in others)
            yield from self._wrapped(self._texts.say("verdict.also", titles=titles))
        yield from ("", f"  {self._texts.say('verdict.reasons')}")
        for reason in teller.reasons(first):
            words = ", ".join(self._texts.say("verdict.quoted", words=words) for words in reason.words)
            yield from self._wrapped(self._texts.say("verdict.reason", label=reason.label, words=words), "- ")
        if not (self._several and tuple(steps) in self._told):
            self._told.add(tuple(steps))
            yield from ("", f"  {self._texts.say('verdict.steps')}")
            for number, step in enumerate(steps, start=1):
                yield from self._wrapped(step, f"{number}. ")
        yield ""

    def _wrapped(self, text: str, mark: str = "") -> list[str]:
        """*text* in lines of the terminal's width, indented, the first one behind *mark*."""
        indent = "  " if not mark else "    "
        return textwrap.wrap(
            text,
            self._width,
            initial_indent=indent + mark,
            subsequent_indent=indent + " " * len(mark),
            break_on_hyphens=False,
        )
