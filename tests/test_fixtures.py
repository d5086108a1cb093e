"""Every picture in ``fixtures/`` gets the verdict that is written beside it, read by the real reader."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

import popupwatch
from popupwatch.model import Level

FOLDER = Path(__file__).parents[1] / "fixtures"


@dataclass(frozen=True)
class Fixture:
    picture: Path
    expected: Level
    scenario: str
    language: str
    todo: str

    @classmethod
    def load(cls, file: Path) -> Fixture:
        said = tomllib.loads(file.read_text(encoding="utf-8"))
        return cls(
            file.with_suffix(".png"), Level(said["expected"]), said["scenario"], said["language"], said.get("todo", "")
        )


FIXTURES = [Fixture.load(file) for file in sorted(FOLDER.glob("*/*.toml"))]
# A known gap must fail: the day it no longer does, its todo goes.
CASES = [
    pytest.param(
        fixture,
        id=f"{fixture.picture.parent.name}/{fixture.picture.stem}",
        marks=[pytest.mark.xfail(reason=fixture.todo, strict=True)] if fixture.todo else [],
    )
    for fixture in FIXTURES
]


@pytest.mark.parametrize("fixture", CASES)
def test_verdict(fixture: Fixture) -> None:
    verdict = popupwatch.scan(fixture.picture)
    told = ", ".join(f"{finding.rule} {finding.score}" for finding in verdict.considered)
    if fixture.expected is Level.SUSPICIOUS:
        assert verdict.level in (Level.SUSPICIOUS, Level.SCAM), told
    else:
        assert verdict.level is fixture.expected, told


def test_there_are_enough() -> None:
    scams = [fixture for fixture in FIXTURES if fixture.expected is not Level.CLEAR]
    assert len(scams) >= 12
    assert len({fixture.language for fixture in scams}) >= 4
    assert len(FIXTURES) - len(scams) >= 20


@pytest.mark.parametrize("kind", ["scam", "ordinary"])
def test_each_is_whole_and_in_its_place(kind: str) -> None:
    names = {file.stem for file in (FOLDER / kind).iterdir()}
    for name in names:
        files = [FOLDER / kind / f"{name}{suffix}" for suffix in (".html", ".png", ".toml")]
        assert all(file.is_file() for file in files), name
        assert (Fixture.load(files[-1]).expected is Level.CLEAR) == (kind == "ordinary"), name
