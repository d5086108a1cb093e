"""What stands in the window with the settings, from top to bottom."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING

from popupwatch.advice.contacts import countries, country_of
from popupwatch.advice.texts import language_of, languages, load_texts
from popupwatch.settings import settings_path
from popupwatch.tray.page import Page

if TYPE_CHECKING:
    from popupwatch.tray.settings_window import SettingsWindow

# The values that are offered, and the texts they go by.
_INTERVALS = {0.5: "half", 1.0: "one", 2.0: "two", 5.0: "five"}
_SHARES = {0.05: "little", 0.1: "usual", 0.2: "more", 0.4: "much"}
_DAYS = {30: "month", 90: "quarter", 365: "year", 1095: "years"}
_TEXT_SIZES = (100, 125, 150, 175, 200)


def build_settings(window: SettingsWindow, page: Page) -> None:
    """Add all rows to *page*, and above them what is wrong with the file."""
    _add_problems(window, page)
    if window.is_damaged:
        return
    say = window.texts.say
    page.space(8)
    page.lead(say("settings-window.reading"))
    window.add_choice(page, "language", _languages(window))
    window.add_choice(page, "text-size", _text_sizes(window))
    window.add_check(page, "read-aloud")
    page.section(say("settings-window.trusted"), say("settings-window.trusted-about"))
    window.add_field(page, "trusted-name")
    window.add_field(page, "trusted-number")
    page.section(say("settings-window.country"), say("settings-window.country-about"))
    window.add_choice(page, "country", _countries(window))
    page.section(say("settings-window.watching"))
    window.add_start(page)
    window.add_choice(page, "interval", _numbers(window, "interval", _INTERVALS, window.settings.interval))
    window.add_choice(page, "cpu-share", _numbers(window, "cpu-share", _SHARES, window.settings.cpu_share, 100))
    page.section(say("settings-window.left-out"), say("settings-window.left-out-about"))
    window.add_list(page, "leave-out-programs")
    window.add_list(page, "leave-out-titles")
    page.section(say("settings-window.past"))
    window.add_choice(page, "keep-days", _numbers(window, "keep-days", _DAYS, window.settings.keep_days))
    page.section("")
    page.quiet(say("settings-window.file", path=settings_path()))


def _add_problems(window: SettingsWindow, page: Page) -> None:
    if window.problems:
        page.space(8)
        with page.card():
            page.strong(
                window.texts.say("settings-window.damaged" if window.is_damaged else "settings-window.problems")
            )
            for problem in window.problems:
                page.quiet(f"{problem.where}: {window.texts.error(problem.error)}")


def _languages(window: SettingsWindow) -> list[tuple[str, str]]:
    names = {code: load_texts(code).say("settings-window.own-name") for code in languages()}
    return [("", window.texts.say("settings-window.system-which", which=names[language_of()])), *names.items()]


def _text_sizes(window: SettingsWindow) -> list[tuple[str, str]]:
    sizes = sorted({*_TEXT_SIZES, window.settings.text_size})
    return [(str(size), window.texts.say("settings-window.percent", number=size)) for size in sizes]


def _countries(window: SettingsWindow) -> list[tuple[str, str]]:
    names = {code: window.texts.say(f"country.{code}") for code in countries()}
    here = country_of()
    system = (
        window.texts.say("settings-window.system-which", which=names[here])
        if here
        else window.texts.say("settings-window.system")
    )
    return [("", system), *sorted(names.items(), key=lambda item: _folded(item[1]))]


def _numbers(
    window: SettingsWindow, key: str, offered: Mapping[float, str] | Mapping[int, str], value: float, times: int = 1
) -> list[tuple[str, str]]:
    """What is *offered* for *key*, and *value* too where somebody wrote another into the file."""
    said = {number: window.texts.say(f"settings-window.{key}-{text}") for number, text in offered.items()}
    if value not in said:
        said[value] = window.texts.say(f"settings-window.{key}-other", number=f"{value * times:g}")
    return [(f"{number:g}", text) for number, text in sorted(said.items())]


def _folded(name: str) -> str:
    """*name* without accents, to be sorted by."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
