"""``popupwatch settings``: show, set, path."""

from __future__ import annotations

import json

import click

from popupwatch.advice.texts import Texts
from popupwatch.cli.speaking import SpeakingCommand, SpeakingGroup, say_error, spoken
from popupwatch.errors import ExitCode, SettingsError
from popupwatch.settings import KEYS, Value, change_setting, load_settings, settings_path

_COMMANDS = {
    "show": "popupwatch.cli.settings:show",
    "set": "popupwatch.cli.settings:change",
    "path": "popupwatch.cli.settings:path",
}


@click.command(cls=SpeakingGroup, table=_COMMANDS, help="settings")
def settings() -> None:
    pass


@click.command("show", cls=SpeakingCommand, help="settings-show")
@spoken
def show(texts: Texts) -> int:
    known, problems = load_settings(settings_path())
    for problem in problems:
        say_error(SettingsError("{where}: {problem}", where=problem.where, problem=problem.error), texts)
    for name, key in KEYS.items():
        value = known.get(name)
        click.echo(f"{name} = {_written(value)}")
        click.echo(f"    {texts.say(f'setting.{name}')}")
        if value != key.default:
            click.echo(f"    {texts.say('setting-default', value=_written(key.default))}")
    return ExitCode.FAILED if problems else ExitCode.CLEAR


@click.command("set", cls=SpeakingCommand, help="settings-set")
@click.argument("key")
@click.argument("values", nargs=-1, metavar="VALUE...")
@spoken
def change(key: str, values: tuple[str, ...], texts: Texts) -> int:
    value = change_setting(settings_path(), key, values)
    click.echo(f"{key} = {_written(value)}")
    return ExitCode.CLEAR


@click.command("path", cls=SpeakingCommand, help="settings-path")
@spoken
def path(texts: Texts) -> int:
    click.echo(settings_path())
    return ExitCode.CLEAR


def _written(value: Value) -> str:
    """*value* as it stands in the file."""
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
