"""Fixtures: a picture, and beside it a TOML file that says what is expected of it.

Beside ``x.toml`` stand ``x.png``, the page ``x.html`` it was rendered from, if any, and ``x.text.json``, the text that
was read in it. A ``[[variant]]`` table in the TOML is the same page in another look, with pictures of its own:
``x@name.png``. What it does not say is as in the head of the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from popupwatch.errors import Errors, RuleError
from popupwatch.model import Level
from popupwatch.rules.load import FIXTURE_MARK
from popupwatch.rules.source import Problem, RuleFile, Way, did_you_mean
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
        """Whether *level* is what is expected of this fixture."""
        return meets(level, self.expected)


def meets(level: Level, expected: Level) -> bool:
    """Whether *level* is what is *expected*. Where suspicion is expected, a scam will do as well."""
    if expected is Level.SUSPICIOUS:
        return level is not Level.CLEAR
    return level is expected


def load_fixture(file: Path) -> Fixture:
    """The fixture of one TOML file, without its variants. Raises RuleError with everything that is wrong."""
    fixtures, problems = read_fixtures(file)
    _raise(problems)
    return fixtures[0]


def load_fixtures(folder: Path) -> Iterator[Fixture]:
    """Every fixture under *folder* and its variants, by name. Raises RuleError at the first file that is wrong."""
    for file in fixture_files(folder):
        fixtures, problems = read_fixtures(file)
        _raise(problems)
        yield from fixtures


def _raise(problems: Collection[Problem]) -> None:
    if problems:
        raise RuleError("{problems}", problems=Errors(problem.sentence() for problem in problems))


def fixture_files(folder: Path) -> list[Path]:
    """The TOML files of all fixtures under *folder*, where an author's rules may lie too; hidden ones are left out."""
    found = (file for file in folder.rglob("*.toml") if file.is_file() and _is_fixture(file))
    return sorted(file for file in found if not any(part[0] == "." for part in file.relative_to(folder).parts))


def _is_fixture(file: Path) -> bool:
    if any(file.with_suffix(suffix).exists() for suffix in (".png", ".html")):
        return True
    return FIXTURE_MARK.search(file.read_bytes()) is not None


def read_fixtures(path: Path) -> tuple[tuple[Fixture, ...], list[Problem]]:
    """The fixture of one TOML file and after it its variants; and what is wrong with the file: then there are none."""
    file = RuleFile(path)
    fixtures = _fixtures(file) if not file.problems else ()
    return fixtures, sorted(file.problems, key=lambda problem: (problem.line, problem.column))


def _fixtures(file: RuleFile) -> tuple[Fixture, ...]:
    """The fixtures of *file*, which notes what is wrong with it; then none."""
    head = {key: value for key, value in file.data.items() if key != "variant"}
    _check(file, head, HEAD_KEYS, (), also=("variant",))
    variants = file.data.get("variant", [])
    if not isinstance(variants, list) or not all(isinstance(variant, dict) for variant in variants):
        brackets = RuleError("Write [[{table}]] with two brackets, for there can be several.", table="variant")
        file.note(("variant",), brackets)
        return ()
    for number, variant in enumerate(variants):
        _check(file, variant, VARIANT_KEYS, ("variant", number))
        name = variant.get("name")
        if name in [earlier.get("name") for earlier in variants[:number]]:
            twice = RuleError("The name “{name}” stands twice in this file.", name=name)
            file.note(("variant", number, "name"), twice)
    if file.problems:
        return ()
    return tuple(_fixture(file.path, {**head, **variant}) for variant in ({}, *variants))


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
        if not self.words:
            return []
        known = self.is_word or self.words.__contains__
        return [word for word in (value if isinstance(value, list) else [value]) if not known(word)]


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


def _check(
    file: RuleFile, said: Mapping[str, Any], keys: Mapping[str, _Key], table: Way, also: Collection[str] = ()
) -> None:
    """Note what is wrong with the keys and values of one *table*. *also* names keys that are seen to elsewhere."""
    file.unknown_keys(said, {*keys, *also}, table)
    for name, key in keys.items():
        way = (*table, name)
        if name not in said:
            if key.required:
                file.note(
                    way,
                    RuleError("“{key}” is missing here. Write for example: {example}", key=name, example=key.example),
                )
        elif not key.form(said[name]):
            file.note(
                way, RuleError("“{key}” is not right. Write for example: {example}", key=name, example=key.example)
            )
        else:
            for word in key.strangers(said[name]):
                stranger = RuleError(
                    "“{word}” cannot stand here. {hint}", word=word, hint=did_you_mean(word, key.words)
                )
                file.note(way, stranger, part=word)


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
