"""``popupwatch rules explain``: what one scenario makes of a picture or a text, and what would have changed that."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from popupwatch.advice.telling import Teller
from popupwatch.advice.texts import Texts
from popupwatch.capture.images import SUFFIXES, open_picture
from popupwatch.cli.annotate import Annotator
from popupwatch.cli.explain import clue_found, head, thresholds
from popupwatch.cli.rulebook import rules_with, scenario_named
from popupwatch.cli.sources import STDIN
from popupwatch.cli.speaking import SpeakingCommand, printable, say_error, spoken
from popupwatch.errors import ExitCode, TrialError
from popupwatch.model import Evidence, Frame, ScreenText, Verdict
from popupwatch.ocr import recorded
from popupwatch.ocr.reader import choose_reader
from popupwatch.rules.fold import pieces
from popupwatch.rules.judge import judge
from popupwatch.rules.load import RuleBook
from popupwatch.scanning import scan_frame
from popupwatch.workshop.explaining import Explanation
from popupwatch.workshop.explaining import explain as explain_scenario
from popupwatch.workshop.layout import rules_folder

_PLAIN = (".txt", ".md")
_RECORDED = ".json"


@dataclass(frozen=True)
class _Matter:
    """The text to explain, and the picture it was read from, if it was."""

    text: ScreenText
    frame: Frame | None = None


@click.command(cls=SpeakingCommand, help="rules-explain")
@click.argument("rule", metavar="ID")
@click.argument("source", metavar="PICTURE-or-TEXT")
@click.option("--rules", "rule_folders", metavar="FOLDER", multiple=True, type=click.Path(path_type=Path), help="rules")
@click.option("--annotate", metavar="OUT.png", type=click.Path(path_type=Path), help="annotate")
@click.option("--reader", "reader_name", metavar="NAME", help="reader")
@click.option("--ocr-language", "ocr_languages", metavar="LANG", multiple=True, help="ocr-language")
@click.option("--debug", is_flag=True, expose_value=False, help="debug")
@spoken
def explain(
    rule: str,
    source: str,
    rule_folders: tuple[Path, ...],
    annotate: Path | None,
    reader_name: str | None,
    ocr_languages: tuple[str, ...],
    texts: Texts,
) -> int:
    own = [rules_folder(Path(rule))] if Path(rule).is_file() else []
    rules = rules_with((*rule_folders, *own), texts)
    scenario = scenario_named(Path(rule).stem if own else rule, rules)
    matter = _matter(source, rules, reader_name, ocr_languages)
    annotator = _annotator(annotate, source, matter, texts)
    explanation = explain_scenario(scenario, matter.text, rules)
    teller = Teller.knowing(rules.scenarios, texts)
    for line in (*_text_read(matter.text, texts), *_told(explanation, matter, teller)):
        click.echo(line)
    click.echo(texts.say("trial.all-rules", headline=teller.headline(judge(matter.text, rules))))
    if annotator and matter.frame:
        only_this = Verdict(explanation.finding.level, (explanation.finding,))
        click.echo(texts.say("scan.annotated", path=annotator.draw(0, matter.frame, only_this, rules)))
    for problem in rules.problems:
        say_error(problem.sentence(), texts)
    return ExitCode.FAILED if rules.problems else ExitCode.CLEAR


def _matter(source: str, rules: RuleBook, reader_name: str | None, ocr_languages: Sequence[str]) -> _Matter:
    """What *source* stands for: ``-``, a recorded text, a text file, a picture, or else the words themselves."""
    if source == STDIN:
        return _Matter(recorded.from_plain_text(sys.stdin.read()))
    path = Path(source)
    suffix = path.suffix.lower()
    if not _is_file(path):
        if suffix in (_RECORDED, *_PLAIN, *SUFFIXES) and len(source.split()) == 1:
            raise TrialError("There is no file {path}.", path=source)
        return _Matter(recorded.from_plain_text(source))
    if suffix == _RECORDED:
        return _Matter(recorded.load(path))
    if suffix in _PLAIN:
        return _Matter(recorded.from_plain_text(_written_in(path)))
    frame = open_picture(path)
    return _Matter(scan_frame(frame, choose_reader(reader_name, ocr_languages), rules).text, frame)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # too long for a name: words, then
        return False


def _written_in(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise TrialError("{path} cannot be opened: {reason}.", path=path, reason=error.strerror or error) from error
    except UnicodeDecodeError as error:
        raise TrialError("{path} is not UTF-8 text; save it as UTF-8.", path=path) from error


def _annotator(out: Path | None, source: str, matter: _Matter, texts: Texts) -> Annotator | None:
    if out is None:
        return None
    if matter.frame is None:
        raise TrialError("--annotate draws on a picture, and {source} is a text. Name a picture.", source=source)
    return Annotator.writing_to(out, [source], texts)


def _text_read(text: ScreenText, texts: Texts) -> Iterator[str]:
    """The lines that were read, numbered, each with the folded form in which it is compared below."""
    yield texts.say("trial.text-read", words=text.words_read, reader=text.reader)
    for number, line in enumerate(text.lines, start=1):
        folded = " ".join(piece for word in line.words for piece in pieces(word.text))
        yield f"  {number:>3}  {printable(line.text)}"
        yield click.style(f"       {folded}", dim=True)
    yield ""


def _told(explanation: Explanation, matter: _Matter, teller: Teller) -> Iterator[str]:
    texts, finding = teller.texts, explanation.finding
    yield head(finding, teller)
    for key, items in (("found", finding.evidence), ("calming", finding.calming)):
        if items:
            yield f"  {texts.say(f'trial.{key}')}"
            for item in items:
                line = 0 if matter.frame else _line_of(item, matter.text)
                yield f"    {printable(clue_found(item, finding.rule, teller, line))}"
    if explanation.lacks:
        yield f"  {texts.say('trial.not-found')}"
        for lack in explanation.lacks:
            yield f"    {printable(texts.error(lack.sentence()))}"
    yield f"  {thresholds(explanation.scenario, texts)}"
    if explanation.changes:
        yield f"  {texts.say('trial.changes')}"
        for change in explanation.changes:
            yield f"    {texts.error(change.sentence())}"
    yield ""


def _line_of(item: Evidence, text: ScreenText) -> int:
    """The number of the line, from 1, on which the evidence begins."""
    return next((at for at, line in enumerate(text.lines, start=1) if line.box.bottom > item.box.top), 1)
