"""What a person can set, in one TOML file, and where their files lie."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from popupwatch.errors import RuleError, SettingsError

if TYPE_CHECKING:
    from popupwatch.rules.source import Problem

# Spaces that keep a number on one line, where it was copied from a page.
_NO_BREAK = re.compile("[\u00a0\u202f]")
# What a person may type for true and false.
_YES_OR_NO = {
    **dict.fromkeys(("true", "yes", "on", "oui"), True),
    **dict.fromkeys(("false", "no", "off", "non"), False),
}

Value = float | int | str | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. A key's name in the file is its name here with dashes; `KEYS` says what it may be,
    and the texts (``setting.<key>``) what it is for."""

    interval: float = 1.0
    cpu_share: float = 0.1
    memory_mb: int = 600
    languages: tuple[str, ...] = ("eng",)
    leave_out_titles: tuple[str, ...] = ()
    leave_out_programs: tuple[str, ...] = ()
    keep_days: int = 90
    language: str = ""
    text_size: int = 100
    trusted_name: str = ""
    trusted_number: str = ""
    country: str = ""
    read_aloud: bool = False

    def get(self, key: str) -> Value:
        """The value of *key*, as it is called in the file."""
        value: Value = getattr(self, key.replace("-", "_"))
        return value


@dataclass(frozen=True, slots=True)
class Key:
    """What one key may be: a number from *low* to *high*, a list of texts, true or false, or a text: then *most*
    letters on one line at most, one of *choices* where there are any, and of a telephone number where it is *dialled*.
    Empty it may always be."""

    name: str
    default: Value
    low: float = 0.0
    high: float = 0.0
    most: int = 60
    choices: Callable[[], Sequence[str]] | None = None
    dialled: bool = False

    def taken(self, value: object) -> Value:
        """*value* as it is used. Raises RuleError, which says what may stand here."""
        if isinstance(self.default, tuple):
            if not isinstance(value, list | tuple) or not all(isinstance(item, str) and item.strip() for item in value):
                raise RuleError('“{key}” is a list of texts, as in {key} = ["one", "two"].', key=self.name)
            return tuple(value)
        if isinstance(self.default, bool):
            if not isinstance(value, bool):
                raise RuleError("“{key}” is true or false.", key=self.name)
            return value
        return self._text(value) if isinstance(self.default, str) else self._number(value)

    def _number(self, value: object) -> Value:
        kind = RuleError("a whole number") if isinstance(self.default, int) else RuleError("a number")
        fits = isinstance(value, int if isinstance(self.default, int) else int | float) and not isinstance(value, bool)
        if not fits or not self.low <= value <= self.high:  # type: ignore[operator]
            low, high = f"{self.low:g}", f"{self.high:g}"
            raise RuleError("“{key}” is {kind} from {low} to {high}.", key=self.name, kind=kind, low=low, high=high)
        return float(value) if isinstance(self.default, float) else int(value)  # type: ignore[arg-type, call-overload]

    def _text(self, value: object) -> str:
        text = _NO_BREAK.sub(" ", value).strip() if isinstance(value, str) else None
        if self.choices:
            if text is None or (text and text.lower() not in self.choices()):
                names = ", ".join(self.choices())
                raise RuleError('“{key}” is one of {names}, or "" for that of your system.', key=self.name, names=names)
            return text.lower()
        if text is None or len(text) > self.most or not text.isprintable():
            raise RuleError("“{key}” is a text of at most {most} letters on one line.", key=self.name, most=self.most)
        if self.dialled and text and (text.strip("+0123456789 ()-./") or not any(map(str.isdigit, text))):
            raise RuleError("“{key}” is a telephone number, as in 01 99 00 12 34.", key=self.name)
        return text


def _languages() -> Sequence[str]:
    from popupwatch.advice.texts import languages

    return languages()


def _countries() -> Sequence[str]:
    from popupwatch.advice.contacts import countries

    return countries()


def _key(name: str, low: float = 0.0, high: float = 0.0, **more: Any) -> Key:
    default = next(field.default for field in fields(Settings) if field.name == name)
    assert isinstance(default, float | int | str | tuple)
    return Key(name.replace("_", "-"), default, low, high, **more)


