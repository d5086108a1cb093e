"""``popupwatch rules stats``: what the rules, and each part of them, do on many pictures."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from itertools import chain
from pathlib import Path

import click

from popupwatch.advice.texts import Texts
from popupwatch.cli.progress import Progress
from popupwatch.cli.rulebook import rules_with, scenario_named
from popupwatch.cli.rules import stats_report as report
from popupwatch.cli.rules.stats_phrases import phrase_lines
from popupwatch.cli.several import cores
from popupwatch.cli.speaking import SpeakingCommand, say_error, spoken
from popupwatch.errors import CorpusError, ExitCode
from popupwatch.ocr.reader import choose_reader, probe_reader
from popupwatch.rules.load import RuleBook
from popupwatch.rules.phrases import ANY_LANGUAGE
from popupwatch.settings import kept_texts_folder
from popupwatch.workshop import baseline
from popupwatch.workshop.corpus import Corpus, load_corpus
from popupwatch.workshop.found import KeptFinds
from popupwatch.workshop.kept import KeptTexts, forget, way_of_reading
from popupwatch.workshop.measure import Measured, Measurer, measure_all
from popupwatch.workshop.stats import phrase_stats, stats_of, sweep

_ALL = "all"


@click.command(cls=SpeakingCommand, help="rules-stats")
@click.argument("corpus", nargs=-1, type=click.Path(path_type=Path))
@click.option("--scenario", "scenarios", metavar="ID", multiple=True, help="rules-stats-scenario")
@click.option("--phrases", "language", metavar="[LANG]", is_flag=False, flag_value=_ALL, help="rules-stats-phrases")
@click.option("--list", "everything", is_flag=True, help="rules-stats-list")
@click.option("--save", metavar="FILE", type=click.Path(path_type=Path), help="rules-stats-save")
@click.option("--baseline", "earlier", metavar="FILE", type=click.Path(path_type=Path), help="rules-stats-baseline")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="rules-stats-format")
@click.option("--rules", "rule_folders", metavar="FOLDER", multiple=True, type=click.Path(path_type=Path), help="rules")
@click.option("--reader", "reader_name", metavar="NAME", help="reader")
@click.option("--ocr-language", "ocr_languages", metavar="LANG", multiple=True, help="ocr-language")
@click.option("--no-cache", is_flag=True, help="rules-stats-no-cache")
@click.option("--forget", "forgetting", is_flag=True, help="rules-stats-forget")
@click.option("--no-progress", is_flag=True, help="no-progress")
@click.option("--debug", is_flag=True, expose_value=False, help="debug")
@spoken
def stats(
    corpus: tuple[Path, ...],
    scenarios: tuple[str, ...],
    language: str | None,
    everything: bool,
    save: Path | None,
    earlier: Path | None,
    form: str,
    rule_folders: tuple[Path, ...],
    reader_name: str | None,
    ocr_languages: tuple[str, ...],
    no_cache: bool,
    forgetting: bool,
    no_progress: bool,
    texts: Texts,
) -> int:
    if forgetting:
        return _forget(corpus, texts)
    rules = _rules(rule_folders, texts)
    _check(rules, scenarios, language, save)
    before = baseline.load(earlier) if earlier else None
    found = _corpus(corpus, texts)
    kept = _kept_texts(reader_name, ocr_languages, no_cache)
    measurer = Measurer(rules, kept, KeptFinds.beside(kept, rules), reader_name, ocr_languages)
    start = time.perf_counter()
    measured = _measure(found, measurer, not no_progress, texts)
    seconds = time.perf_counter() - start
    told = stats_of(measured, rules)
    sweeps = {rule: sweep(measured, rules, rule) for rule in scenarios}
    phrases = [each for each in phrase_stats(measured, rules) if language in (_ALL, each.language)] if language else []
    changes = baseline.compare(before, told) if before is not None else None
    measurement = baseline.as_json(told, sweeps, phrases)
    if save:
        baseline.save(measurement, save)
    if form == "json":
        click.echo(json.dumps(measurement | {"changes": asdict(changes) if changes else None}, ensure_ascii=False))
    else:
        sections = [report.overview(told, rules, seconds, sum(each.was_kept for each in measured), texts)]
        if changes and earlier:
            sections.append(report.changes(changes, earlier, texts))
        sections += [report.one_scenario(told, rules, rule, bars, texts) for rule, bars in sweeps.items()]
        if language:
            sections.append(phrase_lines(phrases, told, texts, everything))
        if len(sections) == 1:
            sections.append(report.general(told, texts))
        sections.append(report.wrong_pictures(told, texts, everything))
        for line in chain.from_iterable(sections):
            click.echo(line)
    failed = rules.problems or found.problems or any(each.error for each in measured)
    return ExitCode.FAILED if failed else ExitCode.CLEAR


def _forget(corpus: Sequence[Path], texts: Texts) -> ExitCode:
    if corpus:
        raise CorpusError(
            "--forget deletes everything that was kept, and measures nothing. Leave {path} out.", path=corpus[0]
        )
    click.echo(texts.say("stats.forgotten", count=forget(kept_texts_folder())))
    return ExitCode.CLEAR


def _rules(folders: Sequence[Path], texts: Texts) -> RuleBook:
    rules = rules_with(folders, texts)
    for problem in rules.problems:
        say_error(problem.sentence(), texts)
    return rules


def _check(rules: RuleBook, scenarios: Sequence[str], language: str | None, save: Path | None) -> None:
    """What is asked for must exist, and what is saved must not: better said now than in five minutes."""
    for name in scenarios:
        scenario_named(name, rules)
    languages = (_ALL, ANY_LANGUAGE, *rules.languages)
    if language and language not in languages:
        raise CorpusError(
            "There is no vocabulary “{name}” (there are: {names}). For those of all languages: "
            "popupwatch rules stats CORPUS --phrases",
            name=language,
            names=", ".join(languages),
        )
    if save and save.exists():
        raise baseline.exists_already(save)


def _corpus(folders: Sequence[Path], texts: Texts) -> Corpus:
    """The pictures there are. Says what is wrong with others; raises CorpusError where none is left."""
    if not folders:
        raise CorpusError(
            "Name a folder of fixtures, or one with a manifest.csv. For help: popupwatch rules stats --help"
        )
    corpus = load_corpus(folders)
    for problem in corpus.problems:
        say_error(problem, texts)
    if corpus.unpictured:
        click.echo(texts.say("stats.unpictured", count=len(corpus.unpictured), name=corpus.unpictured[0]), err=True)
    if not corpus.samples:
        raise CorpusError("So there is no picture to measure the rules on.")
    return corpus


def _kept_texts(reader_name: str | None, languages: Sequence[str], no_cache: bool) -> KeptTexts:
    reader = choose_reader(reader_name, languages)  # says at once if there is none
    if no_cache:
        return KeptTexts(None)
    return KeptTexts.of(kept_texts_folder(), way_of_reading(probe_reader(reader.name), languages))


def _measure(corpus: Corpus, measurer: Measurer, shown: bool, texts: Texts) -> list[Measured]:
    measured: list[Measured] = []
    progress = Progress(len(corpus.samples), shown)
    with closing(measure_all(corpus.samples, measurer, cores())) as each_measured, progress:
        for each in each_measured:
            with progress.aside():
                if each.error:
                    say_error(each.error, texts)
            measured.append(each)
    return measured
