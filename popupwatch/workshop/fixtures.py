"""Fixtures: a picture, and beside it a TOML file that says what is expected of it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from popupwatch.model import Level


@dataclass(frozen=True)
class Fixture:
    """One picture and what is expected of it. *scenario* is empty where it is expected to be clear, *kind* is then what
    it shows. *todo* says why a known gap is one: such a fixture must not hold. *size* is the screen in CSS pixels,
    *scale* how many pixels of the picture one of them takes, *effects* what was done to the picture afterwards."""

    file: Path
    expected: Level
    scenario: str
    language: str
    kind: str
    purpose: str
    todo: str = ""
    size: tuple[int, int] = (1366, 768)
    scale: float = 1.0
    effects: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """``scam/fr-fake-police-fine``: folder and stem."""
        return f"{self.file.parent.name}/{self.file.stem}"

    @property
    def picture(self) -> Path:
        return self.file.with_suffix(".png")

    @property
    def page(self) -> Path:
        """The HTML it was rendered from; need not exist."""
        return self.file.with_suffix(".html")

    @property
    def recorded(self) -> Path:
        """The text the reader saw in it; need not exist."""
        return self.file.with_suffix(".text.json")

    def met_by(self, level: Level) -> bool:
        """Whether *level* is what is expected. Where suspicion is expected, a scam will do as well."""
        if self.expected is Level.SUSPICIOUS:
            return level is not Level.CLEAR
        return level is self.expected


def load_fixture(file: Path) -> Fixture:
    """The fixture of one TOML file."""
    said = tomllib.loads(file.read_text(encoding="utf-8"))
    width, height = said.get("size", (1366, 768))
    return Fixture(
        file,
        Level(said["expected"]),
        said.get("scenario", ""),
        said.get("language", ""),
        said.get("kind", ""),
        said.get("purpose", ""),
        said.get("todo", ""),
        (width, height),
        float(said.get("scale", 1.0)),
        tuple(said.get("effects", ())),
    )


def load_fixtures(folder: Path) -> Iterator[Fixture]:
    """Every fixture under *folder*, by name."""
    for file in sorted(folder.rglob("*.toml")):
        yield load_fixture(file)