KEYS = {
    key.name: key
    for key in (
        _key("interval", 0.2, 60),
        _key("cpu_share", 0.01, 1),
        _key("memory_mb", 100, 8000),
        _key("languages"),
        _key("leave_out_titles"),
        _key("leave_out_programs"),
        _key("keep_days", 1, 3650),
        _key("language", choices=_languages),
        _key("text_size", 100, 200),
        _key("trusted_name"),
        _key("trusted_number", most=30, dialled=True),
        _key("country", choices=_countries),
        _key("read_aloud"),
    )
}


def load_settings(path: Path) -> tuple[Settings, list[Problem]]:
    """The settings in *path*, and what is wrong with it, each with its line; the default stands in for what is wrong.
    A file that is not there is all defaults."""
    from popupwatch.rules.source import RuleFile

    if not path.exists():
        return Settings(), []
    file = RuleFile(path)
    file.unknown_keys(file.data, KEYS)
    good: dict[str, Any] = {}
    for name, value in file.data.items():
        if name in KEYS:
            try:
                good[name.replace("-", "_")] = KEYS[name].taken(value)
            except RuleError as error:
                file.note((name,), error)
    return Settings(**good), sorted(file.problems, key=lambda problem: problem.line)


def change_setting(path: Path, name: str, texts: Sequence[str]) -> Value:
    """Set the key *name* in *path* to what was typed, *texts*, and leave all else there as it is, comments included.
    Its new value. Raises SettingsError for what is unknown or wrong, and when the file cannot be written."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    from popupwatch.rules.source import did_you_mean

    if name not in KEYS:
        raise SettingsError("There is no setting “{key}”. {hint}", key=name, hint=did_you_mean(name, KEYS))
    key = KEYS[name]
    try:
        value = key.taken(_typed(key, texts))
    except RuleError as error:
        raise SettingsError("{problem}", problem=error) from error
    try:
        document = tomlkit.parse(path.read_text(encoding="utf-8-sig")) if path.exists() else tomlkit.document()
        document[name] = list(value) if isinstance(value, tuple) else value
        path.parent.mkdir(parents=True, exist_ok=True)
        written = path.with_name(f"{path.name}.new")
        written.write_text(tomlkit.dumps(document), encoding="utf-8")
        written.replace(path)  # whole or not at all
    except OSError as error:
        raise SettingsError.unwritable(path, error) from error
    except (TOMLKitError, UnicodeDecodeError) as error:
        raise SettingsError(
            "{path} is no valid TOML, so nothing was changed: {reason}", path=path, reason=error
        ) from error
    return value


def _typed(key: Key, texts: Sequence[str]) -> object:
    if isinstance(key.default, tuple):
        return list(texts)
    typed = " ".join(texts)
    if isinstance(key.default, str):
        return typed
    if isinstance(key.default, bool):
        return _YES_OR_NO.get(typed.lower())
    try:
        return type(key.default)(typed.replace(",", "."))
    except ValueError:
        return None


def settings_path() -> Path:
    """The file with the settings; it need not exist."""
    return _own_folder() / "settings.toml"


def own_rules_folder() -> Path:
    """The folder of a person's own rules, laid out like the package's ``rules``; it need not exist."""
    return _own_folder() / "rules"


def own_fixtures_folder() -> Path:
    """The folder of a person's own fixtures, beside their rules; it need not exist."""
    return _own_folder() / "fixtures"


def kept_texts_folder() -> Path:
    """Where ``popupwatch rules stats``, and nothing else, keeps the texts it read in pictures."""
    from platformdirs import user_cache_path

    return user_cache_path("popupwatch", appauthor=False) / "texts"


def history_path() -> Path:
    """The file with what was found."""
    from platformdirs import user_data_path

    return user_data_path("popupwatch", appauthor=False) / "history.sqlite3"


def documents_folder() -> Path:
    """Where this person keeps their documents; it need not exist."""
    from platformdirs import user_documents_path

    return user_documents_path()


def log_path() -> Path:
    """The file in which the watcher notes what it did, never what the screen showed."""
    from platformdirs import user_log_path

    return user_log_path("popupwatch", appauthor=False) / "watch.log"


def running_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the watcher of this desktop session can be reached while it runs."""
    from platformdirs import user_runtime_path

    session = environment.get("DISPLAY") or environment.get("SESSIONNAME") or "desktop"
    name = "".join(letter if letter.isalnum() else "-" for letter in session)
    return user_runtime_path("popupwatch", appauthor=False) / name


def _own_folder() -> Path:
    from platformdirs import user_config_path

    return user_config_path("popupwatch", appauthor=False)
