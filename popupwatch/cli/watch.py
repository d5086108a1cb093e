"""``popupwatch watch``, ``status``, ``pause``: the watcher without a tray, and what it is doing."""

from __future__ import annotations

import json
import signal
import sys
import time
from dataclasses import replace
from datetime import datetime
from typing import Any

import click

from popupwatch.advice.telling import Teller
from popupwatch.advice.texts import Texts
from popupwatch.cli.speaking import SpeakingCommand, printable, say_error, spoken
from popupwatch.errors import ExitCode, PopupwatchError, WatchError
from popupwatch.model import Finding
from popupwatch.rules.model import Scenario
from popupwatch.settings import Settings, history_path, log_path, own_rules_folder, running_folder, settings_path
from popupwatch.watch.incidents import Incident
from popupwatch.watch.pausing import seconds_of
from popupwatch.watch.state import Doing, State, error_from


@click.command(cls=SpeakingCommand, help="watch")
@click.option("--interval", type=click.FloatRange(0.2, 60), help="watch-interval")
@click.option("--cpu-share", type=click.FloatRange(0.01, 1), help="watch-cpu-share")
@click.option("--verbose", is_flag=True, help="watch-verbose")
@click.option("--debug", is_flag=True, expose_value=False, help="debug")
@spoken
def watch(interval: float | None, cpu_share: float | None, verbose: bool, texts: Texts) -> int:
    from popupwatch.watch.control import OneInstance, ask
    from popupwatch.watch.log import log_to
    from popupwatch.watch.service import Places, Service

    try:
        instance = OneInstance(running_folder())
    except WatchError as error:
        say_error(error, texts)
        _say_state(ask(running_folder(), kind="status"), texts)
        return ExitCode.FAILED
    log_to(log_path(), verbose)
    given = {"interval": interval, "cpu_share": cpu_share}
    given = {name: value for name, value in given.items() if value is not None}

    def changed(settings: Settings) -> Settings:
        return replace(settings, **given)  # type: ignore[arg-type]

    places = Places(settings_path(), history_path(), running_folder(), (own_rules_folder(),))
    terminal = Terminal(texts)
    service = Service(places, terminal, changed)
    for name in ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: service.stop())
    try:
        service.run()
    finally:
        instance.release()
    terminal.say(texts.say("watch.ended"))
    return ExitCode.CLEAR


class Terminal:
    """Tells a person at a terminal what the watcher sees."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def warned(self, incident: Incident) -> None:
        seen = incident.sighting
        teller = Teller.knowing([seen.scenario], self._texts)
        finding = Finding(seen.rule, seen.level, seen.score, seen.evidence, ())
        rule = seen.rule
        self.say()
        self.say(f"!! {self._texts.say('verdict.scam', title=teller.title(rule))}")
        if why := teller.why(rule):
            self.say(f"   {why}")
        for reason in teller.reasons(finding):
            words = " · ".join(self._texts.say("verdict.quoted", words=printable(word)) for word in reason.words)
            self.say(f"   - {self._texts.say('verdict.reason', label=reason.label, words=words)}")
        self.say(f"   {self._texts.say('verdict.steps')}")
        for number, step in enumerate(teller.steps(finding), 1):
            self.say(f"   {number}. {step}")
        self.say()

    def say(self, line: str = "") -> None:
        """Watching goes on, and is kept in the history, where nobody reads it any more."""
        try:
            click.echo(line)
        except OSError:
            sys.stdout = None

    def changed(self, state: State) -> None:
        self.say(_line(state.as_fields(), self._texts))

    def called(self) -> None:
        """Whoever called is told by the command that did."""

    def noted(self, error: PopupwatchError) -> None:
        try:
            say_error(error, self._texts)
        except OSError:
            sys.stderr = None


@click.command(cls=SpeakingCommand, help="status")
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", help="format")
@spoken
def status(shape: str, texts: Texts) -> int:
    from popupwatch.watch.control import ask

    fields = ask(running_folder(), kind="status")
    if shape == "json":
        click.echo(json.dumps(fields, ensure_ascii=False))
    else:
        _say_state(fields, texts)
    return ExitCode.FAILED if fields["state"] == Doing.BLIND.value else ExitCode.CLEAR


@click.command(cls=SpeakingCommand, help="pause")
@click.argument("how_long", metavar="HOW-LONG", default="1h")
@spoken
def pause(how_long: str, texts: Texts) -> int:
    from popupwatch.watch.control import ask

    _say_state(ask(running_folder(), kind="pause", seconds=seconds_of(how_long, datetime.now())), texts)
    return ExitCode.CLEAR


@click.command(cls=SpeakingCommand, help="resume")
@spoken
def resume(texts: Texts) -> int:
    from popupwatch.watch.control import ask

    _say_state(ask(running_folder(), kind="resume"), texts)
    return ExitCode.CLEAR


def _say_state(fields: dict[str, Any], texts: Texts) -> None:
    click.echo(_line(fields, texts))
    if fields["looked_at"]:
        click.echo(texts.say("watch.looked", time=_time(fields["looked_at"]), screens=fields["screens"]))
    if fields["waiting"] > 3:
        click.echo(texts.say("watch.waiting", seconds=f"{fields['waiting']:.0f}"))
    if problem := error_from(fields["problem"]):
        click.echo(texts.error(problem))


def _line(fields: dict[str, Any], texts: Texts) -> str:
    """What the watcher is doing, in one line."""
    own = [Scenario(rule, "", 0.0, None, (), (), title=title) for rule, title in fields["own_titles"].items()]
    teller = Teller.knowing(own, texts)
    reason = error_from(fields["reason"])
    said = texts.say(
        f"watch.{fields['state']}",
        until=_time(fields["until"]) if fields["until"] else "",
        reason=texts.error(reason) if reason else "",
        title=teller.title(fields["scenario"]),
    )
    if fields["suspicious"] and fields["state"] == Doing.WATCHING.value:
        said += " " + texts.say("watch.suspicious", title=teller.title(fields["suspicious"]))
    return f"{time.strftime('%H:%M:%S')}  {said}"


def _time(at: float) -> str:
    """As a clock shows it, with the day where it is another one."""
    moment = datetime.fromtimestamp(at)
    return moment.strftime("%H:%M" if moment.date() == datetime.now().date() else "%Y-%m-%d %H:%M")
