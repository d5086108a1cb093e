"""``popupwatch practise``: a harmless alert to practise closing one, and whether the watcher sees it."""

from __future__ import annotations

import queue
from typing import Any

import click

from popupwatch.advice.texts import Texts
from popupwatch.cli.speaking import SpeakingCommand, spoken
from popupwatch.errors import ExitCode, PopupwatchError, TrayError
from popupwatch.settings import load_settings, settings_path


@click.command("practise", cls=SpeakingCommand, help="practise")
@spoken
def practise(texts: Texts) -> int:
    from popupwatch.tray.child import Child
    from popupwatch.tray.practising import Sight

    settings, _ = load_settings(settings_path())
    content = {"language": texts.language, "text_size": settings.text_size}
    messages: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    window = Child("practise", content, messages.put, lambda code: messages.put({"kind": "ended", "code": code}))
    was_seen, failure = False, ""
    try:
        while (message := messages.get())["kind"] != "ended":
            if message["kind"] == "shown":
                click.echo(texts.say("practise.shown"))
            elif message["kind"] == "outcome":
                click.echo(message["text"])
                was_seen = was_seen or message["sight"] == Sight.SEEN.value
            elif message["kind"] == "failed":
                failure = message["type"]
    finally:
        window.end()
    if message["code"]:
        raise _unshown(failure)
    return ExitCode.CLEAR if was_seen else ExitCode.FAILED


def _unshown(failure: str) -> PopupwatchError:
    if failure == "ModuleNotFoundError":
        return TrayError(
            "The window needs tkinter, which is missing. On Debian and Ubuntu: sudo apt install python3-tk"
        )
    return TrayError("The window could not be shown: there is no desktop, or it cannot be reached.")
