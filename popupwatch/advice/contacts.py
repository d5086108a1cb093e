"""Whom to turn to, country by country: ``contacts/<country>.toml``, in the order in which a person should."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from popupwatch.advice.texts import DEFAULT_LANGUAGE, languages
from popupwatch.errors import RuleError
from popupwatch.rules.source import Problem, RuleFile, Way, did_you_mean

FOLDER = Path(__file__).parent / "contacts"
OLDEST_MONTHS = 18

# Windows and the POSIX variables say where somebody lives in more than one place; these come before the language.
_VARIABLES = ("LC_ALL", "LC_ADDRESS", "LC_TELEPHONE", "LC_MONETARY", "LC_MESSAGES", "LANG")


class Kind(StrEnum):
    """How a contact is reached, or what it is where everybody knows how."""

    WEBSITE = "website"
    PHONE = "phone"
    EMAIL = "e-mail"
    BANK = "bank"
    POLICE = "police"
    LETTER = "letter"


class Matter(StrEnum):
    """What a contact is for, and so with which step of the first aid it stands."""

    MONEY = "money"
    HELP = "help"
    REPORT = "report"


class Cost(StrEnum):
    """What a call costs, where that is known and matters."""

    FREE = "free"
    PREMIUM = "premium"


class Status(StrEnum):
    """How well a contact is known: read on an official page, in a copy or the press, or not at all."""

    VERIFIED = "verified"
    SECONDHAND = "secondhand"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Words:
    """A few words by language; a proper name is the same in all of them."""

    by_language: tuple[tuple[str, str], ...]

    def say(self, language: str) -> str:
        """The words in *language*, or else in English."""
        said = dict(self.by_language)
        return said.get(language) or said[DEFAULT_LANGUAGE]


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to turn to. *source* says where it was read, *source_of* of which year that is where it is old,
    *checked_on* when it was read last."""

    key: str
    kind: Kind
    matter: Matter
    name: Words
    about: Words
    source: Words
    checked_on: date
    status: Status
    url: str = ""
    number: str = ""
    email: str = ""
    hours: Words | None = None
    cost: Cost | None = None
    source_of: int | None = None

    @property
    def is_shown(self) -> bool:
        """What nobody verified is kept for whoever will, and never shown."""
        return self.status is not Status.UNVERIFIED


Member = TypeVar("Member", bound=StrEnum)


def countries() -> tuple[str, ...]:
    """The countries there are contacts for, by their ISO code in small letters."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def contacts_of(country: str) -> tuple[Contact, ...]:
    """Whom to turn to in *country*, the first one first; nobody where we know nobody."""
    if country not in countries():
        return ()
    known, _ = read_contacts(FOLDER / f"{country}.toml")  # a test sees to it that the package's have no problems
    return tuple(contact for contact in known if contact.is_shown)


def read_contacts(path: Path) -> tuple[list[Contact], list[Problem]]:
    """The contacts in *path*, and everything that is wrong with it, each with its line; a wrong contact is left out."""
    file = RuleFile(path)
    file.unknown_keys(file.data, {"contact"})
    tables = file.data.get("contact", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        file.note(("contact",), RuleError("Write [[contact]] in double brackets above each contact."))
        tables = []
    elif not tables and not file.problems:
        file.note((), RuleError("There is no [[contact]] here."))
    read = [_ContactTable(file, number, table).contact() for number, table in enumerate(tables)]
    found = [contact for contact in read if contact]
    for number, table in enumerate(tables):
        if table.get("key") in [earlier.get("key") for earlier in tables[:number]]:
            file.note(("contact", number, "key"), RuleError("There are two contacts “{key}”.", key=table["key"]))
    return found, sorted(file.problems, key=lambda problem: problem.line)


def stale(contacts: Sequence[Contact], today: date) -> list[Contact]:
    """Those that nobody has checked for longer than 18 months: numbers change hands."""
    month = today.year * 12 + today.month - 1 - OLDEST_MONTHS
    oldest = (month // 12, month % 12 + 1, today.day)
    return [
        known for known in contacts if (known.checked_on.year, known.checked_on.month, known.checked_on.day) < oldest
    ]


def country_of(environment: Mapping[str, str] = os.environ) -> str:
    """The country this person's system is set to, or nothing where it does not say or we have no contacts there."""
    for name in _locale_names(environment):
        _, _, territory = name.replace("-", "_").partition(".")[0].partition("@")[0].rpartition("_")
        if "_" in name.replace("-", "_") and len(territory) == 2 and territory.isalpha():
            return territory.lower() if territory.lower() in countries() else ""
    return ""


