"""``popupwatch rules schema``: what an editor needs to complete, explain and check rule files."""

from __future__ import annotations

from pathlib import Path

import click

from popupwatch.advice.telling import steps_by_advice
from popupwatch.advice.texts import Texts
from popupwatch.cli.speaking import SpeakingCommand, from_here, printable, spoken
from popupwatch.errors import ExitCode
from popupwatch.settings import own_rules_folder
from popupwatch.workshop.schemas import NAMES, as_text, current_schemas, write_schemas


@click.command(cls=SpeakingCommand, help="rules-schema")
@click.argument("name", type=click.Choice(NAMES), default=NAMES[0])
@click.option("--write", "folder", metavar="FOLDER", type=click.Path(path_type=Path), help="rules-schema-write")
@click.option("--debug", is_flag=True, expose_value=False, help="debug")
@spoken
def schema(name: str, folder: Path | None, texts: Texts) -> int:
    advice = frozenset(steps_by_advice())
    if folder is None:
        own = own_rules_folder()
        click.echo(as_text(current_schemas(advice, own if own.is_dir() else None)[name]), nl=False)
        return ExitCode.CLEAR
    for file in write_schemas(folder, advice):
        click.echo(texts.say("schema.written", path=printable(str(from_here(file)))))
    return ExitCode.CLEAR
