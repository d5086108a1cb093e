"""Reads rule files. Every problem of a file is found in one go and named with its line, and harms no other file."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from popupwatch.rules.entities import ENTITIES
from popupwatch.rules.model import DEFAULT_WITHIN, MIN_CLUES, Clue, Gap, Scenario
from popupwatch.rules.phrases import Phrase

_SCENARIO_KEYS = {"id", "title", "advice", "suspicious", "scam", "clue", "calm", "calmed_by", "examples"}
_CLUE_KEYS = {"name", "use", "find", "points", "within", "required", "one_of", "statement", "each", "upto", "says"}
_EXAMPLE_KEYS = {"warns", "calm", "todo"}
_GAP_KEYS = {"why", "warns", "calm"}


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with a rule file, written ``path:line: what is wrong``."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class _File:
    """A TOML file's content, and where in the file things stand."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.lines: list[str] = []
        self.data: dict[str, Any] = {}
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as problem:
            self.note(1, f"cannot be read as UTF-8 text: {problem}")
            return
        self.lines = text.splitlines()
        try:
            self.data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as problem:
            found = re.search(r"at line (\d+)", str(problem))
            self.note(int(found[1]) if found else len(self.lines), f"is not valid TOML: {problem}")

    @classmethod
    def of(cls, path: Path, data: dict[str, Any]) -> _File:
        """A file whose content is known already."""
        file = cls.__new__(cls)
        file.path, file.problems, file.lines, file.data = path, [], [], data
        return file

    def note(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.path, line, message))

    def line(self, table: str, number: int = 0, key: str = "") -> int:
        """The line of *key* in the *number*-th table of that name; ``""`` is the head of the file. 1 where unknown."""
        count, inside, header = -1, table == "", 1
        for at, line in enumerate(self.lines, start=1):
            if mark := re.match(r"\s*\[+\s*([\w.-]+)\s*\]+", line):
                if inside:
                    break
                count += mark[1] == table
                inside = mark[1] == table and count == number
                header = at if inside else header
            elif inside and key and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
                return at
        return header

    def unknown_keys(self, found: Mapping[str, Any], known: Collection[str], table: str, number: int = 0) -> None:
        for key in found:
            if key not in known:
                self.note(self.line(table, number, key), f"unknown key '{key}'{did_you_mean(key, known)}")


def did_you_mean(word: str, known: Collection[str]) -> str:
    close = difflib.get_close_matches(word, sorted(known), n=1)
    return f"; did you mean '{close[0]}'?" if close else f"; known are: {', '.join(sorted(known))}"


def parse_vocabulary(path: Path) -> tuple[list[Phrase], list[Problem]]:
    """The phrases of one ``<language>.toml``, and what is wrong with it."""
    file = _File(path)
    if file.problems:
        return [], file.problems
    file.unknown_keys(file.data, {"language", "concepts"}, "")
    language, concepts = file.data.get("language"), file.data.get("concepts")
    if language != path.stem:
        file.note(file.line("", key="language"), f'language must be the file\'s name: language = "{path.stem}"')
    if not isinstance(concepts, dict):
        file.note(1, 'has no [concepts] table; it holds one line a concept: call-us = ["call us", "call now"]')
        return [], file.problems
    phrases = []
    language_name = path.stem
    for concept, texts in concepts.items():
        if not isinstance(texts, list) or not texts or not all(isinstance(text, str) for text in texts):
            line = file.line("concepts", key=concept)
            file.note(line, f"concept '{concept}' must be a list of phrases in quotes")
            continue
        for text in texts:
            phrase = Phrase.of(concept, language_name, text)
            if len(phrase.folded) < 2 and not phrase.folded.isdigit():
                file.note(
                    file.line("concepts", key=concept), f"phrase {text!r} of '{concept}' has no letters to look for"
                )
            else:
                phrases.append(phrase)
    return phrases, file.problems


