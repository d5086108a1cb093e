"""``popupwatch rules watch``: lint and tests again each time a file is saved."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import click

from popupwatch.advice.texts import Texts
from popupwatch.cli.rules.lint import say_remarks, told_by
from popupwatch.cli.rules.trial import named, say_trials
from popupwatch.cli.several import cores
from popupwatch.cli.speaking import SpeakingCommand, from_here, printable, say_error, spoken
from popupwatch.errors import ExitCode, PopupwatchError, RuleError
from popupwatch.model import Level
from popupwatch.rules.load import PACKAGE_RULES, RuleBook, load_rules
from popupwatch.settings import own_rules_folder
from popupwatch.workshop.layout import kind_of
from popupwatch.workshop.lint.linting import lint_rules
from popupwatch.workshop.saved import saved_in
from popupwatch.workshop.trials import Case, try_all

_SECONDS = 0.5
_RULES = ("scenario", "vocabulary")


@click.command(cls=SpeakingCommand, help="rules-watch")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--debug", is_flag=True, expose_value=False, help="debug")
@spoken
def watch(folder: Path | None, texts: Texts) -> int:
    watched = folder or own_rules_folder()
    if not watched.is_dir():
        raise RuleError("There is no folder {path}. To write a first rule: popupwatch rules new", path=watched)
    try:
        keep_watch(watched, texts, partial(time.sleep, _SECONDS))
    except KeyboardInterrupt:
        click.echo(texts.say("trial.watch-ended"))
    return ExitCode.CLEAR


def keep_watch(folder: Path, texts: Texts, pause: Callable[[], object]) -> None:
    """Lint and try everything in *folder*, and then what was saved, each time after a *pause* in which it was."""
    folder = folder.resolve()
    click.echo(texts.say("trial.watching", path=printable(str(folder))))
    # What comes along is loaded once, unless it is that which is being written.
    is_that = folder.is_relative_to(PACKAGE_RULES) or PACKAGE_RULES.is_relative_to(folder)
    shipped = None if is_that else load_rules()
    check(folder, None, shipped, texts)
    for saved in saved_in(folder, pause):
        names = ", ".join(sorted(printable(str(from_here(path))) for path in saved))
        click.echo(f"\n{time.strftime('%H:%M:%S')}  {click.style(names, bold=True)}")
        check(folder, saved, shipped, texts)


def check(folder: Path, saved: frozenset[Path] | None, shipped: RuleBook | None, texts: Texts) -> None:
    """Lint the rules that were *saved* and try what they bear on; everything where nothing is said."""
    rules = [folder] if saved is None else [path for path in sorted(saved) if kind_of(path) in _RULES]
    try:
        remarks = lint_rules(rules, told_by(texts), shipped).remarks if rules else ()
        matter = named([folder], shipped)
    except PopupwatchError as error:
        say_error(error, texts)
        return
    say_remarks(remarks, texts)
    if rules and not remarks:
        click.echo(texts.say("trial.sound"))
    for problem in matter.problems:
        if kind_of(problem.path) == "fixture":
            say_error(problem.sentence(), texts)
    cases = matter.cases if saved is None else concerned(matter.cases, saved)
    say_trials(try_all(cases, matter.rules, cores()), texts)


def concerned(cases: Sequence[Case], saved: frozenset[Path]) -> list[Case]:
    """The cases whose verdict the *saved* files bear on: a fixture on itself, a scenario on what it should warn of and
    on all that must stay calm, anything else on everything."""
    kinds = {path: kind_of(path) for path in saved}
    if any(kind == "vocabulary" or (not kind and path.suffix == ".toml") for path, kind in kinds.items()):
        return list(cases)
    scenarios = {path.stem for path, kind in kinds.items() if kind == "scenario"}
    return [
        case
        for case in cases
        if case.scenario in scenarios
        or (scenarios and case.expected is Level.CLEAR)
        or (case.fixture and saved & {case.file, case.fixture.recorded, case.fixture.picture})
    ]
