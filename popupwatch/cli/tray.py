"""``popupwatch tray``: the icon in the panel, the warning, and everything a person without a terminal sees."""

from __future__ import annotations

import signal

import click

from popupwatch.advice.texts import Texts
from popupwatch.cli.speaking import SpeakingCommand, spoken
from popupwatch.errors import ExitCode, WatchError
from popupwatch.settings import history_path, log_path, own_rules_folder, running_folder, settings_path


@click.command(cls=SpeakingCommand, help="tray")
@click.option("--in-background", is_flag=True, help="tray-in-background")
@click.option("--verbose", is_flag=True, help="watch-verbose")
@click.option("--debug", is_flag=True, expose_value=False, help="debug")
@spoken
def tray(in_background: bool, verbose: bool, texts: Texts) -> int:
    from popupwatch.watch.control import OneInstance, ask

    try:
        instance = OneInstance(running_folder())
    except WatchError:
        if not in_background:
            ask(running_folder(), kind="show")
        click.echo(texts.say("tray.runs-already"))
        return ExitCode.CLEAR
    from popupwatch.tray.app import App, Files
    from popupwatch.watch.log import log_to
    from popupwatch.watch.service import Places, Service

    log_to(log_path(), verbose)
    places = Places(settings_path(), history_path(), running_folder(), (own_rules_folder(),))
    files = Files(settings_path(), history_path().with_name("welcomed"))
    app = App(lambda audience: Service(places, audience), files, in_background)
    for name in ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: app.stop())
    try:
        app.run()
    finally:
        instance.release()
    return ExitCode.CLEAR