@dataclass(frozen=True)
class Known:
    """What scenarios may refer to: the concepts of the vocabularies, and the shared clues by name."""

    concepts: frozenset[str]
    clues: Mapping[str, Mapping[str, Any]]


def parse_shared_clues(path: Path) -> tuple[dict[str, Mapping[str, Any]], list[Problem]]:
    """The tables of ``clues.toml`` as they stand, by name; their content is checked where a scenario uses them."""
    file = _File(path)
    for name, entry in file.data.items():
        if isinstance(entry, dict):
            file.unknown_keys(entry, _CLUE_KEYS - {"name", "use"}, name)
        else:
            file.note(file.line("", key=name), f"'{name}' must be a table: [{name}]")
    return {name: entry for name, entry in file.data.items() if isinstance(entry, dict)}, file.problems


def parse_scenario(path: Path, known: Known) -> tuple[Scenario | None, list[Problem]]:
    """The scenario of one ``<id>.toml``, or ``None``, and what is wrong with it."""
    file = _File(path)
    if file.problems:
        return None, file.problems
    data = file.data
    file.unknown_keys(data, _SCENARIO_KEYS, "")
    if data.get("id") != path.stem:
        file.note(file.line("", key="id"), f'id must be the file\'s name: id = "{path.stem}"')
    suspicious = _number(file, data, "suspicious", "", 0, required=True)
    scam = _number(file, data, "scam", "", 0) if "scam" in data else None
    if scam is not None and suspicious > scam:
        file.note(file.line("", key="suspicious"), f"suspicious ({suspicious:g}) must not be above scam ({scam:g})")
    clues = _clues(file, "clue", known, lambda points: points > 0, "above 0")
    own_calms = _clues(file, "calm", known, lambda points: points < 0, "below 0")
    calms = _usual_calms(file, known, {calm.name for calm in own_calms}) + own_calms
    if len(clues) < MIN_CLUES:
        file.note(
            1, f"has {len(clues)} usable [[clue]] tables; it needs at least {MIN_CLUES}: one clue alone never warns"
        )
    examples = data.get("examples", {})
    if not isinstance(examples, dict):
        file.note(file.line("", key="examples"), "examples must be a table: [examples]")
        examples = {}
    file.unknown_keys(examples, _EXAMPLE_KEYS, "examples")
    warns, calm = (_strings(file, examples, key, "examples", 0, optional=True) for key in ("warns", "calm"))
    gaps = _gaps(file, examples)
    advice, title = (_string(file, data, key, "", 0, optional=True) for key in ("advice", "title"))
    if file.problems:
        return None, file.problems
    return Scenario(path.stem, advice or path.stem, suspicious, scam, clues, calms, warns, calm, gaps, title, path), []


