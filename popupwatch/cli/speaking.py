"""Speaking to a person on the command line: errors, and commands whose help is in their language. Where click takes a
help text, a command is given a key (``help`` of the texts), looked up only when help is shown."""

from __future__ import annotations

import importlib
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from popupwatch.advice.texts import Texts, language_of, languages, load_texts
from popupwatch.errors import PopupwatchError
from popupwatch.settings import load_settings, settings_path

F = TypeVar("F", bound=Callable[..., Any])


class SpeakingCommand(click.Command):
    """A command whose *help*, and that of its options, are keys."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        translate(self, ctx.params.get("texts") or load_texts(own_language()))
        super().format_help(ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        """The first sentence of the help, whole: a list of commands that breaks off helps nobody."""
        return _first_sentence(self.help)


class SpeakingGroup(click.Group):
    """The same for a group, whose *table* says where each subcommand is: ``{"scan": "popupwatch.cli.scan:scan"}``. Each
    is imported when it is wanted: a scan must not wait for what it does not use."""

    def __init__(self, *arguments: Any, table: Mapping[str, str], **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self._table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self._table:
            return None
        module, _, name = self._table[cmd_name].partition(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, SpeakingCommand | SpeakingGroup)
        return command

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        texts = load_texts(own_language())
        translate(self, texts)
        for name in self.list_commands(ctx):
            if command := self.get_command(ctx, name):
                translate(command, texts)
        super().format_help(ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        return _first_sentence(self.help)


def _first_sentence(text: str | None) -> str:
    sentence, dot, _ = (text or "").partition(". ")
    return sentence + dot.rstrip()


def translate(command: click.Command, texts: Texts) -> None:
    """Put the sentences in place of the keys. A text that is no key, such as click's own, stays."""
    command.help = texts.find(f"help.{command.help}") or command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            parameter.help = texts.find(f"help.{parameter.help}") or parameter.help


def spoken(function: F) -> F:
    """Gives a command the option ``--language``, and the *texts* of that language as an argument."""
    return click.option(
        "--language",
        "texts",
        type=click.Choice(languages()),
        callback=lambda context, option, value: load_texts(value or own_language()),
        is_eager=True,  # in front of --help, it is the help's language too
        help="language",
    )(function)


def own_language() -> str:
    """The language of whoever asks for none: that of the settings, else that of the system."""
    settings, _ = load_settings(settings_path())  # whoever shows the settings tells what is wrong with them
    return settings.language or language_of()


def say_error(error: PopupwatchError, texts: Texts) -> None:
    """*error* as a sentence on one line of standard error."""
    sentence = printable(texts.error(error).replace("\n", " "))
    click.echo(texts.say("scan.error", sentence=sentence), err=True)


def printable(text: str) -> str:
    """*text* (a file's name, say) without characters that a terminal would obey or cannot show."""
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(letter)[0] == "C" else letter for letter in text)


def from_here(path: Path) -> Path:
    """*path* as short as it can be written in this folder."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
