"""JSON Schemas of the files an author writes. An editor completes, explains and checks with them what stands there.

Each lies in ``rules/schema``, written by hand but for the names in it: those are of the vocabularies, the shared clues
and the scenarios, and an author's own are among them in the schemas for an author's folder.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from popupwatch.errors import RuleError
from popupwatch.model import Level
from popupwatch.rules.entities import ENTITIES
from popupwatch.rules.load import PACKAGE_RULES, RuleBook, load_rules
from popupwatch.rules.parse import takes_points_away
from popupwatch.rules.phrases import ANY_LANGUAGE
from popupwatch.rules.source import RuleFile
from popupwatch.workshop.effects import EXAMPLES
from popupwatch.workshop.fixtures import THEMES
from popupwatch.workshop.tags import TAGS

FOLDER = "schema"
NAMES = ("scenario", "vocabulary", "clues", "fixture")
_OURS = "Made by: popupwatch rules schema."
_SAMPLES = 5

_ENTITIES = {
    "phone": "a telephone number",
    "money": "an amount of money",
    "crypto-address": "an address to send digital coins to",
    "gift-card-code": "the code of a gift card, or boxes for one",
    "error-code": "an error code, such as 0x80070005",
    "countdown": "a clock that runs down, such as 04:59",
    "count": "a small number: 5 threats",
    "office-hours": "hours of the day: 9 am to 5 pm",
    "quotation": "words between quotation marks, four at least",
    "third-number": "a third different telephone number: a list",
    "extension": "an internal extension",
}


def current_schemas(advice: Collection[str], folder: Path | None = None) -> dict[str, dict[str, Any]]:
    """Every schema by name, with the names of today, those of the rules in *folder* among them. *advice* are the kinds
    of advice there are."""
    book = load_rules([folder] if folder else [])
    schemas = {name: json.loads(_file(PACKAGE_RULES, name).read_text(encoding="utf-8")) for name in NAMES}
    concepts = _concepts([PACKAGE_RULES, *([folder] if folder else [])])
    scenario, vocabulary, clues, fixture = (schemas[name] for name in NAMES)
    atoms = {**concepts, **{name: _ENTITIES[name] for name in ENTITIES}}
    for schema in (scenario, clues):
        _choose(schema["definitions"]["atom"], atoms)
        schema["definitions"]["together"]["pattern"] = _together(atoms)
    shared = {name: _clue(entry) for name, entry in sorted(book.known.clues.items())}
    calming = {name: shared[name] for name in shared if takes_points_away(book.known.clues[name])}
    _choose(scenario["definitions"]["sharedClue"], shared)
    _choose(scenario["definitions"]["calmingClue"], calming)
    _choose(scenario["properties"]["advice"], dict.fromkeys(sorted(advice)))
    vocabulary["properties"]["concepts"]["properties"] = {
        name: {"allOf": [{"$ref": "#/definitions/phrases"}], "description": about} for name, about in concepts.items()
    }
    _fill_fixture(fixture["definitions"], book)
    return schemas


def _fill_fixture(definitions: dict[str, Any], book: RuleBook) -> None:
    _choose(definitions["expected"], dict.fromkeys(level.value for level in Level))
    _choose(definitions["scenario"], {"": None} | dict.fromkeys(sorted(scenario.id for scenario in book.scenarios)))
    _choose(definitions["theme"], dict.fromkeys(THEMES))
    _choose(definitions["tags"]["items"], TAGS)
    names = [example.partition(":")[0] for example in EXAMPLES]
    definitions["effects"]["items"]["pattern"] = f"^({'|'.join(names)})(:-?[0-9.]+)?$"
    examples = ", ".join(EXAMPLES)
    definitions["effects"]["description"] = f"What is done to the picture afterwards, in this order: {examples}."


def _choose(schema: dict[str, Any], names: Mapping[str, str | None]) -> None:
    """Makes *schema* a choice of *names*, each with what it means, where that is told."""
    schema["enum"] = list(names)
    if any(names.values()):
        schema["x-taplo"] = {"docs": {"enumValues": [about or name for name, about in names.items()]}}


def _together(atoms: Collection[str]) -> str:
    one = "|".join(map(re.escape, sorted(atoms))).replace(r"\-", "-")
    return rf"^({one})(\s*\+\s*({one}))+$"


def _clue(entry: Mapping[str, Any]) -> str:
    return "finds " + ", or ".join(map(str, entry.get("find", ())))


def _concepts(folders: Sequence[Path]) -> dict[str, str]:
    """Every concept, and a few of its phrases, in English where there are some."""
    files = [file for folder in folders for file in sorted((folder / "vocabulary").glob("*.toml"))]
    found: dict[str, list[str]] = {}
    for path in sorted(files, key=lambda path: ["en", ANY_LANGUAGE, path.stem].index(path.stem)):
        concepts = RuleFile(path).data.get("concepts")
        for concept, phrases in concepts.items() if isinstance(concepts, dict) else ():
            if isinstance(phrases, list):
                found.setdefault(concept, list(map(str, phrases)))
    return {concept: _sample(found[concept]) for concept in sorted(found)}


def _sample(phrases: Sequence[str]) -> str:
    more = " …" if len(phrases) > _SAMPLES else ""
    return ", ".join(f"“{phrase}”" for phrase in phrases[:_SAMPLES]) + more


def as_text(schema: Mapping[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def write_schemas(folder: Path, advice: Collection[str]) -> list[Path]:
    """Writes every schema into the folder ``schema`` of a *folder* of rules; the files. Raises RuleError where one of
    them is there that is not ours, or it cannot be written."""
    files = {_file(folder, name): schema for name, schema in current_schemas(advice, folder).items()}
    for file in files:
        if file.exists() and _OURS not in file.read_text(encoding="utf-8", errors="replace"):
            raise RuleError("{path} is there already and is not ours: remove it, or name another folder.", path=file)
    try:
        (folder / FOLDER).mkdir(parents=True, exist_ok=True)
        for file, schema in files.items():
            file.write_text(as_text(schema), encoding="utf-8")
    except OSError as error:
        raise RuleError.unwritable(folder / FOLDER, error) from error
    return list(files)


def _file(folder: Path, name: str) -> Path:
    return folder / FOLDER / f"{name}.schema.json"
