"""``popupwatch rules new``: a few questions, and a commented scenario file that can be used as it is."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path

import click

from popupwatch.advice.texts import Texts
from popupwatch.cli.rules.writing import scenario_as_toml, vocabulary_with
from popupwatch.cli.speaking import SpeakingCommand, printable, spoken
from popupwatch.errors import ExitCode, RuleError
from popupwatch.rules.load import RuleBook, load_rules
from popupwatch.settings import own_rules_folder
from popupwatch.workshop.drafting import WANTS, Brief, draft, too_short, without_real_numbers
from popupwatch.workshop.trials import Result, example_cases, try_case

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@click.command(cls=SpeakingCommand, help="rules-new")
@click.argument("rule", metavar="ID")
@click.option("--folder", metavar="FOLDER", type=click.Path(path_type=Path), help="rules-new-folder")
@click.option("--title", metavar="TEXT", help="rules-new-title")
@click.option("--as", "names", metavar="NAME", multiple=True, help="rules-new-as")
@click.option("--wants", type=click.Choice(list(WANTS)), multiple=True, help="rules-new-wants")
@click.option("--warns", metavar="FILE-or-TEXT", multiple=True, help="rules-new-warns")
@click.option("--calm", metavar="FILE-or-TEXT", multiple=True, help="rules-new-calm")
@click.option("--yes", "-y", "at_once", is_flag=True, help="rules-new-yes")
@click.option("--debug", is_flag=True, expose_value=False, help="debug")
@spoken
def new(
    rule: str,
    folder: Path | None,
    title: str | None,
    names: tuple[str, ...],
    wants: tuple[str, ...],
    warns: tuple[str, ...],
    calm: tuple[str, ...],
    at_once: bool,
    texts: Texts,
) -> int:
    into = folder or own_rules_folder()
    rules = load_rules((into,))
    path = (into / "library" if (into / "library").is_dir() else into) / f"{rule}.toml"
    _check(rule, path, rules)
    brief = Brief(rule, title or "", names, wants, tuple(map(_text, warns)), tuple(map(_text, calm)))
    if not at_once:
        brief = _asked(brief, texts)
    brief = replace(brief, title=brief.title or rule.replace("-", " ").capitalize())
    for name in filter(too_short, brief.names):
        click.echo(texts.say("new.too-short", name=printable(name)))
    brief = replace(brief, names=tuple(name for name in brief.names if not too_short(name)))
    fictional = [tuple(map(without_real_numbers, some)) for some in (brief.warns, brief.calm)]
    if fictional != [brief.warns, brief.calm]:
        click.echo(texts.say("new.fictional"))
    _write(replace(brief, warns=fictional[0], calm=fictional[1]), into, path, rules, texts)
    _try(rule, into, texts)
    click.echo(texts.say("new.next"))
    for command in ("lint", "test"):
        click.echo(f'  popupwatch rules {command} "{printable(str(path))}"')
    return ExitCode.CLEAR


def _check(rule: str, path: Path, rules: RuleBook) -> None:
    """Raises RuleError where this is no name for a scenario, or there is one already."""
    if not _ID.fullmatch(rule):
        better = "-".join(re.findall(r"[a-z0-9]+", rule.lower())) or "fake-bank-alert"
        raise RuleError(
            "“{name}” is no name for a rule. Write small letters joined by hyphens: {better}", name=rule, better=better
        )
    known = next((scenario.path for scenario in rules.scenarios if scenario.id == rule), path)
    if known != path or path.exists():
        raise RuleError("There is a rule of that name already: {path}. Choose another name.", path=known)


def _text(given: str) -> str:
    """The text of the file of that name, or else the words themselves."""
    try:
        path = Path(given)
        return path.read_text(encoding="utf-8-sig") if path.is_file() else given
    except UnicodeDecodeError as error:
        raise RuleError("{path} is not UTF-8 text; save it as UTF-8.", path=given) from error
    except (OSError, ValueError):  # too long for a name: words, then
        return given


def _asked(brief: Brief, texts: Texts) -> Brief:
    """*brief* with what the options did not say, asked of the person."""
    title = brief.title or _ask("title", texts)
    names = brief.names or tuple(_listed(_ask("names", texts)))
    wants = brief.wants or _ask_wants(texts)
    warns = brief.warns or _ask_lines("warns", texts)
    calm = brief.calm or (*_ask_lines("calm", texts), *_ask_lines("near", texts))
    return replace(brief, title=title, names=names, wants=wants, warns=warns, calm=calm)


def _ask(key: str, texts: Texts) -> str:
    return str(click.prompt(texts.say(f"new.ask-{key}"), default="", show_default=False, prompt_suffix="\n> ")).strip()


def _listed(answer: str) -> list[str]:
    return [item.strip() for item in answer.split(",") if item.strip()]


def _ask_wants(texts: Texts) -> tuple[str, ...]:
    while True:
        wants = _listed(_ask("wants", texts).lower().replace(" ", ","))
        unknown = [want for want in wants if want not in WANTS]
        if not unknown:
            return tuple(dict.fromkeys(wants))
        click.echo(texts.say("new.unknown-want", want=printable(unknown[0]), known=", ".join(WANTS)))


def _ask_lines(key: str, texts: Texts) -> tuple[str, ...]:
    """Lines up to an empty one, as one text; none where the first is empty."""
    click.echo(texts.say(f"new.ask-{key}"))
    lines: list[str] = []
    while line := sys.stdin.readline().strip():
        lines.append(line)
    return ("\n".join(lines),) if lines else ()


def _write(brief: Brief, folder: Path, path: Path, rules: RuleBook, texts: Texts) -> None:
    """Write the scenario, and into the folder's vocabulary the words it needs. Nothing that is there is overwritten."""
    drafted = draft(brief, rules)
    words = folder / "vocabulary" / "any.toml"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if drafted.concepts:
            content = vocabulary_with(words, drafted.concepts, texts)
            words.parent.mkdir(exist_ok=True)
            words.write_text(content, encoding="utf-8")
        with path.open("x", encoding="utf-8") as file:
            file.write(scenario_as_toml(drafted, path, texts))
    except OSError as error:
        raise RuleError.unwritable(error.filename or path, error) from error
    click.echo(texts.say("new.written", path=printable(str(path))))
    for concept in drafted.concepts:
        click.echo(texts.say("new.words", path=printable(str(words)), concept=concept))


def _try(rule: str, folder: Path, texts: Texts) -> None:
    """Say what the new scenario makes of its own examples."""
    rules = load_rules((folder,))
    cases = example_cases(scenario for scenario in rules.scenarios if scenario.id == rule)
    trials = [try_case(case, rules) for case in cases]
    wrong = [trial for trial in trials if trial.result.is_wrong]
    for trial in wrong:
        click.echo(printable(texts.error(next(trial.sentences()))))
    if trials:
        held = sum(trial.result is Result.HOLDS for trial in trials)
        click.echo(texts.say("trial.examples", held=held, count=len(trials)))
