"""``popupwatch practise``: a harmless alert to practise closing one, and whether the watcher sees it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from popupwatch.advice.texts import Texts
from popupwatch.cli.speaking import SpeakingCommand, spoken
from popupwatch.errors import ExitCode, WatchError
from popupwatch.settings import load_settings, running_folder, settings_path


@click.command("practise", cls=SpeakingCommand, help="practise")
@spoken
def practise(texts: Texts) -> int:
    from popupwatch.tray import practising

    settings, _ = load_settings(settings_path())
    content = {"language": texts.language, "text_size": settings.text_size}
    click.echo(texts.say("practise.shown"))
    was_seen = practising.practise(content, texts, _status, lambda outcome: click.echo(outcome.say(texts)))
    return ExitCode.CLEAR if was_seen else ExitCode.FAILED


def _status() -> Mapping[str, Any] | None:
    from popupwatch.watch.control import ask

    try:
        return ask(running_folder(), kind="status")
    except WatchError:
        return None
