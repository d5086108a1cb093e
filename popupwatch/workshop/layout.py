"""Where an author keeps things: which folders of rules, scenarios and fixtures belong to the paths that are named."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from popupwatch.errors import TrialError
from popupwatch.rules.load import FIXTURE_MARK, PACKAGE_RULES

# A TOML file tells what it is by a key that only its kind has.
_KINDS = (
    ("fixture", FIXTURE_MARK),
    ("vocabulary", re.compile(rb"^\[concepts\]", re.MULTILINE)),
    ("scenario", re.compile(rb"^(?:\[\[clue\]\]|suspicious\s*=)", re.MULTILINE)),
)
_BY_FOLDER = {"library": "scenario", "vocabulary": "vocabulary"}
_LEVELS = 4
_NOT_OURS = {"node_modules", "site-packages", "__pycache__"}


@dataclass(frozen=True)
class Layout:
    """The folders of rules to load beside the package's own, and what of it is to be tried: scenario files and the
    TOML files of fixtures."""

    folders: tuple[Path, ...]
    scenarios: tuple[Path, ...]
    fixtures: tuple[Path, ...]


def layout_of(paths: Sequence[Path]) -> Layout:
    """What is to be tried of *paths*: folders with rules or fixtures or both, or single files. Rules are looked for
    above the fixtures too. Raises TrialError where a path is missing or holds nothing to try."""
    folders: dict[Path, None] = {}
    found: dict[str, dict[Path, None]] = {"scenario": {}, "fixture": {}, "vocabulary": {}}
    for path in paths:
        # Fixtures are called by their folder, which "." does not name.
        files = dict(_files_of(path if path.name not in ("", "..") else path.resolve()))
        if not {"scenario", "fixture"} & set(files.values()):
            raise TrialError("There is nothing to try in {path}: no scenario with examples, and no fixture.", path=path)
        if "fixture" in files.values():
            folders |= dict.fromkeys(_rules_above(path))
        for file, kind in files.items():
            found[kind][file] = None
            if kind != "fixture":
                folders[rules_folder(file)] = None
    own = tuple(folder for folder in folders if folder.resolve() != PACKAGE_RULES)
    return Layout(own, tuple(found["scenario"]), tuple(found["fixture"]))


def kind_of(file: Path) -> str:
    """``scenario``, ``vocabulary`` or ``fixture``; empty for any other file."""
    if file.suffix != ".toml" or not file.is_file():
        return ""
    if by_folder := _BY_FOLDER.get(file.parent.name):
        return by_folder
    content = file.read_bytes()
    return next((kind for kind, mark in _KINDS if mark.search(content)), "")


def rules_folder(file: Path) -> Path:
    """The folder of rules that a scenario or a vocabulary is part of."""
    return file.parent.parent if file.parent.name in _BY_FOLDER else file.parent


def _files_of(path: Path) -> Iterator[tuple[Path, str]]:
    """Every file of ours at *path* with its kind."""
    if not path.exists():
        raise TrialError("There is no file or folder {path}.", path=path)
    for file in _walk(path) if path.is_dir() else [path]:
        if kind := kind_of(file):
            yield file, kind


def _walk(folder: Path) -> Iterable[Path]:
    """The TOML files below *folder*, without what is hidden or belongs to installed programs."""
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and name not in _NOT_OURS and not Path(where, name, "pyvenv.cfg").exists()
        )
        yield from (Path(where, name) for name in sorted(files) if name.endswith(".toml"))


def _rules_above(path: Path) -> list[Path]:
    """The nearest folder of rules at or a little above a fixture's *path*: itself, or as its ``rules``."""
    for folder in [path.absolute(), *path.absolute().parents][:_LEVELS]:
        for candidate in (folder, folder / "rules"):
            if _holds_rules(candidate):
                return [candidate]
    return []


def _holds_rules(folder: Path) -> bool:
    beside = any(kind_of(file) == "scenario" for file in folder.glob("*.toml"))
    return beside or any(any((folder / name).glob("*.toml")) for name in _BY_FOLDER)
