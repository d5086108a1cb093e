"""Reads rule files. Every problem of a file is found in one go and named with its place, and harms no other file."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from popupwatch.errors import RuleError
from popupwatch.rules.entities import ENTITIES
from popupwatch.rules.model import DEFAULT_WITHIN, MIN_CLUES, Clue, Gap, Scenario
from popupwatch.rules.phrases import Phrase
from popupwatch.rules.source import Problem, RuleFile, Way, did_you_mean

VOCABULARY_KEYS = {"language", "concepts"}
SCENARIO_KEYS = {"id", "title", "advice", "suspicious", "scam", "clue", "calm", "calmed_by", "examples"}
SHARED_CLUE_KEYS = {"find", "points", "within", "required", "one_of", "statement", "each", "upto", "says"}
CLUE_KEYS = {"name", "use"} | SHARED_CLUE_KEYS
EXAMPLE_KEYS = {"warns", "calm", "todo"}
GAP_KEYS = {"why", "warns", "calm"}
_ALL_ATOMS = RuleError("To see all there are: popupwatch rules schema")


@dataclass(frozen=True)
class Known:
    """What scenarios may refer to: the concepts of the vocabularies, and the shared clues by name."""

    concepts: frozenset[str]
    clues: Mapping[str, Mapping[str, Any]]


def parse_vocabulary(path: Path) -> tuple[list[Phrase], list[Problem]]:
    """The phrases of one ``<language>.toml``, and what is wrong with it."""
    file = RuleFile(path)
    return (read_vocabulary(file), file.problems) if not file.problems else ([], file.problems)


def read_vocabulary(file: RuleFile) -> list[Phrase]:
    """The phrases of *file*, which notes what is wrong with it."""
    file.unknown_keys(file.data, VOCABULARY_KEYS)
    language, concepts = file.data.get("language"), file.data.get("concepts")
    if language != file.path.stem:
        said = RuleError('The language must be the file\'s name: language = "{language}".', language=file.path.stem)
        file.note(("language",), said, "not-the-file-name")
    if not isinstance(concepts, dict):
        said = RuleError('[concepts] is missing: one line for each concept, such as call-us = ["call us", "call now"].')
        file.note(("concepts",), said)
        return []
    return [phrase for concept in concepts for phrase in _phrases(file, concept, concepts[concept])]


def _phrases(file: RuleFile, concept: str, texts: Any) -> list[Phrase]:
    if not isinstance(texts, list) or not texts or not all(isinstance(text, str) for text in texts):
        said = RuleError("“{concept}” must be a list of phrases in quotes.", concept=concept)
        file.note(("concepts", concept), said)
        return []
    phrases, language = [], file.path.stem
    for number, text in enumerate(texts):
        phrase = Phrase.of(concept, language, text)
        if len(phrase.folded) < 2 and not phrase.folded.isdigit():
            said = RuleError("The phrase “{phrase}” has no letters to look for.", phrase=text)
            file.note(("concepts", concept, number), said, "phrase-too-short")
        else:
            phrases.append(phrase)
    return phrases


def parse_shared_clues(path: Path) -> tuple[dict[str, Mapping[str, Any]], list[Problem]]:
    """The tables of ``clues.toml`` as they stand, by name; their content is checked where a scenario uses them."""
    file = RuleFile(path)
    return read_shared_clues(file), file.problems


def read_shared_clues(file: RuleFile) -> dict[str, Mapping[str, Any]]:
    for name, entry in file.data.items():
        if isinstance(entry, dict):
            file.unknown_keys(entry, SHARED_CLUE_KEYS, (name,))
        else:
            file.note((name,), RuleError("“{name}” must be a table: [{name}].", name=name))
    return {name: entry for name, entry in file.data.items() if isinstance(entry, dict)}


def parse_scenario(path: Path, known: Known) -> tuple[Scenario | None, list[Problem]]:
    """The scenario of one ``<id>.toml``, or ``None``, and what is wrong with it."""
    file = RuleFile(path)
    scenario = None if file.problems else read_scenario(file, known)
    return (None if file.problems else scenario), file.problems


def read_scenario(file: RuleFile, known: Known) -> Scenario:
    """What of *file* makes a scenario. It is whole where the file noted no problem."""
    data, name = file.data, file.path.stem
    file.unknown_keys(data, SCENARIO_KEYS)
    if data.get("id") != name:
        said = RuleError('The id must be the file\'s name: id = "{name}".', name=name)
        file.note(("id",), said, "not-the-file-name")
    suspicious = _number(file, data, "suspicious", (), required=True)
    scam = _number(file, data, "scam", ()) if "scam" in data else None
    if scam is not None and suspicious > scam:
        said = RuleError(
            "suspicious ({suspicious:g}) must not be above scam ({scam:g}).", suspicious=suspicious, scam=scam
        )
        file.note(("suspicious",), said)
    clues = _clues(file, "clue", known)
    own_calms = _clues(file, "calm", known)
    calms = _usual_calms(file, known, {calm.name for calm in own_calms}) + own_calms
    if len(clues) < MIN_CLUES:
        said = RuleError(
            "Usable [[clue]] tables: {found}; at least {least} are needed, for one clue alone never warns.",
            found=len(clues),
            least=MIN_CLUES,
        )
        file.note((), said, "too-few-clues")
    examples = data.get("examples", {})
    if not isinstance(examples, dict):
        file.note(("examples",), RuleError("“{name}” must be a table: [{name}].", name="examples"))
        examples = {}
    file.unknown_keys(examples, EXAMPLE_KEYS, ("examples",))
    warns, calm = (_strings(file, examples, key, ("examples",), optional=True) for key in ("warns", "calm"))
    gaps = _gaps(file, examples)
    advice, title = (_string(file, data, key, (), optional=True) for key in ("advice", "title"))
    return Scenario(name, advice or name, suspicious, scam, clues, calms, warns, calm, gaps, title, file.path)


def _gaps(file: RuleFile, examples: Mapping[str, Any]) -> tuple[Gap, ...]:
    """The ``[[examples.todo]]`` tables: *why*, and the example as *warns* or *calm*."""
    gaps = []
    for way, entry in _tables(file, examples, "todo", ("examples",)):
        file.unknown_keys(entry, GAP_KEYS, way)
        why = _string(file, entry, "why", way)
        if ("warns" in entry) == ("calm" in entry):
            said = RuleError("[[examples.todo]] needs either warns or calm: the text that fails so far.")
            file.note_key(way, said, "wrong-value")
            continue
        text = _string(file, entry, "warns" if "warns" in entry else "calm", way)
        gaps.append(Gap(text, "warns" in entry, why))
    return tuple(gaps)


def _tables(file: RuleFile, data: Mapping[str, Any], key: str, around: Way) -> list[tuple[Way, Mapping[str, Any]]]:
    """The tables of ``[[key]]``, each with the way to it."""
    way = (*around, key)
    entries = data.get(key, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        table = ".".join(map(str, way))
        said = RuleError("Write [[{table}]] with two brackets, for there can be several.", table=table)
        file.note_key(way, said, "wrong-value")
        return []
    return [((*way, number), entry) for number, entry in enumerate(entries)]


def _clues(file: RuleFile, table: str, known: Known) -> tuple[Clue, ...]:
    """The usable clues of the tables ``[[clue]]``, or ``[[calm]]``."""
    clues: dict[str, Clue] = {}
    for way, entry in _tables(file, file.data, table, ()):
        before = len(file.problems)
        file.unknown_keys(entry, CLUE_KEYS, way)
        if "use" in entry:
            shared = known.clues.get(str(entry["use"]))
            if shared is None:
                hint = did_you_mean(str(entry["use"]), known.clues)
                said = RuleError("There is no shared clue “{name}”. {hint}", name=entry["use"], hint=hint)
                file.note((*way, "use"), said, "unknown-clue")
                continue
            entry = {"name": entry["use"], **shared, **entry}
        clue = read_clue(file, entry, way, known.concepts)
        _check_sign(file, table, way, clue.points)
        if clue.name in clues:
            said = RuleError("The name “{name}” stands twice in this file.", name=clue.name)
            file.note((*way, "name" if "name" in file.data[table][way[-1]] else "use"), said)
        if len(file.problems) == before:
            clues[clue.name] = clue
    return tuple(clues.values())


def _check_sign(file: RuleFile, table: str, way: Way, points: float) -> None:
    if table == "clue" and points < 0:
        file.note(
            (*way, "points"), RuleError("The points of a [[clue]] must be above 0, not {points:g}.", points=points)
        )
    elif table == "calm" and points > 0:
        file.note(
            (*way, "points"), RuleError("The points of a [[calm]] must be below 0, not {points:g}.", points=points)
        )


def read_clue(file: RuleFile, entry: Mapping[str, Any], way: Way, concepts: Collection[str]) -> Clue:
    """The clue of the table *entry*, which stands at *way*. It is usable where the file noted nothing new."""
    name = _string(file, entry, "name", way)
    points = _number(file, entry, "points", way, required=True)
    terms = _terms(file, entry, way, concepts)
    each, upto = (_number(file, entry, key, way) for key in ("each", "upto"))
    flags = {key: _flag(file, entry, key, way) for key in ("required", "statement")}
    within = int(_number(file, entry, "within", way) or DEFAULT_WITHIN)
    says, one_of = (_string(file, entry, key, way, optional=True) for key in ("says", "one_of"))
    return Clue(name, terms, points, within, flags["required"], one_of, flags["statement"], each, upto, says)


def _usual_calms(file: RuleFile, known: Known, replaced: Collection[str]) -> tuple[Clue, ...]:
    """The shared clues that take points away. They calm every scenario that has no [[calm]] of the same name, unless
    its ``calmed_by`` lists the ones that do."""
    usual = [{**entry, "name": name} for name, entry in known.clues.items() if takes_points_away(entry)]
    names = {str(entry["name"]) for entry in usual}
    wanted = names
    if "calmed_by" in file.data:
        listed = _strings(file, file.data, "calmed_by", ())
        for number, name in enumerate(listed):
            if name not in names:
                hint = did_you_mean(name, names)
                said = RuleError("There is no calming clue “{name}”. {hint}", name=name, hint=hint)
                file.note(("calmed_by", number), said, "unknown-clue")
        wanted = set(listed)
    shared = RuleFile(file.path, {"calm": [entry for entry in usual if entry["name"] in wanted - set(replaced)]})
    calms = _clues(shared, "calm", known)
    file.problems += shared.problems
    return calms


def takes_points_away(entry: Mapping[str, Any]) -> bool:
    """Whether a shared clue calms."""
    points = entry.get("points", 0)
    return isinstance(points, (int, float)) and points < 0


def _terms(
    file: RuleFile, entry: Mapping[str, Any], way: Way, concepts: Collection[str]
) -> tuple[tuple[str, ...], ...]:
    known = {*concepts, *ENTITIES}
    terms = []
    for number, written in enumerate(_strings(file, entry, "find", way)):
        atoms = tuple(atom.strip() for atom in written.split("+"))
        for atom in atoms:
            if atom not in known:
                hint = did_you_mean(atom, known, _ALL_ATOMS)
                said = RuleError("There is no concept or entity “{name}”. {hint}", name=atom, hint=hint)
                file.note((*way, "find", number), said, "unknown-concept", part=atom)
        terms.append(atoms)
    return tuple(terms)


def _flag(file: RuleFile, entry: Mapping[str, Any], key: str, way: Way) -> bool:
    value = entry.get(key, False)
    if not isinstance(value, bool):
        file.note((*way, key), RuleError("“{key}” must be true or false.", key=key))
        return False
    return value


def _number(file: RuleFile, entry: Mapping[str, Any], key: str, way: Way, required: bool = False) -> float:
    if key not in entry:
        if required:
            _note_missing(file, key, way)
        return 0.0
    value = entry[key]
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        file.note((*way, key), RuleError("“{key}” must be a number.", key=key))
        return 0.0
    return float(value)


def _string(file: RuleFile, entry: Mapping[str, Any], key: str, way: Way, optional: bool = False) -> str:
    if key not in entry:
        if not optional:
            _note_missing(file, key, way)
        return ""
    value = entry[key]
    if not isinstance(value, str):
        file.note((*way, key), RuleError("“{key}” must be text in quotes.", key=key))
        return ""
    return value


def _strings(file: RuleFile, entry: Mapping[str, Any], key: str, way: Way, optional: bool = False) -> tuple[str, ...]:
    if key not in entry:
        if not optional:
            _note_missing(file, key, way)
        return ()
    value = entry[key]
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value) or not (value or optional):
        file.note((*way, key), RuleError("“{key}” must be a list of texts in quotes.", key=key))
        return ()
    return tuple(value)


def _note_missing(file: RuleFile, key: str, way: Way) -> None:
    file.note_key(way, RuleError("“{key}” is missing here.", key=key), "missing-key")
