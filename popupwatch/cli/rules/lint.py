"""``popupwatch rules lint``: everything that is wrong with rule files, why it matters, and what to write instead."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from popupwatch.advice.telling import steps_by_advice
from popupwatch.advice.texts import Texts
from popupwatch.cli.speaking import SpeakingCommand, from_here, printable, spoken
from popupwatch.errors import ExitCode
from popupwatch.rules.load import PACKAGE_RULES
from popupwatch.settings import own_rules_folder
from popupwatch.workshop.lint.context import Told
from popupwatch.workshop.lint.linting import Linted, lint_rules
from popupwatch.workshop.lint.remark import Remark


@click.command(cls=SpeakingCommand, help="rules-lint")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="format")
@click.option("--debug", is_flag=True, expose_value=False, help="debug")
@spoken
def lint(paths: tuple[Path, ...], form: str, texts: Texts) -> int:
    own = own_rules_folder()
    linted = lint_rules(paths or (PACKAGE_RULES, *([own] if own.is_dir() else [])), told_by(texts))
    if form == "json":
        for remark in linted.remarks:
            click.echo(json.dumps(_as_json(remark, texts), ensure_ascii=False))
    else:
        say_remarks(linted.remarks, texts)
        _say_summary(linted, texts)
    return ExitCode.SCAM if linted.errors else ExitCode.CLEAR


def told_by(texts: Texts) -> Told:
    """What *texts* have words for."""
    clues, scenarios = (
        frozenset(key.split(".")[1] for key in texts.entries if key.startswith(table))
        for table in ("clue.", "scenario.")
    )
    return Told(frozenset(steps_by_advice()), clues, scenarios)


def say_remarks(remarks: Sequence[Remark], texts: Texts) -> None:
    """Each remark: where and what, and below it why it matters and what to write instead."""
    for remark in remarks:
        what = texts.error(remark.problem.error)
        if not remark.is_error:
            what = texts.say("lint.advice", what=what)
        click.secho(printable(f"{_where(remark)}: {what} [{remark.lint.name}]"), bold=True)
        click.echo(f"    {printable(texts.say('lint.why', why=texts.error(remark.lint.why)))}")
        if remark.instead:
            click.echo(f"    {printable(texts.say('lint.instead', instead=texts.error(remark.instead)))}")


def _where(remark: Remark) -> str:
    problem = remark.problem
    return f"{from_here(problem.path)}:{problem.line}:{problem.column}"


def _say_summary(linted: Linted, texts: Texts) -> None:
    if linted.remarks:
        click.echo()
    errors, advice = len(linted.errors), len(linted.remarks) - len(linted.errors)
    key = "lint.summary" if errors else "lint.clean"
    click.echo(texts.say(key, files=len(linted.files), errors=errors))
    if advice:
        click.echo(texts.say("lint.pieces-of-advice", advice=advice))


def _as_json(remark: Remark, texts: Texts) -> dict[str, Any]:
    problem = remark.problem
    return {
        "path": str(problem.path),
        "line": problem.line,
        "column": problem.column,
        "lint": remark.lint.name,
        "severity": remark.lint.severity.value,
        "message": texts.error(problem.error),
        "why": texts.error(remark.lint.why),
        "instead": texts.error(remark.instead) if remark.instead else None,
    }
