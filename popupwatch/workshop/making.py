"""Making a fixture: its files under a name that is free, its TOML from what is known. Nothing is ever overwritten."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from popupwatch.errors import FixtureError
from popupwatch.model import Level
from popupwatch.ocr import recorded
from popupwatch.ocr.recorded import RecordedLooks

SUFFIXES = (".toml", ".png", ".html", ".text.json")
TEMPLATE = Path(__file__).parent / "page.html"
_BOUNDS = range(100, 8001)


@dataclass(frozen=True)
class Expectation:
    """What the TOML of a new fixture says."""

    expected: Level
    scenario: str = ""
    kind: str = ""
    language: str = ""
    purpose: str = ""
    todo: str = ""

    def as_toml(self, size: tuple[int, int]) -> str:
        """The file's content, for a picture or page of that *size*."""
        said: dict[str, object] = {"expected": self.expected.value}
        if self.expected is Level.CLEAR:
            said["kind"] = self.kind
        else:
            said["scenario"] = self.scenario
        said |= {"language": self.language, "purpose": self.purpose}
        if self.todo:
            said["todo"] = self.todo
        if all(side in _BOUNDS for side in size):
            said["size"] = list(size)
        return "".join(f"{key} = {_toml(value)}\n" for key, value in said.items())


def _toml(value: object) -> str:
    """A text, number or list, as TOML writes it (JSON's way, of which TOML's is a superset but for one character)."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "")


def free_name(wanted: str, folder: Path) -> str:
    """*wanted*, or the same with a number, that no file of *folder* has."""
    names = (wanted if number == 1 else f"{wanted}-{number}" for number in range(1, 10_000))
    return next(name for name in names if not _taken(folder, name))


def check_name(name: str, folder: Path) -> None:
    """Raises FixtureError where a fixture in *folder* cannot be called *name*."""
    if not re.fullmatch(r"[\w][\w.-]*", name):
        raise FixtureError("“{name}” cannot be a name: use letters, digits, hyphens and dots.", name=name)
    if taken := _taken(folder, name):
        raise FixtureError("{path} exists already. Choose another name.", path=taken[0])


def _taken(folder: Path, name: str) -> list[Path]:
    return [file for suffix in SUFFIXES if (file := folder / f"{name}{suffix}").exists()]


def as_name(text: str) -> str:
    """*text* as a file's name: small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def write_picture(folder: Path, name: str, image: Image.Image, toml: str, looks: RecordedLooks) -> list[Path]:
    """The three files of a fixture that is a picture. Raises FixtureError where one cannot be written."""
    toml_file, picture, _, recording = (folder / f"{name}{suffix}" for suffix in SUFFIXES)
    check_name(name, folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        image.save(picture, optimize=True)
        recorded.save_looks(looks, recording, picture)
        _write_new(toml_file, toml)
    except OSError as error:
        raise FixtureError.unwritable(error.filename or folder, error) from error
    return [picture, toml_file, recording]


def write_page(folder: Path, name: str, html: str, toml: str) -> list[Path]:
    """The two files of a fixture that is to be rendered. Raises FixtureError where one cannot be written."""
    toml_file, _, page, _ = (folder / f"{name}{suffix}" for suffix in SUFFIXES)
    check_name(name, folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write_new(page, html)
        _write_new(toml_file, toml)
    except OSError as error:
        raise FixtureError.unwritable(error.filename or folder, error) from error
    return [page, toml_file]


def _write_new(file: Path, content: str) -> None:
    with file.open("x", encoding="utf-8", newline="\n") as stream:
        stream.write(content)