def _gaps(file: _File, examples: Mapping[str, Any]) -> tuple[Gap, ...]:
    """The ``[[examples.todo]]`` tables: *why*, and the example as *warns* or *calm*."""
    table, entries = "examples.todo", examples.get("todo", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        file.note(file.line(table), f"write [[{table}]] with two brackets: there can be several")
        return ()
    gaps = []
    for number, entry in enumerate(entries):
        file.unknown_keys(entry, _GAP_KEYS, table, number)
        why = _string(file, entry, "why", table, number)
        if ("warns" in entry) == ("calm" in entry):
            file.note(file.line(table, number), f"[[{table}]] needs either warns or calm: the text that fails so far")
            continue
        text = _string(file, entry, "warns" if "warns" in entry else "calm", table, number)
        gaps.append(Gap(text, "warns" in entry, why))
    return tuple(gaps)


def _clues(file: _File, table: str, known: Known, right_sign: Callable[[float], bool], sign: str) -> tuple[Clue, ...]:
    entries = file.data.get(table, [])
    if not isinstance(entries, list):
        file.note(file.line(table), f"write [[{table}]] with two brackets: there can be several")
        return ()
    clues: list[Clue] = []
    for number, entry in enumerate(entries):
        before = len(file.problems)
        file.unknown_keys(entry, _CLUE_KEYS, table, number)
        if "use" in entry:
            shared = known.clues.get(str(entry["use"]))
            if shared is None:
                hint = did_you_mean(str(entry["use"]), known.clues)
                file.note(file.line(table, number, "use"), f"there is no shared clue '{entry['use']}'{hint}")
                continue
            entry = {"name": entry["use"], **shared, **entry}
        name = _string(file, entry, "name", table, number)
        if name in {clue.name for clue in clues}:
            file.note(file.line(table, number, "name"), f"name '{name}' stands twice in this file")
        points = _number(file, entry, "points", table, number, required=True)
        if points and not right_sign(points):
            file.note(file.line(table, number, "points"), f"points of a [[{table}]] must be {sign}, not {points:g}")
        terms = _terms(file, entry, table, number, known.concepts)
        each, upto = (_number(file, entry, key, table, number) for key in ("each", "upto"))
        flags = {}
        for key in ("required", "statement"):
            flags[key] = entry.get(key, False)
            if not isinstance(flags[key], bool):
                file.note(file.line(table, number, key), f"{key} must be true or false")
        within = int(_number(file, entry, "within", table, number) or DEFAULT_WITHIN)
        says, one_of = (_string(file, entry, key, table, number, optional=True) for key in ("says", "one_of"))
        if len(file.problems) == before:
            clue = Clue(name, terms, points, within, flags["required"], one_of, flags["statement"], each, upto, says)
            clues.append(clue)
    return tuple(clues)


def _usual_calms(file: _File, known: Known, replaced: Collection[str]) -> tuple[Clue, ...]:
    """The shared clues that take points away. They calm every scenario that has no [[calm]] of the same name, unless
    its ``calmed_by`` lists the ones that do."""
    usual = [{**entry, "name": name} for name, entry in known.clues.items() if entry.get("points", 0) < 0]
    names = {str(entry["name"]) for entry in usual}
    wanted = set(_strings(file, file.data, "calmed_by", "", 0)) if "calmed_by" in file.data else names
    for name in sorted(wanted - names):
        file.note(file.line("", key="calmed_by"), f"there is no calming clue '{name}'{did_you_mean(name, names)}")
    shared = _File.of(file.path, {"calm": [entry for entry in usual if entry["name"] in wanted - set(replaced)]})
    return _clues(shared, "calm", known, lambda points: points < 0, "below 0")


def _terms(
    file: _File, entry: Mapping[str, Any], table: str, number: int, concepts: Collection[str]
) -> tuple[tuple[str, ...], ...]:
    known = {*concepts, *ENTITIES}
    terms = []
    for written in _strings(file, entry, "find", table, number):
        atoms = tuple(atom.strip() for atom in written.split("+"))
        for atom in atoms:
            if atom not in known:
                line = file.line(table, number, "find")
                file.note(line, f"unknown concept or entity '{atom}'{did_you_mean(atom, known)}")
        terms.append(atoms)
    return tuple(terms)


def _number(file: _File, entry: Mapping[str, Any], key: str, table: str, number: int, required: bool = False) -> float:
    value = entry.get(key)
    if value is None and not required:
        return 0.0
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        file.note(
            file.line(table, number, key), f"{key} must be a number" + ("" if key in entry else "; it is missing")
        )
        return 0.0
    return float(value)


def _string(file: _File, entry: Mapping[str, Any], key: str, table: str, number: int, optional: bool = False) -> str:
    value = entry.get(key, "" if optional else None)
    if not isinstance(value, str):
        file.note(
            file.line(table, number, key), f"{key} must be text in quotes" + ("" if key in entry else "; it is missing")
        )
        return ""
    return value


def _strings(
    file: _File, entry: Mapping[str, Any], key: str, table: str, number: int, optional: bool = False
) -> tuple[str, ...]:
    value = entry.get(key, [] if optional else None)
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value) or not (value or optional):
        file.note(file.line(table, number, key), f"{key} must be a list of texts in quotes")
        return ()
    return tuple(value)
