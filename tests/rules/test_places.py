"""Every key and value of a TOML file is found where it stands, whatever way it is written."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from popupwatch.rules.places import Places
from popupwatch.rules.source import Way

RULES = Path(__file__).parents[2] / "popupwatch" / "rules"

TRICKY = (Path(__file__).with_name("tricky.toml")).read_text(encoding="utf-8")


def leaves(value: Any, way: Way = ()) -> Iterator[tuple[Way, Any]]:
    if isinstance(value, dict | list) and value:
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, (*way, key))
    else:
        yield way, value


def written(text: str, place: tuple[int, int]) -> str:
    """What stands in *text* from *place* on."""
    line, column = place
    return "\n".join(text.split("\n")[line - 1 :])[column - 1 :]


def parsed_from(text: str) -> Any:
    """The value at the beginning of *text*: the shortest piece that is one, followed by nothing that belongs to it."""
    for end in range(1, len(text) + 1):
        if text[end : end + 1] in ("", ",", "]", "}", "\n", " ", "#"):
            try:
                found = tomllib.loads(f"x = {text[:end]}")["x"]
            except tomllib.TOMLDecodeError:
                continue
            if not (text[end:].startswith(" 0") and not isinstance(found, str)):  # a date goes on with its time
                return found
    raise AssertionError(text)


def check(text: str) -> None:
    places = Places(text)
    for way, value in leaves(tomllib.loads(text)):
        assert parsed_from(written(text, places.of_value(way))) == value, way
        if isinstance(way[-1], str):
            key = written(text, places.of_key(way))
            assert tomllib.loads(key.split("=")[0].strip() + " = 1"), way


def test_whatever_way_it_is_written() -> None:
    check(TRICKY)


def test_some_places_by_hand() -> None:
    places = Places(TRICKY)
    assert places.of_key(("id",)) == (2, 1)
    assert places.of_value(("id",)) == (2, 6)
    assert places.of_value(("point", "x")) == (5, 15)
    assert places.of_key(("point", "z")) == (6, 9)
    assert places.of_value(("many", 1)) == (8, 14)
    assert places.of_value(("many", 3), "f") == (11, 2)
    assert places.of_key(("clue", 0)) == (15, 1)
    assert places.of_key(("clue", 1)) == (19, 3)
    assert places.of_key(("clue", 1, "part", 1)) == (23, 1)
    assert places.of_key(("clue", 1, "part", 1, "missing")) == (23, 1)
    assert places.of_value(("examples", "todo", 0, "why"), "?") == (27, 16)
    assert places.of_value(("nowhere",)) == (1, 1)


@pytest.mark.parametrize("file", sorted(RULES.rglob("*.toml")), ids=lambda file: file.stem)
def test_in_every_rule_file(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    places = Places(text)
    lines = text.split("\n")
    for way, value in leaves(tomllib.loads(text)):
        line, column = places.of_value(way)
        start = lines[line - 1][column - 1 :]
        assert start.startswith((f'"{value}"', "'", str(value), "true" if value is True else "\0")), way


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12), max_size=6), st.booleans())
def test_strings_of_any_letters(strings: list[str], long: bool) -> None:
    quote = '"""' if long else '"'
    escaped = [string.replace("\\", "\\\\").replace('"', '\\"') for string in strings]
    check("strings = [" + ", ".join(f"{quote}{string}{quote}" for string in escaped) + "]\nlast = 1")
