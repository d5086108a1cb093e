"""The warning as a window of its own. It stays when the tray is gone: the person still needs it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from popupwatch.tray.look import Look, new_root
from popupwatch.tray.stage import Action, Stage, View
from popupwatch.tray.warning.content import SPEAK, Alert, WarningContent
from popupwatch.tray.warning.deeds import Means, Outcome, close_under, end_firmly, in_background
from popupwatch.tray.warning.views import told_view, trusted_view, warning_view
from popupwatch.tray.window import Tray

if TYPE_CHECKING:
    from popupwatch.advice.texts import Texts

# Milliseconds between two times that the window comes to the front: a page that takes the focus back, or a click on it,
# would cover it otherwise.
INSIST_EVERY = 700
# Seconds in which nothing is taken for an answer: what is typed or clicked then was meant for something else.
AWAKE_AFTER = 1.0
_LISTEN_EVERY = 100
# What says more about what the person did, the more the further on.
_CHOICES = ("understood", "closed", "no-scam", "called")


def open_warning(tray: Tray) -> None:
    """Show the warning that *tray* describes; returns when it is closed. Content: `WarningContent.as_fields`."""
    WarningWindow(WarningContent.from_fields(tray.content()), tray, Means()).run()


class WarningWindow:
    """One warning, of one scam or of several. *means* are what this system can do."""

    def __init__(self, content: WarningContent, tray: Tray, means: Means) -> None:
        self._content, self._tray, self._means = content, tray, means
        self._chosen: dict[str, str] = {}
        self._shown_at: float | None = None
        self._is_muted = self._is_done = self._reads = self._in_warning = self._is_ended = False
        self._root = root = new_root(content.say("warning.window"))
        root.report_callback_exception = lambda kind, error, trace: tray.tell_failure(error)
        root.attributes("-topmost", True)
        root.bind("<Map>", self._mapped)
        self._stage = Stage(root, Look(root, content.text_size), content.monitor, self._is_awake)
        self._show_warning()

    def run(self) -> None:
        """Until it is closed."""
        root = self._root
        for name in ("SIGTERM", "SIGINT", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), lambda *_: self._end())
        root.deiconify()
        root.focus_force()
        root.after(INSIST_EVERY, self._insist)
        root.after(_LISTEN_EVERY, self._listen)
        if self._content.read_aloud:
            root.after(int(AWAKE_AFTER * 1000), self._read)
        root.mainloop()

    # -- staying in sight ---------------------------------------------------------------------------------------------
    def _mapped(self, _: object) -> None:
        if self._shown_at is None:
            self._shown_at = time.monotonic()
            self._tray.tell("shown", at=time.time(), pid=os.getpid())

    def _is_awake(self) -> bool:
        return self._shown_at is not None and time.monotonic() - self._shown_at >= AWAKE_AFTER

    def _insist(self) -> None:
        if not self._is_done:
            self._root.lift()
            (self._root.focus_lastfor() or self._root).focus_force()
        self._root.after(INSIST_EVERY, self._insist)

    def _listen(self) -> None:
        for message in self._tray.heard():
            if message:
                self._obey(message)
        if self._reads:
            voice = self._means.known_voice
            if not (voice and voice.is_speaking):
                self._stop_reading()
        if self._is_ended:
            self._close()
        else:
            self._root.after(_LISTEN_EVERY, self._listen)

    def _end(self) -> None:
        """Close soon: a signal comes in the middle of anything."""
        self._is_ended = True

    def _obey(self, message: dict[str, Any]) -> None:
        """``add``: there is one more ``alert``. ``pictured``: in which ``folder`` the picture lies that was asked for,
        or what ``trouble`` there was. ``where``: tell where everything stands, for whoever cannot see it."""
        if message["kind"] == "add":
            self._content = self._content.with_alert(Alert.from_fields(message["alert"]))
            self._is_done = False
            if self._in_warning:
                self._show_warning()
        elif message["kind"] == "pictured":
            self._tell_picture(message["folder"], message["trouble"])
        elif message["kind"] == "where":
            self._tray.tell("places", boxes=self._stage.places(), says=self._stage.spoken)

    # -- the views ----------------------------------------------------------------------------------------------------
    def _show_warning(self) -> None:
        do = {
            "close": self._close_window,
            "read": self._read_or_stop,
            "mute": self._mute_or_restore,
            "called": self._show_first_aid,
            "trusted": self._show_trusted,
            "no-scam": self._ask_whether_sure,
            "understood": self._understood,
            "escape": lambda: self._stage.buttons["understood"].focus_set(),
        }
        self._show(warning_view(self._content, do))
        self._in_warning = True
        self._name_buttons()

    def _show(self, view: View) -> None:
        self._in_warning = False
        self._stop_reading()
        self._stage.show(view)

    def _back(self) -> Action:
        return Action("back", self._content.say("warning.back"), self._show_warning, main=True, always=True)

    def _reading(self) -> list[Action]:
        can = SPEAK in self._content.can
        return [Action("read", self._content.say("warning.read"), self._read_or_stop, always=True)] if can else []

    def _show_trusted(self) -> None:
        self._show(trusted_view(self._content.say, self._content.trusted, self._back(), self._understood))

    def _show_first_aid(self) -> None:
        from popupwatch.advice.contacts import contacts_of
        from popupwatch.tray.warning.views import first_aid_view

        self._choose("called")
        say, trusted = self._content.say, self._content.trusted
        actions = [self._back(), *self._reading(), Action("trusted", say("warning.trusted"), self._show_trusted)]
        contacts = contacts_of(self._content.country)
        self._show(first_aid_view(self._texts, contacts, trusted, actions, self._show_warning, self._understood))

    def _ask_whether_sure(self) -> None:
        say = self._content.say
        alerts = self._content.alerts
        single = "warning.sure-yes" if len(alerts) == 1 else "warning.sure-yes-which"
        actions = [Action("back", say("warning.sure-no"), self._show_warning, True, True)]
        for alert in alerts:
            text = say(single, title=alert.title)
            actions.append(Action(f"sure-{alert.incident}", text, lambda alert=alert: self._no_scam(alert)))  # type: ignore[misc]
        paragraphs = [say("warning.sure"), say("warning.sure-then")]
        self._show(told_view(say("warning.sure-title"), paragraphs, actions, self._show_warning, self._show_warning))

    def _no_scam(self, alert: Alert) -> None:
        self._choose("no-scam", [alert])
        self._content = self._content.without(alert.incident)
        if self._content.alerts:
            self._show_warning()
        else:
            self._offer_picture(alert)

    def _offer_picture(self, alert: Alert) -> None:
        """Whoever looks after the rules could do with a picture of the false alarm."""
        self._is_done = True
        say = self._content.say
        actions = [
            Action("understood", say("warning.picture-no"), self._close, True, True),
            Action("picture", say("warning.picture-yes"), lambda: self._ask_for_picture(alert)),
        ]
        paragraphs = [say("warning.picture"), say("warning.picture-what")]
        self._show(told_view(say("warning.picture-title"), paragraphs, actions, self._close, self._close))

    def _ask_for_picture(self, alert: Alert) -> None:
        self._root.withdraw()  # it would stand in the picture
        self._root.update()
        self._tray.tell("picture", incident=alert.incident)

    def _tell_picture(self, folder: str, trouble: str) -> None:
        say = self._content.say
        said = [say("warning.pictured", path=folder), say("warning.pictured-look")]
        paragraphs = [say("warning.not-pictured", reason=trouble)] if trouble else said
        actions = [Action("understood", say("warning.close"), self._close, True, True)]
        self._show(told_view(say("warning.picture-thanks"), paragraphs, actions, self._close, self._close))
        self._root.deiconify()

    def _understood(self) -> None:
        self._choose("understood")
        self._close()

    # -- the deeds ----------------------------------------------------------------------------------------------------
    def _close_window(self) -> None:
        self._stage.buttons["close"].text = self._content.say("warning.closing")
        windows, boxes = self._means.windows, self._content.boxes
        self._is_done = True  # the other window needs the focus now to be closed
        in_background(self._root.after, lambda: close_under(windows, boxes), self._tell_outcome)

    def _end_firmly(self, outcome: Outcome) -> None:
        self._stage.buttons["firmly"].text = self._content.say("warning.closing")
        windows = self._means.windows
        in_background(self._root.after, lambda: end_firmly(windows, outcome.target), self._tell_end)

    def _tell_outcome(self, outcome: Outcome) -> None:
        if outcome.is_gone:
            self._tell_closed()
            return
        self._is_done = False
        say = self._content.say
        if outcome.target is None:
            self._tell("gone", [say("warning.gone")])
            return
        program = outcome.target.program
        what = say("warning.stays-what", program=program) if program else say("warning.stays-what-unknown")
        actions = [
            Action("firmly", say("warning.close-firmly"), lambda: self._end_firmly(outcome), True, True),
            Action("back", say("warning.leave-it"), self._show_warning, always=True),
        ]
        paragraphs = [say("warning.stays"), what]
        self._show(told_view(say("warning.stays-title"), paragraphs, actions, self._show_warning, self._understood))

    def _tell_end(self, outcome: Outcome) -> None:
        if outcome.is_gone:
            self._tell_closed()
        else:
            self._tell("remains", [self._content.say("warning.remains")])

    def _tell_closed(self) -> None:
        self._choose("closed")
        self._is_done = True
        say = self._content.say
        self._tell("closed", [say("warning.closed"), say("warning.closed-restore"), say("warning.step-called")])

    def _tell(self, what: str, paragraphs: Sequence[str]) -> None:
        """What came of closing, and what can be done now."""
        say = self._content.say
        actions = [
            Action("understood", say("warning.understood"), self._understood, True, True),
            *self._reading(),
            Action("called", say("warning.called"), self._show_first_aid),
            Action("trusted", say("warning.trusted"), self._show_trusted),
        ]
        title = say(f"warning.{what}-title")
        self._show(told_view(title, paragraphs, actions, self._show_warning, self._understood))

    def _read_or_stop(self) -> None:
        if self._reads:
            self._stop_reading()
        else:
            self._read()

    def _read(self) -> None:
        from popupwatch.errors import PopupwatchError

        try:
            if voice := self._means.voice:
                if self._is_muted and self._means.sound and self._means.sound.silences_voice:
                    self._mute_or_restore()
                voice.say(self._stage.spoken, self._content.language)
                self._reads = True
        except PopupwatchError as error:
            self._stage.page.quiet(self._content.say("warning.no-voice", reason=self._texts.error(error)))
        self._name_buttons()

    def _stop_reading(self) -> None:
        if self._reads and (voice := self._means.known_voice):
            voice.stop()
        self._reads = False
        self._name_buttons()

    def _mute_or_restore(self) -> None:
        from popupwatch.errors import PopupwatchError

        try:
            if sound := self._means.sound:
                if self._is_muted:
                    sound.restore()
                else:
                    sound.mute()
                self._is_muted = not self._is_muted
        except PopupwatchError as error:
            self._stage.page.quiet(self._content.say("warning.no-mute", reason=self._texts.error(error)))
        self._name_buttons()

    def _name_buttons(self) -> None:
        """What a button does now stands on it."""
        if "read" in self._stage.buttons:
            key = "warning.stop-reading" if self._reads else "warning.read"
            self._stage.buttons["read"].text = self._content.say(key)
        if "mute" in self._stage.buttons:
            key = "warning.unmute" if self._is_muted else "warning.mute"
            self._stage.buttons["mute"].text = self._content.say(key)

    def _choose(self, choice: str, alerts: Sequence[Alert] | None = None) -> None:
        """Tell the tray, unless something that says more was told before."""
        rank = _CHOICES.index
        told = [
            alert.incident
            for alert in (self._content.alerts if alerts is None else alerts)
            if alert.incident not in self._chosen or rank(choice) > rank(self._chosen[alert.incident])
        ]
        self._chosen.update(dict.fromkeys(told, choice))
        if told:
            self._tray.tell("chose", choice=choice, incidents=told)

    def _close(self) -> None:
        if self._means.known_voice:
            self._means.known_voice.stop()
        if self._is_muted and self._means.known_sound:
            self._means.known_sound.restore()
        self._root.destroy()

    @property
    def _texts(self) -> Texts:
        """Everything there is to say: more than the window was sent, and read only when it is needed."""
        from popupwatch.advice.texts import load_texts

        return load_texts(self._content.language)
