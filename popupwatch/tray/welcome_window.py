"""The first start, in three steps: what popupwatch does, what it never does, who helps."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

from popupwatch.errors import PopupwatchError, RuleError
from popupwatch.settings import KEYS, change_setting, load_settings, settings_path
from popupwatch.tray.alone import Alone
from popupwatch.tray.buttons import Button
from popupwatch.tray.page import Page
from popupwatch.tray.stage import Action, View
from popupwatch.tray.window import Tray

if TYPE_CHECKING:
    from popupwatch.tray.platform.autostart import Autostart

_STEPS = ("does", "never", "trusted")
_SAID = {"does": ("looks", "tells", "helps", "quiet"), "never": ("leaves", "pictures", "money", "blocks")}
# The first step gives the window its height, and the last is higher.
_ROOM = 40
# The field for each setting of the third step.
_FIELDS = {"trusted-name": "welcome.name", "trusted-number": "welcome.number"}


def open_welcome(tray: Tray) -> None:
    """Content: ``language``, ``text_size``, ``monitor``. Tells ``practise`` when the person wants to try it, and
    ``welcomed`` at the end, *complete* unless the window was closed before."""
    WelcomeWindow(tray).run()


class WelcomeWindow:
    """The three steps, and what the person filled in so far."""

    def __init__(self, tray: Tray) -> None:
        self._tray = tray
        self._alone = Alone(tray, tray.content(), "welcome.window")
        self._say, self._stage = self._alone.texts.say, self._alone.stage
        settings, _ = load_settings(settings_path())
        self._saved = {key: str(settings.get(key)) for key in _FIELDS}
        self._typed = dict(self._saved)
        self._wrong: dict[str, str] = {}  # what is wrong with a setting, or with another matter
        self._entries: dict[str, tk.Entry] = {}
        self._autostart = _autostart()

    def run(self) -> None:
        self._show(0)
        self._alone.run()

    def _show(self, number: int, focus: str = "next") -> None:
        """The step with this *number*, from 0."""
        self._keep_typed()
        self._entries = {}
        name, is_last = _STEPS[number], number == len(_STEPS) - 1
        actions = [
            Action("done", self._say("welcome.done"), self._done, main=True, always=True)
            if is_last
            else Action("next", self._say("welcome.next"), lambda: self._show(number + 1), main=True, always=True)
        ]
        if is_last:
            actions.append(Action("try", self._say("welcome.try"), self._try, always=True))
        if number:
            actions.append(Action("back", self._say("welcome.back"), lambda: self._show(number - 1), always=True))

        def build(page: Page) -> None:
            page.space(10)
            page.quiet(self._say("welcome.step", number=number + 1, count=len(_STEPS)))
            if is_last:
                self._build_trusted(page)
            else:
                for piece in _SAID[name]:
                    page.heading(self._say(f"welcome.{name}-{piece}-title"))
                    page.paragraph(self._say(f"welcome.{name}-{piece}"))
                page.space(_ROOM)

        def escape() -> None:
            if number:
                self._show(number - 1)

        leads = (self._say(f"welcome.{name}-lead"),)
        self._alone.show(View(self._say(f"welcome.{name}-title"), build, actions, escape, self._close, leads), focus)
        if is_last:
            self._entries[next(iter(self._wrong.keys() & _FIELDS.keys()), "trusted-name")].focus_set()

    def _build_trusted(self, page: Page) -> None:
        for key, name in _FIELDS.items():
            entry = self._entries[key] = page.field(self._say(name), self._typed[key])
            if key in self._wrong:
                page.strong(self._wrong[key])
            entry.bind("<Return>", _go_on)
            entry.bind("<FocusIn>", lambda event: page.show(event.widget))
        page.quiet(self._say("welcome.later"))
        if self._autostart:
            page.heading(self._say("welcome.autostart-title"))
            page.paragraph(self._say("welcome.autostart"))
            row = page.buttons()
            button = row.add(Button(row, page.look, self._autostart_now(), self._switch_autostart))
            self._stage.buttons["autostart"] = button
        if "autostart" in self._wrong:
            page.strong(self._wrong["autostart"])

    # -- what is filled in --------------------------------------------------------------------------------------------
    def _keep_typed(self) -> None:
        for key, entry in self._entries.items():
            self._typed[key] = entry.get().strip()

    def _save(self) -> bool:
        """Write down who helps. Whether all is well; else the step says what is not."""
        self._keep_typed()
        self._wrong = {key: self._say(f"{_FIELDS[key]}-wrong") for key in _FIELDS if not self._is_right(key)}
        try:
            for key in _FIELDS if not self._wrong else ():
                if self._typed[key] != self._saved[key]:
                    change_setting(settings_path(), key, [self._typed[key]])
                    self._saved[key] = self._typed[key]
        except PopupwatchError as error:
            self._wrong["trusted-name"] = self._alone.texts.error(error)
        if self._wrong:
            self._show(len(_STEPS) - 1)
        return not self._wrong

    def _is_right(self, key: str) -> bool:
        try:
            KEYS[key].taken(self._typed[key])
        except RuleError:
            return False
        return True

    def _switch_autostart(self) -> None:
        from popupwatch.tray.platform.autostart import tray_command

        assert self._autostart
        self._wrong.pop("autostart", None)
        try:
            if self._autostart.is_on():
                self._autostart.turn_off()
            else:
                self._autostart.turn_on(tray_command())
        except PopupwatchError as error:
            self._wrong["autostart"] = self._alone.texts.error(error)
            self._show(len(_STEPS) - 1)
            self._stage.buttons["autostart"].focus_set()
        self._stage.buttons["autostart"].text = self._autostart_now()

    def _autostart_now(self) -> str:
        is_on = self._autostart is not None and self._autostart.is_on()
        return self._say("welcome.autostart-on" if is_on else "welcome.autostart-off")

    # -- the end ------------------------------------------------------------------------------------------------------
    def _try(self) -> None:
        if self._save():
            self._stage.buttons["done"].focus_set()
            self._tray.tell("practise")

    def _done(self) -> None:
        if self._save():
            self._end(complete=True)

    def _close(self) -> None:
        """Closed by its frame: what was filled in is kept where it can be."""
        if self._entries:
            self._save()
        self._end(complete=False)

    def _end(self, complete: bool) -> None:
        self._tray.tell("welcomed", complete=complete)
        self._alone.close()


def _go_on(event: tk.Event[tk.Misc]) -> None:
    """To what comes next, as Tab does."""
    if following := event.widget.tk_focusNext():
        following.focus_set()


def _autostart() -> Autostart | None:
    """How programs start with this system, where that is known."""
    try:
        from popupwatch.tray.platform.autostart import autostart_of_this_system

        return autostart_of_this_system()
    except (ImportError, PopupwatchError):
        return None
