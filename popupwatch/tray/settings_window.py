"""The window with the settings. Each change is kept at once; what is refused stays where it was typed, and why is said
beside it."""

from __future__ import annotations

import tkinter as tk
from contextlib import suppress

from popupwatch.advice.texts import language_of, load_texts
from popupwatch.errors import PopupwatchError, SettingsError
from popupwatch.model import Box
from popupwatch.settings import Settings, change_setting, load_settings, settings_path
from popupwatch.tray.options import Choice, Option
from popupwatch.tray.page import Page
from popupwatch.tray.settings_rows import build_settings
from popupwatch.tray.shown import Shown
from popupwatch.tray.stage import Action, View
from popupwatch.tray.window import Tray

# Milliseconds after the last key that what was typed is kept.
_PAUSE = 800
# What makes the window itself look different.
_OF_THIS_WINDOW = ("language", "text-size")


def open_settings(tray: Tray) -> None:
    """Content: ``language``, ``text_size`` (used until they are changed here), ``monitor``."""
    content = tray.content()
    monitor = Box(**content["monitor"]) if content.get("monitor") else None
    SettingsWindow(tray, content.get("language") or language_of(), content.get("text_size") or 100, monitor).run()


class SettingsWindow:
    """Tells the tray of each key that is ``changed``. *fields* are the fields by key, each with what was typed into it
    and not kept yet in `typed`."""

    def __init__(self, tray: Tray, language: str, text_size: int, monitor: Box | None) -> None:
        self._tray, self.texts = tray, load_texts(language)
        self.settings, self.problems = load_settings(settings_path())
        self._shown = Shown(tray, self.texts.say("settings-window.title"), text_size, monitor, self._end)
        self.typed: dict[str, str] = {}
        self._fields: dict[str, tk.Entry] = {}
        self._notes = self._shown.notes
        self._choices: dict[str, Choice | Option] = {}
        self._waiting: dict[str, str] = {}  # calls that Tk makes later
        self._warned_of: dict[str, str] = {}  # what was typed in vain when the window was to be closed

    def run(self) -> None:
        """Until it is closed."""
        self._show()
        self._shown.run()

    @property
    def is_damaged(self) -> bool:
        """Whether the file cannot be changed as it is."""
        return any(problem.kind in ("not-toml", "unreadable") for problem in self.problems)

    # -- what the rows need -------------------------------------------------------------------------------------------
    def add_choice(self, page: Page, key: str, options: list[tuple[str, str]]) -> None:
        """One of several values of *key*; the country stands below its own title."""
        name = "" if key == "country" else self.texts.say(f"settings-window.{key}")
        chosen = _as_text(self.settings, key)
        choice = page.choice(name, options, chosen, lambda value: self.set(key, value))
        self._choices[key] = choice
        self._shown.named |= {f"{key}={value}": option for value, option in choice.options.items()}
        self._notes[key] = page.note()

    def add_check(self, page: Page, key: str) -> None:
        """Something that is on or off."""
        is_on = bool(self.settings.get(key))
        option = page.check(
            self.texts.say(f"settings-window.{key}"),
            is_on,
            lambda: self.set(key, "false" if self.settings.get(key) else "true"),
        )
        self._choices[key] = self._shown.named[key] = option
        self._notes[key] = page.note()

    def add_field(self, page: Page, key: str) -> None:
        """A text, kept a moment after it was typed."""
        field = self._add_entry(page, key, str(self.settings.get(key)))
        for event in ("<FocusOut>", "<Return>", "<KP_Enter>"):
            field.bind(event, lambda _: self._keep(key))
        field.bind("<KeyRelease>", lambda _: self._typed_in(key))

    def add_list(self, page: Page, key: str) -> None:
        """Several texts: those there are, to be removed, and a field to add one."""
        field = self._add_entry(page, key, "")
        for event in ("<Return>", "<KP_Enter>"):
            field.bind(event, lambda _: self._add_to(key))
        field.bind("<KeyRelease>", lambda _: self.typed.update({key: field.get()}))
        row = page.buttons()
        self._shown.named[f"{key}+"] = page.button(
            row, self.texts.say("settings-window.add"), lambda: self._add_to(key)
        )
        for text in self._texts_of(key):
            said = self.texts.say("settings-window.remove", text=text)
            self._shown.named[f"{key}-{text}"] = page.button(row, said, lambda text=text: self._remove(key, text))  # type: ignore[misc]

    def add_start(self, page: Page) -> None:
        """Starting with the computer, where this system is known to."""
        try:
            from popupwatch.tray.platform.autostart import autostart_of_this_system, tray_command

            autostart = autostart_of_this_system()
            is_on = autostart.is_on()
        except (ImportError, PopupwatchError):
            return

        def turn() -> None:
            try:
                if option.is_on:
                    autostart.turn_off()
                else:
                    autostart.turn_on(tray_command())
            except PopupwatchError as error:
                note.text = self.texts.say("settings-window.start-trouble", reason=self.texts.error(error))
                return
            option.is_on = autostart.is_on()
            note.text = self.texts.say("settings-window.kept")

        option = self._shown.named["start"] = page.check(self.texts.say("settings-window.start"), is_on, turn)
        note = page.note()

    def _add_entry(self, page: Page, key: str, value: str) -> tk.Entry:
        field = page.field(self.texts.say(f"settings-window.{key}"), self.typed.get(key, value))
        field.bind("<FocusIn>", lambda _: page.show(field))
        for name, place in (("Home", 0), ("End", "end")):  # which would scroll the page
            field.bind(f"<{name}>", lambda _, place=place: _go_to(field, place))  # type: ignore[misc]
        field.bind("<Control-a>", lambda _: _choose_all(field))  # which goes to the beginning in Tk
        self._fields[key] = self._shown.named[key] = field
        self._notes[key] = page.note()
        return field

    # -- changing -----------------------------------------------------------------------------------------------------
    def set(self, key: str, *values: str) -> bool:
        """Set *key*, and say beside it what came of that. Whether it was taken."""
        try:
            change_setting(settings_path(), key, values)
        except SettingsError as error:
            self._notes[key].text = self._reason(key, error)
            return False
        self.settings, self.problems = load_settings(settings_path())
        self.typed.pop(key, None)
        self._tray.tell("changed", key=key)
        if key in _OF_THIS_WINDOW:
            self._show_anew(f"{key}={_as_text(self.settings, key)}")
        elif isinstance(choice := self._choices.get(key), Choice):
            choice.pick(_as_text(self.settings, key))
        elif choice:
            choice.is_on = bool(self.settings.get(key))
        self._notes[key].text = self.texts.say("settings-window.kept")
        return True

    def _reason(self, key: str, error: SettingsError) -> str:
        """What is wrong, without the words of the file where there are others."""
        other = self.texts.find(f"settings-window.wrong-{key}") if "problem" in error.values else None
        return other or self.texts.error(error)

    def _typed_in(self, key: str) -> None:
        typed = self._fields[key].get()
        if typed == self.typed.get(key, self.settings.get(key)):
            return  # a key that types nothing
        self.typed[key] = typed
        self._notes[key].text = ""
        self._forget_call(key)
        self._waiting[key] = self._shown.root.after(_PAUSE, self._keep, key)

    def _keep(self, key: str) -> bool:
        """Keep what was typed for *key*. Whether nothing is left to be kept."""
        self._forget_call(key)
        return key not in self.typed or self.set(key, self.typed[key])

    def _forget_call(self, key: str) -> None:
        if call := self._waiting.pop(key, None):
            self._shown.root.after_cancel(call)

    def _texts_of(self, key: str) -> tuple[str, ...]:
        texts = self.settings.get(key)
        assert isinstance(texts, tuple)
        return texts

    def _add_to(self, key: str) -> bool:
        text = self.typed.get(key, self._fields[key].get()).strip()
        if not text:
            self._notes[key].text = self.texts.say(f"settings-window.wrong-{key}")
            return False
        if not self.set(key, *dict.fromkeys((*self._texts_of(key), text))):
            return False
        self._show_anew(key)
        self._notes[key].text = self.texts.say("settings-window.kept")
        return True

    def _remove(self, key: str, text: str) -> None:
        if self.set(key, *(other for other in self._texts_of(key) if other != text)):
            self._show_anew(key)
            self._notes[key].text = self.texts.say("settings-window.kept")

    # -- the window ---------------------------------------------------------------------------------------------------
    def _show(self, at: float = 0.0, focus: str = "") -> None:
        self._fields.clear()
        self._choices.clear()
        actions = [Action("close", self.texts.say("settings-window.close"), self._close, main=True, always=True)]
        view = View(
            self.texts.say("settings-window.title"),
            lambda page: build_settings(self, page),
            actions,
            self._close,
            self._close,
            [self.texts.say("settings-window.lead")],
        )
        self._shown.show(view, at, focus)

    def _show_anew(self, focus: str) -> None:
        """The same in the language and the size that are set now."""
        at = self._shown.stage.page.scrolled_to
        for key in list(self._waiting):
            self._forget_call(key)  # it is still in `typed`
        language = self.settings.language or language_of()
        if language != self.texts.language:
            self.texts = load_texts(language)
            self._shown.root.title(self.texts.say("settings-window.title"))
        if focus.startswith("text-size="):
            self._shown.set_text_size(self.settings.text_size)
        self._show(at, focus)

    def _keep_all(self) -> str:
        """Keep whatever was typed and is not kept yet. The first key that could not be."""
        for key in list(self.typed):
            if isinstance(self.settings.get(key), tuple):
                if self.typed[key].strip() and not self.set(
                    key, *dict.fromkeys((*self._texts_of(key), self.typed[key].strip()))
                ):
                    return key
            elif not self._keep(key):
                return key
        return ""

    def _close(self) -> None:
        key = self._keep_all()
        if key and self._warned_of.get(key) != self.typed[key]:
            self._warned_of[key] = self.typed[key]
            self._notes[key].text = self.texts.say("settings-window.not-kept", reason=self._notes[key].text)
            self._fields[key].focus_set()
            return
        self._shown.root.destroy()

    def _end(self) -> None:
        """The tray is gone: nobody is asked any more."""
        with suppress(SettingsError, tk.TclError):
            self._keep_all()
        self._shown.root.destroy()


def _as_text(settings: Settings, key: str) -> str:
    value = settings.get(key)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _go_to(field: tk.Entry, place: str | int) -> str:
    field.icursor(place)
    field.selection_clear()
    field.xview(place)
    return "break"


def _choose_all(field: tk.Entry) -> str:
    field.selection_range(0, "end")
    field.icursor("end")
    return "break"
