"""The command ``popupwatch``: finds the subcommand, and turns whatever goes wrong into a sentence and an exit code."""

from __future__ import annotations

import itertools
import sys
import warnings
from collections.abc import Sequence

import click

import popupwatch
from popupwatch.advice.texts import Texts, languages, load_texts
from popupwatch.cli.speaking import SpeakingGroup, own_language, say_error
from popupwatch.errors import ExitCode, PopupwatchError

_COMMANDS = {
    "scan": "popupwatch.cli.scan:scan",
    "watch": "popupwatch.cli.watch:watch",
    "status": "popupwatch.cli.watch:status",
    "pause": "popupwatch.cli.watch:pause",
    "resume": "popupwatch.cli.watch:resume",
    "history": "popupwatch.cli.history:history",
    "settings": "popupwatch.cli.settings:settings",
    "first-aid": "popupwatch.cli.first_aid:aid",
    "autostart": "popupwatch.cli.autostart:autostart",
    "doctor": "popupwatch.cli.doctor:doctor",
    "rules": "popupwatch.cli.rules.group:rules",
    "fixtures": "popupwatch.cli.fixtures.group:fixtures",
}


@click.command(cls=SpeakingGroup, table=_COMMANDS, help="main")
@click.version_option(popupwatch.__version__, prog_name="popupwatch")
def commands() -> None:
    pass


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command with *arguments* (those of the process by default) and leave with its exit code."""
    _be_robust()
    sys.exit(run(_typed() if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run the command and return its exit code. Whatever goes wrong becomes a sentence on standard error."""
    if "--debug" in arguments:
        return _invoke(arguments)
    try:
        return _invoke(arguments)
    except click.ClickException as error:
        error.show()
        return ExitCode.FAILED
    except BrokenPipeError:  # whoever read our answer has seen enough
        sys.stdout = None
        return ExitCode.FAILED
    except (click.Abort, KeyboardInterrupt):
        click.echo(_texts(arguments).say("scan.stopped"), err=True)
        return ExitCode.FAILED
    except Exception as error:
        _say(arguments, error)
        return ExitCode.FAILED


def _invoke(arguments: Sequence[str]) -> int:
    code = commands.main(list(arguments), prog_name="popupwatch", standalone_mode=False)
    return int(code or 0)


def _say(arguments: Sequence[str], error: Exception) -> None:
    texts = _texts(arguments)
    if isinstance(error, PopupwatchError):
        say_error(error, texts)
        return
    reason = f"{type(error).__name__}: {error}"
    command = " ".join(arguments)
    click.echo(texts.say("scan.unexpected", reason=reason), err=True)
    click.echo(texts.say("scan.report", command=command), err=True)


def _texts(arguments: Sequence[str]) -> Texts:
    """The texts in the language asked for, found without parsing: the arguments themselves may be what is wrong."""
    asked = [value for name, value in itertools.pairwise(arguments) if name == "--language"]
    asked += [name.partition("=")[2] for name in arguments if name.startswith("--language=")]
    return load_texts(asked[-1] if asked and asked[-1] in languages() else own_language())


def _typed() -> list[str]:
    """What was typed after the command's name. On Windows nobody else makes file names of ``*.png``."""
    if sys.platform == "win32":
        from glob import glob

        return [name for argument in sys.argv[1:] for name in (sorted(glob(argument)) or [argument])]  # noqa: PTH207
    return sys.argv[1:]


def _be_robust() -> None:
    """Never fail over a letter the terminal lacks, nor show a library's warnings to a person."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
