"""The JSON Schemas know every name there is, allow every file we ship, and refuse what the parser refuses."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from popupwatch.advice.telling import steps_by_advice
from popupwatch.rules import parse
from popupwatch.rules.load import PACKAGE_RULES
from popupwatch.workshop.fixtures import HEAD_KEYS, VARIANT_KEYS
from popupwatch.workshop.schemas import NAMES, as_text, current_schemas

ROOT = Path(__file__).parents[2]
FOLDER = PACKAGE_RULES / "schema"
SCHEMAS = {name: json.loads((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")) for name in NAMES}
SHIPPED = [*PACKAGE_RULES.rglob("*.toml"), *(ROOT / "fixtures").rglob("*.toml")]
SOUND = ROOT / "tests" / "workshop" / "lint" / "sound" / "sound.toml"


def problems(name: str, content: dict[str, Any]) -> list[str]:
    return [error.message for error in jsonschema.Draft7Validator(SCHEMAS[name]).iter_errors(content)]


@pytest.mark.parametrize("name", NAMES)
def test_is_up_to_date(name: str) -> None:
    current = as_text(current_schemas(steps_by_advice())[name])
    stale = (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8") != current
    assert not stale, "to mend it: popupwatch rules schema --write popupwatch/rules"


@pytest.mark.parametrize("name", NAMES)
def test_is_a_schema_and_explains_everything(name: str) -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMAS[name])
    for key, schema in _keys(SCHEMAS[name], SCHEMAS[name]):
        assert schema.get("description") or key in ("required", "one_of"), key


def _keys(schema: dict[str, Any], root: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Every key that a file may hold, with its own schema."""
    found = []
    for key, inner in schema.get("properties", {}).items():
        inner = root["definitions"][inner["$ref"].rpartition("/")[2]] if "$ref" in inner else inner
        found += [(key, inner), *_keys(inner, root)]
    for inner in (schema.get("items"), schema.get("additionalProperties")):
        found += _keys(inner, root) if isinstance(inner, dict) else []
    return found


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_every_file_we_ship_names_its_schema_and_fits_it(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    named = re.match(r"#:schema (\S+)\n", text)
    assert named
    schema = (file.parent / named[1]).resolve()
    assert schema.parent in (FOLDER, ROOT / "popupwatch" / "rules" / "schema")
    expected = {"library": "scenario", "vocabulary": "vocabulary", "rules": "clues"}.get(file.parent.name, "fixture")
    assert schema.name == f"{expected}.schema.json"
    assert not problems(expected, tomllib.loads(text))


def test_keys_are_those_of_the_parser() -> None:
    scenario, fixture = SCHEMAS["scenario"], SCHEMAS["fixture"]
    examples = scenario["properties"]["examples"]["properties"]
    assert scenario["properties"].keys() == parse.SCENARIO_KEYS
    for table in ("clue", "calm"):
        assert scenario["properties"][table]["items"]["properties"].keys() == parse.CLUE_KEYS
    assert examples.keys() == parse.EXAMPLE_KEYS
    assert examples["todo"]["items"]["properties"].keys() == parse.GAP_KEYS
    assert SCHEMAS["clues"]["additionalProperties"]["properties"].keys() == parse.SHARED_CLUE_KEYS
    assert SCHEMAS["vocabulary"]["properties"].keys() == parse.VOCABULARY_KEYS
    assert fixture["properties"].keys() == {*HEAD_KEYS, "variant"}
    assert fixture["properties"]["variant"]["items"]["properties"].keys() == VARIANT_KEYS.keys()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("scam = 6", "scan = 6"),
        ("suspicious = 5", 'suspicious = "5"'),
        ('use = "urgency"', 'use = "urgensy"'),
        ('use = "urgency"', 'name = "x"'),
        ('use = "urgency"', 'name = "x"\nfind = ["urgensy"]'),
        ('use = "urgency"', 'name = "x"\nfind = ["urgency + urgensy"]'),
        ("points = 2", "points = -2"),
        ("points = 2", "points = 2\nwithin = 0"),
        ('title = "Fake warning"', 'advice = "fake-alarm"'),
        ("scam = 6", 'scam = 6\ncalmed_by = ["urgency"]'),
        ('"Save your work immediately", ', ""),
        ("warns = ", "warn = "),
        ("[examples]", '[[examples.todo]]\nwhy = "x"\n[examples]'),
    ],
)
def test_mistakes_in_a_scenario_are_seen(old: str, new: str) -> None:
    text = SOUND.read_text()
    assert not problems("scenario", tomllib.loads(text))
    assert problems("scenario", tomllib.loads(text.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("scenario", 'id = "x"'),
        ("vocabulary", 'language = "english"\n[concepts]\nx = ["a"]'),
        ("vocabulary", 'language = "en"\n[concepts]\nx = "a"'),
        ("vocabulary", 'language = "en"\n[concepts]\nx = []'),
        ("vocabulary", 'language = "en"\n[concepts]\nX_Y = ["a"]'),
        ("clues", '[x]\nfind = ["urgensy"]'),
        ("clues", "[x]\npoints = 1"),
        ("fixture", 'expected = "fraud"'),
        ("fixture", 'expected = "scam"\nscenario = "fake-parcel"'),
        ("fixture", 'expected = "scam"\ntags = ["big"]'),
        ("fixture", 'expected = "scam"\neffects = ["melt"]'),
        ("fixture", 'expected = "scam"\nsize = [1366]'),
        ("fixture", 'expected = "scam"\n[[variant]]\nscale = 2.0'),
    ],
)
def test_mistakes_elsewhere_are_seen(name: str, text: str) -> None:
    assert problems(name, tomllib.loads(text))


def test_an_authors_own_names_are_known_in_an_authors_own_schemas(tmp_path: Path) -> None:
    (tmp_path / "vocabulary").mkdir()
    (tmp_path / "vocabulary" / "en.toml").write_text('language = "en"\n[concepts]\nparcel = ["your parcel"]\n')
    own = current_schemas(steps_by_advice(), tmp_path)
    content = tomllib.loads(SOUND.read_text().replace('use = "urgency"', 'name = "x"\nfind = ["parcel + urgency"]'))
    assert problems("scenario", content)
    assert not list(jsonschema.Draft7Validator(own["scenario"]).iter_errors(content))
    assert "“your parcel”" in own["vocabulary"]["properties"]["concepts"]["properties"]["parcel"]["description"]