def _locale_names(environment: Mapping[str, str]) -> Iterator[str]:
    yield from filter(None, map(environment.get, _VARIABLES))
    if sys.platform == "win32":
        import ctypes

        name = ctypes.create_unicode_buffer(85)  # LOCALMemberNAMMemberMAX_LENGTH
        ctypes.windll.kernel32.GetUserDefaultLocaleName(name, len(name))
        yield name.value


class _ContactTable:
    """One ``[[contact]]`` on its way to a `Contact`: every problem is noted, none ends the reading."""

    def __init__(self, file: RuleFile, number: int, table: Mapping[str, Any]) -> None:
        self._file = file
        self._way: Way = ("contact", number)
        self._table = table
        self._known: set[str] = set()
        self._problems_before = len(file.problems)

    def contact(self) -> Contact | None:
        key = self._text("key")
        kind = self._one_of("kind", Kind)
        matter = self._one_of("matter", Matter)
        name, about = self._words("name"), self._words("about")
        url, number, email = self._address("url"), self._address("number"), self._address("e-mail")
        hours = self._words("hours") if "hours" in self._table else None
        cost = self._one_of("cost", Cost) if "cost" in self._table else None
        source, of = self._words("source"), self._year("source_of")
        checked_on, status = self._date("checked_on"), self._one_of("status", Status)
        self._known |= {"hours", "cost"}
        self._file.unknown_keys(self._table, self._known, self._way)
        if kind and kind not in (Kind.BANK, Kind.POLICE) and not (url or number or email):
            self._note("", RuleError("This contact cannot be reached: write a url, a number or an e-mail."))
        sound = len(self._file.problems) == self._problems_before  # a misspelt cost must not go unsaid either
        if not (sound and kind and matter and name and about and source and checked_on and status):
            return None
        return Contact(
            key, kind, matter, name, about, source, checked_on, status, url, number, email, hours, cost, of
        )  # fmt: skip

    def _note(self, key: str, error: RuleError) -> None:
        self._file.note((*self._way, key) if key else self._way, error)

    def _text(self, key: str) -> str:
        self._known.add(key)
        value = self._table.get(key)
        if isinstance(value, str) and value.strip():
            return value
        self._note(key, RuleError("“{key}” is missing here: a text in quotes.", key=key))
        return ""

    def _address(self, key: str) -> str:
        self._known.add(key)
        if key not in self._table:
            return ""
        value = self._text(key)
        well = {
            "url": value.startswith("https://") and "." in value and " " not in value,
            "number": any(map(str.isdigit, value)) and not value.strip("+0123456789 ()-."),
            "e-mail": value.count("@") == 1 and " " not in value,
        }[key]
        if value and not well:
            self._note(key, RuleError("“{value}” is no {key}.", value=value, key=key))
        return value

    def _one_of(self, key: str, kind: type[Member]) -> Member | None:
        value = self._text(key)
        if value in list(kind):
            return kind(value)
        if value:
            hint = did_you_mean(value, [str(known) for known in kind])
            self._note(key, RuleError("“{key}” cannot be “{value}”. {hint}", key=key, value=value, hint=hint))
        return None

    def _words(self, key: str) -> Words | None:
        self._known.add(key)
        value = self._table.get(key)
        if isinstance(value, str) and value.strip():
            return Words(tuple((language, value) for language in languages()))
        said = value if isinstance(value, dict) else {}
        missing = [known for known in languages() if not isinstance(said.get(known), str) or not said[known].strip()]
        unknown = sorted(set(said) - set(languages()))
        if missing or unknown:
            known = ", ".join(languages())
            error = RuleError("“{key}” is one text, or one in each language: {languages}.", key=key, languages=known)
            self._note(key, error)
            return None
        return Words(tuple(sorted(said.items())))

    def _date(self, key: str) -> date | None:
        self._known.add(key)
        value = self._table.get(key)
        if type(value) is date:
            return value
        self._note(key, RuleError("“{key}” is a day, without quotes: 2026-01-31", key=key))
        return None

    def _year(self, key: str) -> int | None:
        self._known.add(key)
        value = self._table.get(key)
        if value is None or (type(value) is int and 2000 <= value < 2100):
            return value
        self._note(key, RuleError("“{key}” is a year: 2026", key=key))
        return None
