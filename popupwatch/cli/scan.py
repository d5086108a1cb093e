"""``popupwatch scan``: read pictures, judge them, and say so."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from popupwatch.advice.texts import Texts
from popupwatch.cli.answers import Answer, JsonAnswer, Outcome, TextAnswer
from popupwatch.cli.progress import Progress
from popupwatch.cli.rulebook import check_folders, load_with
from popupwatch.cli.sources import Picture, pictures
from popupwatch.cli.speaking import SpeakingCommand, printable, spoken
from popupwatch.errors import ExitCode, PopupwatchError
from popupwatch.model import Level
from popupwatch.ocr.reader import Reader, choose_reader
from popupwatch.scanning import scan_frame

if TYPE_CHECKING:
    from popupwatch.cli.annotate import Annotator
    from popupwatch.rules.load import RuleBook

Rules = Callable[[], "RuleBook"]
ScanOne = Callable[[int, Picture], Outcome]
Mistake = Callable[[str, Exception], PopupwatchError]

# A scam that was found must not be hidden by a picture that could not be opened, nor that by a mere suspicion.
_GRAVEST_FIRST = (ExitCode.SCAM, ExitCode.FAILED, ExitCode.SUSPICIOUS, ExitCode.CLEAR)
_CODES = {Level.CLEAR: ExitCode.CLEAR, Level.SUSPICIOUS: ExitCode.SUSPICIOUS, Level.SCAM: ExitCode.SCAM}


@click.command(cls=SpeakingCommand, help="scan")
@click.argument("paths", nargs=-1)
@click.option("--clipboard", is_flag=True, help="clipboard")
@click.option("--screen", is_flag=True, help="screen")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="format")
@click.option("--reader", "reader_name", metavar="NAME", help="reader")
@click.option("--ocr-language", "ocr_languages", metavar="LANG", multiple=True, help="ocr-language")
@click.option("--rules", "rule_folders", metavar="FOLDER", multiple=True, type=click.Path(path_type=Path), help="rules")
@click.option("--annotate", metavar="OUT.png", type=click.Path(path_type=Path), help="annotate")
@click.option("--explain", is_flag=True, help="explain")
@click.option("--no-progress", is_flag=True, help="no-progress")
@click.option("--debug", is_flag=True, help="debug")
@spoken
def scan(
    paths: tuple[str, ...],
    clipboard: bool,
    screen: bool,
    form: str,
    reader_name: str | None,
    ocr_languages: tuple[str, ...],
    rule_folders: tuple[Path, ...],
    annotate: Path | None,
    explain: bool,
    no_progress: bool,
    debug: bool,
    texts: Texts,
) -> int:
    if not (paths or clipboard or screen):
        raise PopupwatchError(texts.say("scan.nothing-given"))
    if explain and form == "json":
        raise PopupwatchError(texts.say("scan.explain-is-text"))
    check_folders(rule_folders, texts)
    with ThreadPoolExecutor(1) as beside:
        rules = beside.submit(load_with, rule_folders).result
        wanted = pictures(paths, clipboard, screen)
        annotator = _annotator(annotate, wanted, texts)
        reader = choose_reader(reader_name, ocr_languages)
        answer: Answer = JsonAnswer(texts) if form == "json" else TextAnswer(texts, explain, len(wanted))
        progress = Progress(len(wanted), shown=not no_progress)
        mistake = partial(_mistake, texts=texts, debug=debug)
        scan_one = partial(_scan_one, reader=reader, rules=rules, annotator=annotator, mistake=mistake)
        with closing(_scan_all(wanted, scan_one)) as outcomes, progress:
            codes = {_say(outcome, answer, rules, progress) for outcome in outcomes}
    codes |= _say_rule_problems(rules(), texts)
    return next(code for code in _GRAVEST_FIRST if code in codes)


def _annotator(out: Path | None, wanted: Sequence[Picture], texts: Texts) -> Annotator | None:
    if out is None:
        return None
    from popupwatch.cli.annotate import Annotator

    return Annotator.writing_to(out, [picture.name for picture in wanted], texts)


def _scan_all(wanted: Sequence[Picture], scan_one: ScanOne) -> Generator[Outcome, None, None]:
    """The outcome of each picture, in order. Several are read at once: the reader works outside Python's lock."""
    if len(wanted) == 1:
        yield scan_one(0, wanted[0])
        return
    from popupwatch.cli.several import cores

    with ThreadPoolExecutor(min(len(wanted), cores())) as pool:
        yield from pool.map(scan_one, range(len(wanted)), wanted)


def _scan_one(
    number: int, picture: Picture, *, reader: Reader, rules: Rules, annotator: Annotator | None, mistake: Mistake
) -> Outcome:
    try:
        frame = picture.open()
        done = scan_frame(frame, reader, rules)
        drawn = annotator.draw(number, frame, done.verdict, rules()) if annotator else None
    except PopupwatchError as error:
        return Outcome(picture.name, error=error)
    except Exception as error:  # ours, and no reason to leave the other pictures unscanned
        return Outcome(picture.name, error=mistake(picture.name, error))
    return Outcome(picture.name, done, drawn=drawn)


def _mistake(name: str, error: Exception, *, texts: Texts, debug: bool) -> PopupwatchError:
    """A mistake of ours, as something to tell a person; with *debug* it is let through as it is."""
    if debug:
        raise error
    reason = f"{type(error).__name__}: {error}"
    told = (texts.say("scan.unexpected", reason=reason), texts.say("scan.report", command=f"scan {name}"))
    return PopupwatchError(" ".join(told))


def _say(outcome: Outcome, answer: Answer, rules: Rules, progress: Progress) -> ExitCode:
    book = rules() if outcome.scan else None
    with progress.aside():
        answer.say(outcome, book)
    return _CODES[outcome.scan.verdict.level] if outcome.scan else ExitCode.FAILED


def _say_rule_problems(book: RuleBook, texts: Texts) -> set[ExitCode]:
    if not book.problems:
        return set()
    click.echo(texts.say("scan.rule-problems"), err=True)
    for problem in book.problems:
        click.echo(f"  {printable(f'{problem.where}: {texts.error(problem.error)}')}", err=True)
    return {ExitCode.FAILED}
