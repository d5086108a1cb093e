"""``popupwatch rules schema`` prints what an editor needs, and writes it beside an author's rules."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from popupwatch.workshop.schemas import NAMES

Run = Callable[..., Any]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "config" / "popupwatch" / "rules"
    (folder / "vocabulary").mkdir(parents=True)
    (folder / "vocabulary" / "en.toml").write_text('language = "en"\n[concepts]\nparcel = ["your parcel"]\n')
    return folder


def test_prints_that_of_a_scenario_with_the_own_concepts(run: Run, own: Path) -> None:
    ran = run("rules", "schema")
    assert (ran.code, ran.err) == (0, "")
    schema = json.loads(ran.out)
    assert {"parcel", "urgency", "phone"} <= set(schema["definitions"]["atom"]["enum"])


@pytest.mark.parametrize("name", NAMES)
def test_prints_each(run: Run, name: str) -> None:
    assert json.loads(run("rules", "schema", name).out)["title"]


def test_writes_them_all(run: Run, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(own)
    ran = run("rules", "schema", "--write", ".")
    assert ran.code == 0
    assert ran.out.splitlines() == [f"Written: schema/{name}.schema.json" for name in NAMES]
    schema = json.loads((own / "schema" / "scenario.schema.json").read_text(encoding="utf-8"))
    assert "parcel" in schema["definitions"]["atom"]["enum"]
    again = run("rules", "schema", "--write", own, "--language", "fr")
    assert again.out.startswith("Écrit\u00a0: schema/")


def test_overwrites_nothing_that_is_not_ours(run: Run, tmp_path: Path) -> None:
    (tmp_path / "schema").mkdir()
    mine = tmp_path / "schema" / "fixture.schema.json"
    mine.write_text("mine")
    ran = run("rules", "schema", "--write", tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "is there already and is not ours" in ran.err
    assert [file.read_text() for file in (tmp_path / "schema").iterdir()] == ["mine"]


def test_where_nothing_can_be_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ran = run("rules", "schema", "--write", tmp_path / "file")
    assert ran.code == 2
    assert "cannot be written" in ran.err
