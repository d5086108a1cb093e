"""Fixtures: a picture, and beside it a TOML file that says what is expected of it.

Beside ``x.toml`` stand ``x.png``, the page ``x.html`` it was rendered from, if any, and ``x.text.json``, the text that
was read in it. A ``[[variant]]`` table in the TOML is the same page in another look, with pictures of its own:
``x@name.png``. What it does not say is as in the head of the file.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from popupwatch.errors import Errors, FixtureError
from popupwatch.model import Level
from popupwatch.workshop import effects
from popupwatch.workshop.tags import TAGS, following

THEMES = ("light", "dark")


@dataclass(frozen=True)
class Look:
    """How a page is made a picture. *size* is the screen in CSS pixels, *scale* how many pixels of the picture one of
    them takes, *theme* what the person's system is set to, *effects* what is done to the picture afterwards."""

    size: tuple[int, int] = (1366, 768)
    scale: float = 1.0
    theme: str = "light"
    effects: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fixture:
    """One picture and what is expected of it. *scenario* is empty where it is expected to be clear, *kind* is then what
    it shows. *todo* says why a known gap is one: such a fixture must not hold. *tags* are words of `TAGS`; *variant* is
    the name of the look, empty for the first."""

    file: Path
    expected: Level
    scenario: str = ""
    language: str = ""
    kind: str = ""
    purpose: str = ""
    todo: str = ""
    look: Look = Look()
    tags: tuple[str, ...] = ()
    variant: str = ""

    @property
    def name(self) -> str:
        """``scam/fr-fake-police-fine``: folder and stem, with ``@variant`` where it is one."""
        return f"{self.file.parent.name}/{self._stem}"

    @property
    def _stem(self) -> str:
        return f"{self.file.stem}@{self.variant}" if self.variant else self.file.stem

    @property
    def picture(self) -> Path:
        return self.file.with_name(f"{self._stem}.png")

    @property
    def page(self) -> Path:
        """The HTML it was rendered from; need not exist."""
        return self.file.with_suffix(".html")

    @property
    def recorded(self) -> Path:
        """The text the reader saw in it; need not exist."""
        return self.file.with_name(f"{self._stem}.text.json")

    @property
    def all_tags(self) -> tuple[str, ...]:
        """Its own tags, and those that follow from its look, in the order of `TAGS`."""
        follow = following(self.look.size, self.look.scale, self.look.theme, self.look.effects)
        return tuple(tag for tag in TAGS if tag in self.tags or tag in follow)

    def met_by(self, level: Level) -> bool:
        """Whether *level* is what is expected. Where suspicion is expected, a scam will do as well."""
        if self.expected is Level.SUSPICIOUS:
            return level is not Level.CLEAR
        return level is self.expected


def load_fixture(file: Path) -> Fixture:
    """The fixture of one TOML file, without its variants. Raises FixtureError."""
    return read_fixtures(file)[0]


def load_fixtures(folder: Path) -> Iterator[Fixture]:
    """Every fixture under *folder* and its variants, by name. Raises FixtureError at the first file that is wrong."""
    for file in fixture_files(folder):
        yield from read_fixtures(file)


def fixture_files(folder: Path) -> list[Path]:
    """The TOML files of all fixtures under *folder*; hidden ones are left out."""
    hidden = re.compile(r"(^|[/\\])\.")
    return sorted(file for file in folder.rglob("*.toml") if not hidden.search(str(file.relative_to(folder))))


def read_fixtures(file: Path) -> tuple[Fixture, ...]:
    """The fixture of one TOML file and after it its variants. Raises FixtureError with everything that is wrong."""
    try:
        text = file.read_text(encoding="utf-8")
        said = tomllib.loads(text)
    except OSError as error:
        raise FixtureError("{path} cannot be opened: {reason}.", path=file, reason=error.strerror or error) from error
    except UnicodeDecodeError as error:
        raise FixtureError("{path} is not UTF-8 text; save it as UTF-8.", path=file) from error
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) if found else len(text.splitlines())
        raise FixtureError("{path}:{line}: not valid TOML: {reason}", path=file, line=line, reason=error) from error
    reading = _Reading(file, text.splitlines())
    fixtures = reading.fixtures(said)
    if reading.problems:
        raise FixtureError("{problems}", problems=Errors(reading.problems))
    return fixtures


@dataclass(frozen=True)
class _Key:
    """One key of the TOML: the *form* its value must have, an *example* that is right, and the *words* it or each of
    its items must be one of, or be like where *is_word* says what that is."""

    form: Callable[[Any], bool]
    example: str
    words: Collection[str] = ()
    is_word: Callable[[str], bool] | None = None
    required: bool = False

    def strangers(self, value: Any) -> list[str]:
        """The words of *value* that may not stand there."""
        known = self.is_word or self.words.__contains__
        return (
            [word for word in (value if isinstance(value, list) else [value]) if not known(word)] if self.words else []
        )


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _size(value: Any) -> bool:
    sides = value if isinstance(value, list) else []
    return len(sides) == 2 and all(type(side) is int and 100 <= side <= 8000 for side in sides)


def _scale(value: Any) -> bool:
    return type(value) in (int, float) and 0.5 <= value <= 4


def _file_name(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"[\w.-]+", value))


