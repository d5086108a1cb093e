"""``popupwatch doctor``: what is there, what is missing, and the one command that mends it."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from dataclasses import dataclass

import click

import popupwatch
from popupwatch.advice.texts import Texts
from popupwatch.capture.clipboard import missing_tool
from popupwatch.capture.screen import grab_screens
from popupwatch.cli.speaking import SpeakingCommand, spoken
from popupwatch.errors import CaptureError, ExitCode
from popupwatch.ocr.reader import ReaderStatus, probe_readers
from popupwatch.rules.load import RuleBook, load_rules
from popupwatch.settings import own_rules_folder


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: whether it is as it should be, what to say, and the command that mends it."""

    well: bool
    says: str
    mend: str | None = None


@click.command(cls=SpeakingCommand, help="doctor")
@click.option("--debug", is_flag=True, expose_value=False, help="debug")
@spoken
def doctor(texts: Texts) -> int:
    readers = probe_readers()
    rules = load_rules((own_rules_folder(),))
    python, system = platform.python_version(), f"{platform.system()} {platform.release()}"
    version = texts.say("doctor.python", version=popupwatch.__version__, python=python, system=system)
    findings = [
        Finding(True, version),
        *(_reader(status, texts) for status in readers),
        *_rules(rules, texts),
        _screen(texts),
        _clipboard(texts),
        _speech(texts),
        _sound(texts),
    ]
    for finding in findings:
        click.echo(f"{'✓' if finding.well else '✗'} {finding.says}")
        if finding.mend:
            click.echo(f"    {texts.say('doctor.mend', command=finding.mend)}")
    works = any(status.available for status in readers) and bool(rules.scenarios)
    click.echo()
    click.echo(texts.say("doctor.works" if works else "doctor.works-not"))
    return ExitCode.CLEAR if works else ExitCode.FAILED


def _reader(status: ReaderStatus, texts: Texts) -> Finding:
    if status.problem:
        says = texts.say("doctor.reader-missing", name=status.name, problem=texts.error(status.problem))
        return Finding(False, says, status.install)
    languages = ", ".join(status.languages)
    return Finding(True, texts.say("doctor.reader", name=status.name, version=status.version, languages=languages))


def _rules(rules: RuleBook, texts: Texts) -> Iterator[Finding]:
    languages = ", ".join(rules.languages)
    says = texts.say("doctor.rules", scenarios=len(rules.scenarios), languages=languages)
    yield Finding(bool(rules.scenarios), says)
    folder = own_rules_folder()
    key = "doctor.own-rules" if folder.is_dir() else "doctor.own-rules-none"
    yield Finding(True, texts.say(key, path=folder))
    for problem in rules.problems:
        yield Finding(False, texts.say("doctor.rule-problem", problem=f"{problem.where}: {texts.error(problem.error)}"))


def _screen(texts: Texts) -> Finding:
    try:
        frames = grab_screens()
    except CaptureError as error:
        return Finding(False, texts.say("doctor.screen-missing", problem=texts.error(error)))
    sizes = ", ".join(f"{frame.image.width} x {frame.image.height}" for frame in frames)
    return Finding(True, texts.say("doctor.screens", sizes=sizes))


def _clipboard(texts: Texts) -> Finding:
    tool = missing_tool()
    if tool is None:
        return Finding(True, texts.say("doctor.clipboard"))
    return Finding(False, texts.say("doctor.clipboard-missing", tool=tool), f"sudo apt install {tool}")


def _speech(texts: Texts) -> Finding:
    from popupwatch.tray.platform.speech import to_install, voice_of_this_system

    if voice_of_this_system() is None:
        return Finding(False, texts.say("doctor.speech-missing"), to_install())
    return Finding(True, texts.say("doctor.speech"))


def _sound(texts: Texts) -> Finding:
    from popupwatch.tray.platform.sound import sound_of_this_system, to_install

    if sound_of_this_system() is None:
        return Finding(False, texts.say("doctor.sound-missing"), to_install())
    return Finding(True, texts.say("doctor.sound"))
