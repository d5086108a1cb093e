"""``popupwatch autostart``: on, off, status."""

from __future__ import annotations

import click

from popupwatch.advice.texts import Texts
from popupwatch.cli.speaking import SpeakingCommand, spoken
from popupwatch.errors import ExitCode


@click.command(cls=SpeakingCommand, help="autostart")
@click.argument("what", type=click.Choice(["on", "off", "status"]), default="status")
@spoken
def autostart(what: str, texts: Texts) -> int:
    from popupwatch.tray.platform.autostart import autostart_of_this_system, tray_command

    start = autostart_of_this_system()
    if what == "on":
        start.turn_on(tray_command())
    elif what == "off":
        start.turn_off()
    click.echo(texts.say("autostart.on") if start.is_on() else texts.say("autostart.off"))
    return ExitCode.CLEAR
