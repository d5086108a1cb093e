"""A corpus: many pictures with what is expected of each, to measure rules on. Either a folder with a ``manifest.csv``
(columns path, expected, language, kind), or any folder of fixtures."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from popupwatch.errors import CorpusError, PopupwatchError
from popupwatch.model import Level
from popupwatch.workshop.fixtures import fixture_files, read_fixtures

MANIFEST = "manifest.csv"
_LEVELS = tuple(level.value for level in Level)


@dataclass(frozen=True)
class Sample:
    """One picture and the verdict that is *expected*. *name* tells it apart from all others of the corpus, and stays
    the same wherever the corpus lies: its folder and the way from there. *kind* is the scam, or what it shows."""

    name: str
    picture: Path
    expected: Level
    language: str = ""
    kind: str = ""

    @property
    def is_scam(self) -> bool:
        return self.expected is not Level.CLEAR

    def met_by(self, level: Level) -> bool:
        """Whether *level* is grave enough for a scam; of an ordinary picture, whether it is clear."""
        return level.rank >= self.expected.rank if self.is_scam else level is Level.CLEAR


@dataclass(frozen=True)
class Corpus:
    """The *samples*, the names of those that have no picture yet (fixtures that were not rendered), and what is wrong
    with everything else."""

    samples: tuple[Sample, ...]
    unpictured: tuple[str, ...] = ()
    problems: tuple[PopupwatchError, ...] = ()


def load_corpus(folders: Sequence[Path]) -> Corpus:
    """All that is in *folders*. What is wrong harms nothing else."""
    found: dict[Path, Sample] = {}
    names: set[str] = set()
    problems: list[PopupwatchError] = []
    for folder in folders:
        for item in _samples_in(folder):
            if isinstance(item, PopupwatchError):
                problems.append(item)
            elif item.picture.resolve() not in found:
                unique = item.name if item.name not in names else str(item.picture)
                names.add(unique)
                found[item.picture.resolve()] = replace(item, name=unique)
    unpictured = tuple(sample.name for path, sample in found.items() if not path.is_file())
    samples = tuple(sample for path, sample in found.items() if path.is_file())
    return Corpus(samples, unpictured, tuple(problems))


def _samples_in(folder: Path) -> Iterator[Sample | PopupwatchError]:
    if not folder.is_dir():
        yield CorpusError("There is no folder {path}.", path=folder)
    elif (manifest := folder / MANIFEST).is_file():
        yield from _from_manifest(manifest)
    elif files := fixture_files(folder):
        yield from _from_fixtures(files, folder)
    else:
        yield CorpusError(
            "There is neither a {manifest} nor a fixture in {path}. Needed is a folder of fixtures, or a {manifest} "
            "that lists pictures in the columns path, expected, language and kind.",
            manifest=MANIFEST,
            path=folder,
        )


def _from_fixtures(files: Sequence[Path], folder: Path) -> Iterator[Sample | PopupwatchError]:
    for file in files:
        fixtures, wrong = read_fixtures(file)
        yield from (problem.sentence() for problem in wrong)
        for fixture in fixtures:
            name = _name(fixture.picture, folder)
            yield Sample(name, fixture.picture, fixture.expected, fixture.language, fixture.scenario or fixture.kind)


def _from_manifest(manifest: Path) -> Iterator[Sample | CorpusError]:
    try:
        with manifest.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            for row in rows:
                sample = _from_row(row, manifest.parent)
                if isinstance(sample, CorpusError):
                    where = f"{manifest}:{rows.line_num}"
                    sample = CorpusError("{where}: {problem}", where=where, problem=sample)
                yield sample
    except OSError as error:
        yield CorpusError("{path} cannot be opened: {reason}.", path=manifest, reason=error.strerror or error)
    except (csv.Error, UnicodeDecodeError) as error:
        yield CorpusError("{path} is no table of commas in UTF-8: {reason}", path=manifest, reason=error)


def _from_row(row: Mapping[str, str | None], folder: Path) -> Sample | CorpusError:
    """The picture of one line of the manifest, or what is wrong with the line."""
    path, expected = row.get("path"), row.get("expected")
    if not path or expected is None:
        return CorpusError("The columns {names} are needed, and a value in each of them.", names="path, expected")
    if expected not in _LEVELS:
        known = ", ".join(_LEVELS)
        return CorpusError("“{word}” cannot be expected, only one of: {names}.", word=expected, names=known)
    picture = folder / path
    if not picture.is_file():
        return CorpusError("There is no file {path}.", path=picture)
    return Sample(_name(picture, folder), picture, Level(expected), row.get("language") or "", row.get("kind") or "")


def _name(picture: Path, folder: Path) -> str:
    return (Path(folder.resolve().name) / picture.relative_to(folder)).as_posix()
