"""The tray process: the watcher in a thread, the icon in front of it, and each window as a process of its own.

Nothing here draws or imports tkinter: a window that fails cannot take the watching with it.
"""

from __future__ import annotations

import logging
import os
import queue
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from popupwatch.advice.contacts import country_of
from popupwatch.advice.texts import Texts, language_of, load_texts
from popupwatch.errors import PopupwatchError, TrayError
from popupwatch.settings import Settings, own_fixtures_folder
from popupwatch.tray import menu
from popupwatch.tray.desk import Desk, Message
from popupwatch.tray.drawing import icon_of
from popupwatch.tray.false_alarm import keep_picture
from popupwatch.tray.icon import Icon, backend_of_this_system, make_icon, tray_is_there
from popupwatch.tray.look_now import LookNow
from popupwatch.tray.warning.content import CLOSE, MUTE, SPEAK, Trusted, WarningContent
from popupwatch.tray.warning.deeds import Means
from popupwatch.tray.warning.telling import alert_of, warning_of
from popupwatch.watch.incidents import Incident
from popupwatch.watch.live_settings import LiveSettings
from popupwatch.watch.state import State

_LOG = logging.getLogger(__name__)

# Seconds between two looks whether tooltip and menu still say what is so, the same while somebody waits for an answer,
# and until an icon that failed is tried again.
REFRESH = 5.0
ANSWER = 0.5
RETRY = 10.0
# A warning that was killed is shown again, but not for ever.
_MOST_RETURNS = 3

_WINDOWS = ("history", "first-aid", "settings", "about", "control")
# The entries of the menu that are buttons of the control window.
_BUTTONS = {"look", "pause", "resume", "history", "first-aid", "practise", "settings", "about", "quit"}


class Watching(Protocol):
    """The service, as far as the tray knows it."""

    state: State

    def run(self) -> None: ...

    def stop(self) -> None: ...

    def ask(self, question: dict[str, Any]) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Files:
    """The settings, and the mark that says that the welcome was read."""

    settings: Path
    welcomed: Path