_LEVEL = _Key(_text, 'expected = "scam"', tuple(level.value for level in Level))
# What a variant may say too, in place of the head of the file.
_COMMON = {
    "scenario": _Key(_text, 'scenario = "fake-microsoft-alert"'),
    "purpose": _Key(_text, 'purpose = "a bank that blocked a card and gives its own number"'),
    "todo": _Key(_text, 'todo = "judged clear so far"'),
    "size": _Key(_size, "size = [1366, 768]"),
    "scale": _Key(_scale, "scale = 1.25"),
    "theme": _Key(_text, 'theme = "dark"', THEMES),
    "effects": _Key(_texts, 'effects = ["jpeg:35"]', effects.EXAMPLES, effects.is_effect),
    "tags": _Key(_texts, 'tags = ["modal"]', TAGS),
}
HEAD_KEYS: Mapping[str, _Key] = {
    "expected": replace(_LEVEL, required=True),
    "language": _Key(_text, 'language = "fr"'),
    "kind": _Key(_text, 'kind = "bank"'),
    **_COMMON,
}
VARIANT_KEYS: Mapping[str, _Key] = {
    "name": _Key(_file_name, 'name = "4k"', required=True),
    "expected": _LEVEL,
    **_COMMON,
}


class _Reading:
    """One file as it is read: gathers what is wrong, each with its line."""

    def __init__(self, file: Path, lines: Sequence[str]) -> None:
        self._file = file
        self._lines = lines
        self.problems: list[FixtureError] = []

    def fixtures(self, said: Mapping[str, Any]) -> tuple[Fixture, ...]:
        """What the content *said* comes to; nothing where there are problems."""
        head = {key: value for key, value in said.items() if key != "variant"}
        variants = said.get("variant", [])
        self._check(head, HEAD_KEYS, 0)
        if not isinstance(variants, list) or not all(isinstance(variant, dict) for variant in variants):
            self._wrong_form("variant", "[[variant]]", 0)
            variants = []
        for number, variant in enumerate(variants, start=1):
            self._check(variant, VARIANT_KEYS, number)
            name = variant.get("name")
            if name in [earlier.get("name") for earlier in variants[: number - 1]]:
                twice = FixtureError(
                    "{path}:{line}: two variants are called '{name}'. Give each a name of its own.",
                    **self._at("name", number),
                    name=name,
                )
                self.problems.append(twice)
        return () if self.problems else tuple(_fixture(self._file, {**head, **variant}) for variant in ({}, *variants))

    def _check(self, said: Mapping[str, Any], keys: Mapping[str, _Key], number: int) -> None:
        """Every key of the head (*number* 0) or of the variant with that number."""
        for name, value in said.items():
            if name not in keys:
                self._unknown_key(name, keys, number)
            elif not keys[name].form(value):
                self._wrong_form(name, keys[name].example, number)
            else:
                for word in keys[name].strangers(value):
                    self._unknown_word(name, word, keys[name].words, number)
        for name in (name for name, key in keys.items() if key.required and name not in said):
            missing = FixtureError(
                "{path}:{line}: {key} is missing. Write for example: {example}",
                **self._at("variant" if number else name, number),
                key=name,
                example=keys[name].example,
            )
            self.problems.append(missing)

    def _unknown_key(self, key: str, known: Collection[str], number: int) -> None:
        sentence = FixtureError(
            "{path}:{line}: there is no key '{key}'. Did you mean: {nearest}?",
            **self._at(key, number),
            key=key,
            nearest=_nearest(key, known),
        )
        self.problems.append(sentence)

    def _unknown_word(self, key: str, word: str, known: Collection[str], number: int) -> None:
        sentence = FixtureError(
            "{path}:{line}: {key} cannot be '{word}'. Did you mean: {nearest}?",
            **self._at(key, number),
            key=key,
            word=word,
            nearest=_nearest(word, known),
        )
        self.problems.append(sentence)

    def _wrong_form(self, key: str, example: str, number: int) -> None:
        sentence = FixtureError(
            "{path}:{line}: {key} is not as it must be. Write for example: {example}",
            **self._at(key, number),
            key=key,
            example=example,
        )
        self.problems.append(sentence)

    def _at(self, key: str, number: int) -> dict[str, object]:
        """The file, and the line of *key* in its head (*number* 0) or in the variant of that number; where it is not
        there, the line that part begins with."""
        table, beginning = 0, 1
        for at, line in enumerate(self._lines, start=1):
            if re.match(r"\s*\[+\s*[\"']?variant\b", line):
                table += 1
                beginning = at if table == number else beginning
            elif table == number and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
                return {"path": self._file, "line": at}
        return {"path": self._file, "line": beginning}


def _fixture(file: Path, said: Mapping[str, Any]) -> Fixture:
    width, height = said.get("size", Look.size)
    shown = float(said.get("scale", Look.scale)), said.get("theme", Look.theme), tuple(said.get("effects", ()))
    return Fixture(
        file,
        Level(said["expected"]),
        scenario=said.get("scenario", ""),
        language=said.get("language", ""),
        kind=said.get("kind", ""),
        purpose=said.get("purpose", ""),
        todo=said.get("todo", ""),
        look=Look((width, height), *shown),
        tags=tuple(said.get("tags", ())),
        variant=said.get("name", ""),
    )


def _nearest(word: str, known: Collection[str]) -> str:
    """The words of *known* most like *word*; all where none is."""
    return ", ".join(difflib.get_close_matches(word, known, n=2) or known)
