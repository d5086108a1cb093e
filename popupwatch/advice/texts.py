"""Every sentence a person reads, by key, in their language. One file a language: ``texts/<language>.toml``."""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from popupwatch.errors import Errors, PopupwatchError

FOLDER = Path(__file__).parent / "texts"
DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True)
class Texts:
    """The sentences of one language, by dotted key (``verdict.clear``), and its translations of error sentences."""

    language: str
    entries: Mapping[str, str]
    errors: Mapping[str, str]

    def say(self, key: str, **values: object) -> str:
        """The sentence *key* with *values* filled in. Raises KeyError for an unknown key or a value not given."""
        return self.entries[key].format(**values)

    def find(self, key: str) -> str | None:
        """The sentence *key* as it stands, or ``None`` where there is no such key."""
        return self.entries.get(key)

    def error(self, error: PopupwatchError) -> str:
        """What *error* says, in this language where it is translated, else in English."""
        values = {name: self._translated(value) for name, value in error.values.items()}
        sentence = self.errors.get(error.sentence, error.sentence)
        return sentence.format(**values) if values else sentence

    def _translated(self, value: object) -> object:
        if isinstance(value, PopupwatchError):
            return self.error(value)
        return " ".join(map(self.error, value)) if isinstance(value, Errors) else value


def languages() -> tuple[str, ...]:
    """The languages there are texts in."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def load_texts(language: str) -> Texts:
    """The texts of *language*, one of `languages`."""
    with (FOLDER / f"{language}.toml").open("rb") as file:
        content = tomllib.load(file)
    errors = content.pop("errors", {})
    return Texts(language, dict(_flat(content)), errors)


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def language_of(environment: Mapping[str, str] = os.environ) -> str:
    """The language this person's system is set to, where we speak it, else English."""
    known = languages()
    for wanted in _wanted(environment):
        code = wanted.replace("-", "_").split("_")[0].split(".")[0].lower()
        if code in ("c", "posix"):
            break
        if code in known:
            return code
    return DEFAULT_LANGUAGE


def _wanted(environment: Mapping[str, str]) -> Iterator[str]:
    """Locale names, the most wanted first: as POSIX orders the variables, then what Windows is set to."""
    locale_name = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environment.get(name))), "")
    if locale_name and locale_name.split(".")[0] not in ("C", "POSIX"):
        yield from filter(None, environment.get("LANGUAGE", "").split(":"))
    if locale_name:
        yield locale_name
    if sys.platform == "win32":
        import ctypes
        import locale

        yield locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
