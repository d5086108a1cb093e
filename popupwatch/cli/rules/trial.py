"""``popupwatch rules test``: whether the rules judge every example and every fixture as they should."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import click

from popupwatch.advice.texts import Texts
from popupwatch.cli.several import cores
from popupwatch.cli.speaking import SpeakingCommand, from_here, printable, say_error, spoken
from popupwatch.errors import ExitCode
from popupwatch.rules.load import PACKAGE_RULES, RuleBook, load_rules, with_folders
from popupwatch.rules.source import Problem
from popupwatch.settings import own_rules_folder
from popupwatch.workshop.fixtures import fixture_files, read_fixtures
from popupwatch.workshop.layout import layout_of
from popupwatch.workshop.noise import BAR, USUAL_RATE, Noise, noise_of, noisy_copies
from popupwatch.workshop.trials import Case, Result, Trial, example_cases, fixture_case, try_all

# More lines than this that say the same of different fixtures are summed up.
_MOST_UNTRIED = 4
_SOURCE_TREE = PACKAGE_RULES.parents[1]


@dataclass(frozen=True)
class Matter:
    """What is to be tried, under which rules, and what is wrong with files that cannot be used."""

    rules: RuleBook
    cases: tuple[Case, ...]
    problems: tuple[Problem, ...]


@click.command(cls=SpeakingCommand, help="rules-test")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--noise", "copies", metavar="N", type=click.IntRange(1), help="rules-test-noise")
@click.option("--rate", type=click.FloatRange(0, 0.5), default=USUAL_RATE, metavar="SHARE", help="rules-test-rate")
@click.option("--seed", type=int, default=1, metavar="N", help="rules-test-seed")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="format")
@click.option("--debug", is_flag=True, expose_value=False, help="debug")
@spoken
def test(paths: tuple[Path, ...], copies: int | None, rate: float, seed: int, form: str, texts: Texts) -> int:
    matter = named(paths) if paths else _everything()
    trials = try_all(matter.cases, matter.rules, cores())
    noise = None
    if copies:
        noisy = noisy_copies(matter.cases, copies, rate, Random(seed))
        noise = noise_of(try_all(noisy, matter.rules, cores()))
    if form == "json":
        _say_as_json(trials, noise, rate, seed, texts)
    else:
        say_trials(trials, texts)
        if noise:
            _say_noise(noise, rate, seed, texts)
    for problem in matter.problems:
        say_error(problem.sentence(), texts)
    if any(trial.result.is_wrong for trial in trials) or (noise and not noise.is_borne):
        return ExitCode.SCAM
    return ExitCode.FAILED if matter.problems or _untried(trials) else ExitCode.CLEAR


def _everything() -> Matter:
    """What comes with popupwatch, the person's own rules, and in a source tree the fixtures."""
    rules = load_rules((own_rules_folder(),))
    is_source = (_SOURCE_TREE / "pyproject.toml").is_file()
    files = fixture_files(from_here(_SOURCE_TREE / "fixtures")) if is_source else []
    return _matter(rules, [scenario.path for scenario in rules.scenarios], files)


def named(paths: Sequence[Path], shipped: RuleBook | None = None) -> Matter:
    """What there is to try at *paths*, together with the rules that come along (*shipped*, loaded where they are not
    given). Raises TrialError where there is nothing."""
    layout = layout_of(paths)
    return _matter(with_folders(shipped or load_rules(), layout.folders), layout.scenarios, layout.fixtures)


def _matter(rules: RuleBook, scenarios: Sequence[Path], fixtures: Sequence[Path]) -> Matter:
    wanted = {path.resolve() for path in scenarios}
    cases = list(example_cases(scenario for scenario in rules.scenarios if scenario.path.resolve() in wanted))
    problems = list(rules.problems)
    for file in fixtures:
        found, wrong = read_fixtures(file)
        cases += map(fixture_case, found)
        problems += wrong
    return Matter(rules, tuple(cases), tuple(problems))


def _untried(trials: Sequence[Trial]) -> list[Trial]:
    return [trial for trial in trials if trial.result is Result.UNTRIED]


def say_trials(trials: Sequence[Trial], texts: Texts, fixtures: str = "fixtures") -> None:
    """What is not as expected, how near it was, and how many are. *fixtures* is the key of what to say of those."""
    for trial in trials:
        if trial.result.is_wrong:
            for line in _told(trial, texts):
                click.echo(line)
            click.echo()
    for kind, is_fixture in (("examples", False), (fixtures, True)):
        results = Counter(trial.result for trial in trials if bool(trial.case.fixture) is is_fixture)
        count = results.total() - results[Result.UNTRIED]
        if count:
            click.echo(texts.say(f"trial.{kind}", held=results[Result.HOLDS], count=count))
        if gaps := results[Result.GAP]:
            click.echo(texts.say("trial.gaps", count=gaps))
    untried = _untried(trials)
    for trial in untried[:_MOST_UNTRIED]:
        say_error(next(trial.sentences()), texts)
    if len(untried) > _MOST_UNTRIED:
        click.echo(texts.say("trial.untried-more", count=len(untried) - _MOST_UNTRIED), err=True)


def _told(trial: Trial, texts: Texts) -> Iterator[str]:
    """Where the case stands, what is wrong, and below it how near it was."""
    sentences = [printable(texts.error(sentence)) for sentence in trial.sentences()]
    yield click.style(f"{_place(trial.case)}: {sentences[0]}", bold=True)
    for sentence in sentences[1:]:
        yield f"  {sentence}"


def _place(case: Case) -> str:
    file = from_here(case.file)
    return printable(str(file) if case.fixture else f"{file}:{case.line}")


def _say_noise(noise: Noise, rate: float, seed: int, texts: Texts) -> None:
    for name, count in Counter(trial.case.name for trial in noise.lost).most_common():
        click.echo(texts.say("trial.noise-lost", name=name, count=count))
    for trial in noise.turned:
        click.echo(texts.say("trial.noise-turned", name=trial.case.name))
    click.echo(
        texts.say(
            "trial.noise",
            rate=f"{100 * rate:g}",
            seed=seed,
            held=noise.warning - len(noise.lost),
            warning=noise.warning,
            share=f"{100 * noise.held:.1f}",
            bar=f"{100 * BAR:g}",
            turned=len(noise.turned),
            calm=noise.calm,
        )
    )


def _say_as_json(trials: Sequence[Trial], noise: Noise | None, rate: float, seed: int, texts: Texts) -> None:
    """One object a line: each case, then the noise."""
    for trial in trials:
        click.echo(json.dumps(_as_json(trial, texts), ensure_ascii=False))
    if noise:
        lost, turned = ([trial.case.name for trial in some] for some in (noise.lost, noise.turned))
        told = {"rate": rate, "seed": seed, "warning": noise.warning, "held": round(noise.held, 4), "lost": lost}
        click.echo(json.dumps({"noise": told | {"calm": noise.calm, "turned": turned}}, ensure_ascii=False))


def _as_json(trial: Trial, texts: Texts) -> dict[str, Any]:
    case, verdict = trial.case, trial.verdict
    return {
        "name": case.name,
        "path": str(case.file),
        "line": case.line,
        "kind": "fixture" if case.fixture else "example",
        "expected": case.expected.value,
        "scenario": case.scenario,
        "result": trial.result.value,
        "verdict": verdict.level.value if verdict else None,
        "score": verdict.score if verdict else None,
        "todo": case.todo,
        "why": [texts.error(sentence) for sentence in trial.sentences()],
    }