class App:
    """Runs until it is quit. It is the `watch.audience.Audience` of the service it makes."""

    def __init__(
        self,
        make_service: Callable[[App], Watching],
        files: Files,
        in_background: bool = False,
        icon: Callable[[Callable[[str], None]], Icon] = make_icon,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        """*in_background*: nobody asked for it just now, so it stays behind its icon."""
        self._files, self._in_background, self._make_icon = files, in_background, icon
        self._environment = environment
        self._service = make_service(self)
        self._desk = Desk(self._heard, self._window_ended)
        self._icon: Icon | None = None
        self._quit = threading.Event()
        self._stale = threading.Event()
        self._alerts: WarningContent | None = None
        self._returns = 0
        self._noticed: set[str] = set()
        self._screens: dict[str, int] = {}  # of each incident
        self._can: tuple[str, ...] = ()
        self._look_now = LookNow()
        self._shown: tuple[Sequence[menu.Entry], str] = ((), "")
        self._live_settings = LiveSettings(files.settings)

    # -- running ------------------------------------------------------------------------------------------------------
    def run(self) -> None:
        """On the main thread, until :meth:`stop`."""
        watching = threading.Thread(target=self._watch)
        watching.start()
        threading.Thread(target=self._keep_fresh, daemon=True).start()
        threading.Thread(target=self._find_means, daemon=True).start()
        self._greet()
        try:
            while not self._quit.is_set():
                self._run_icon()
                self._quit.wait(RETRY)
        finally:
            self.stop()
            self._desk.close_all(but="warning")
            watching.join(20)

    def stop(self) -> None:
        """End :meth:`run` soon; may be called from a signal handler or another thread."""
        self._quit.set()
        self._service.stop()
        if self._icon:
            self._icon.stop()

    def _watch(self) -> None:
        try:
            self._service.run()
        finally:
            self.stop()

    def _find_means(self) -> None:
        """What a warning can do on this system. What one muted that was killed is heard again."""
        means = Means()
        can = {CLOSE: means.windows, MUTE: means.sound, SPEAK: means.voice}
        self._can = tuple(what for what, found in can.items() if found is not None)
        _unmute(means)

    def _run_icon(self) -> None:
        """Show the icon until it is taken away, or the panel is gone."""
        try:
            icon = self._make_icon(self.choose)
            self._icon = icon
            self._refresh()
            if self._quit.is_set():
                return
            icon.run()
        except TrayError as error:
            _LOG.warning("%s", error)
        finally:
            self._icon = None

    def _greet(self) -> None:
        """The first time, say what this is; where nothing else can be seen of it, show the control window."""
        if not self._files.welcomed.exists():
            self._open("welcome")
        elif not self._in_background and not _can_be_seen():
            self._open("control")

    # -- what the watcher tells (see watch.audience.Audience; in its thread) ------------------------------------------
    def warned(self, incident: Incident) -> None:
        incident.is_open = True
        settings, texts, seen = self._settings, self._texts, incident.sighting
        self._screens[str(incident.number)] = seen.screen
        alert = alert_of(str(incident.number), seen, texts, sys.platform, seen.monitor)

        def content() -> dict[str, Any]:
            self._alerts = warning_of(
                alert,
                texts,
                text_size=settings.text_size,
                monitor=seen.monitor,
                can=self._can,
                trusted=Trusted(settings.trusted_name, settings.trusted_number),
                country=self._country(settings),
                read_aloud=settings.read_aloud,
            )
            return self._alerts.as_fields()

        if self._alerts:
            self._alerts = self._alerts.with_alert(alert)
        self._desk.tell_or_open("warning", {"kind": "add", "alert": alert.as_fields()}, content)

    def changed(self, state: State) -> None:
        self._stale.set()

    def noted(self, error: PopupwatchError) -> None:
        _LOG.warning("%s", error)
        self._stale.set()

    def called(self) -> None:
        self._open("control")

    # -- what the person does -----------------------------------------------------------------------------------------
    def choose(self, key: str) -> None:
        """Carry out the entry *key* of the menu."""
        seconds = menu.pause_seconds(key, datetime.now())
        if seconds is not None:
            self._ask(kind="pause", seconds=seconds)
        elif key in ("look", "resume"):
            if key == "look":
                self._look_now.ask(datetime.now().timestamp())
            self._ask(kind=key)
        elif key in _WINDOWS:
            self._open(key)
        elif key == "practise":
            self._desk.open(key, self._common())
        elif key == "quit":
            self.stop()

    def _heard(self, kind: str, message: Message) -> None:
        """What a window says of what the person did; in a thread of that window."""
        said = message["kind"]
        if kind == "warning" and said == "chose":
            for incident in message["incidents"]:
                self._ask(kind="chose", incident=int(incident), choice=message["choice"])
                self._answered(incident)
        elif kind == "warning" and said == "picture":
            self._keep_picture(message["incident"])
        elif kind == "control" and said == "chose":
            self.choose(message["key"])
        elif said == "practise":
            self.choose("practise")
        elif said == "reload":
            self._ask(kind="reload")
        elif said == "changed":
            self._stale.set()
        elif said == "welcomed":
            with suppress(OSError):
                self._files.welcomed.parent.mkdir(parents=True, exist_ok=True)
                self._files.welcomed.touch()

    def _keep_picture(self, incident: str) -> None:
        trouble = keep_picture(self._screens.get(incident, 1), self._texts.language)
        self._desk.send("warning", "pictured", folder=str(own_fixtures_folder()), trouble=trouble)

    def _answered(self, incident: str) -> None:
        """If the window is killed now, there is nothing left to say of *incident*."""
        if self._alerts:
            rest = self._alerts.without(incident)
            self._alerts = rest if rest.alerts else None

    def _window_ended(self, kind: str, code: int) -> None:
        if kind != "warning":
            return
        if code:
            _unmute(Means())
        left = self._alerts
        if code and left and self._returns < _MOST_RETURNS and not self._quit.is_set():
            self._returns += 1
            _LOG.warning("the warning was ended by something else, and is shown again")
            self._desk.open("warning", left.as_fields())
            return
        self._alerts, self._returns = None, 0
        self._ask(kind="answered")

    def _ask(self, **question: Any) -> None:
        with suppress(queue.Empty):  # the watcher has ended
            self._service.ask(question)
        self._stale.set()

    # -- what is shown ------------------------------------------------------------------------------------------------
    def _keep_fresh(self) -> None:
        while not self._quit.is_set():
            self._stale.wait(ANSWER if self._look_now.is_open else REFRESH)
            self._stale.clear()
            self._refresh()

    def _refresh(self) -> None:
        """Icon, tooltip, menu and control window say what the watcher is doing now."""
        fields, texts, now = self._service.state.as_fields(), self._texts, datetime.now()
        answer = self._look_now.answer(fields, texts, now.timestamp())
        entries, standing = menu.entries(fields, texts, now), self._look_now.standing(now.timestamp())
        if icon := self._icon:
            icon.show(icon_of(menu.shown_as(fields)), menu.tooltip(fields, texts, now))
            icon.set_menu(entries)
            if answer:
                icon.notify(texts.say("tray.has-looked"), answer)
            odd = menu.shown_as(fields) == "suspicious" and fields["suspicious"] not in self._noticed
            if odd and icon.notify(*menu.notice(fields, texts)):
                self._noticed.add(fields["suspicious"])
        if (entries, standing) != self._shown:
            self._desk.send("control", "entries", **_control(fields, texts, now, standing))
        self._shown = entries, standing

    def _open(self, kind: str) -> None:
        settings, content = self._settings, self._common()
        if kind == "first-aid":
            trusted = Trusted(settings.trusted_name, settings.trusted_number)
            content |= {"country": self._country(settings), "trusted": asdict(trusted)}
        elif kind == "control":
            content |= _control(self._service.state.as_fields(), self._texts, datetime.now())
        self._desk.open(kind, content)

    def _common(self) -> dict[str, Any]:
        return {"language": self._texts.language, "text_size": self._settings.text_size}

    @property
    def _settings(self) -> Settings:
        """As they are now: the person may just have changed them."""
        self._live_settings.read_again()
        return self._live_settings.now

    @property
    def _texts(self) -> Texts:
        return _texts_in(self._settings.language or language_of(self._environment))

    def _country(self, settings: Settings) -> str:
        return settings.country or country_of(self._environment)


def _control(fields: Mapping[str, Any], texts: Texts, now: datetime, answer: str = "") -> dict[str, Any]:
    """What the control window shows: what the menu does, but for what is no button, or the *answer* to a question."""
    said = answer or " ".join(filter(None, (menu.headline(fields, texts, now), menu.details(fields, texts))))
    entries = [asdict(entry) for entry in menu.entries(fields, texts, now)]
    return {"line": said, "entries": [entry for entry in entries if entry["key"] in _BUTTONS]}


def _unmute(means: Means) -> None:
    with suppress(TrayError):
        if means.sound:
            means.sound.restore()


def _can_be_seen() -> bool:
    try:
        return tray_is_there() and backend_of_this_system().has_menu
    except TrayError:
        return False


@cache
def _texts_in(language: str) -> Texts:
    return load_texts(language)
