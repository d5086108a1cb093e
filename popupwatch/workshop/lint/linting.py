"""Lints files and folders of rules: each file alone, and all of them together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from popupwatch.errors import RuleError
from popupwatch.rules.load import PACKAGE_RULES, RuleBook, load_rules, scenario_files, with_folders
from popupwatch.rules.parse import read_clue, read_scenario, read_shared_clues, read_vocabulary
from popupwatch.rules.source import RuleFile
from popupwatch.workshop.fixtures import read_fixtures
from popupwatch.workshop.layout import kind_of, rules_folder
from popupwatch.workshop.lint.characters import invisible_characters
from popupwatch.workshop.lint.context import Context, Told
from popupwatch.workshop.lint.examples import lint_examples
from popupwatch.workshop.lint.remark import Lint, Remark, Severity, of_parser
from popupwatch.workshop.lint.scenarios import idle_each, lint_scenario
from popupwatch.workshop.lint.vocabularies import lint_vocabulary

DUPLICATE_ID = Lint("duplicate-id", RuleError("Of two scenarios with one id only one is used."))
REPLACES = Lint(
    "replaces-shipped", RuleError("From now on yours is used, and popupwatch's own is not."), Severity.ADVICE
)
UNUSED_CLUE = Lint("unused-clue", RuleError("A shared clue that no scenario takes over does nothing."))
NOT_READ = Lint("not-read", RuleError("Shared clues come with popupwatch; a file of that name elsewhere is not read."))

CLUES, VOCABULARY = "clues.toml", "vocabulary"


@dataclass(frozen=True)
class Linted:
    """What was looked at, and what there is to say of it, by file and place."""

    files: tuple[Path, ...]
    remarks: tuple[Remark, ...]

    @property
    def errors(self) -> tuple[Remark, ...]:
        return tuple(remark for remark in self.remarks if remark.is_error)


def lint_rules(paths: Sequence[Path], told: Told, shipped: RuleBook | None = None) -> Linted:
    """Everything there is to say of the rule files *paths*, and of those in the folders among them.

    They are taken together with the rules of popupwatch (*shipped*, loaded where they are not given) and with those of
    the folders that they lie in. Raises RuleError where a path is missing or holds no rules.
    """
    files = tuple(dict.fromkeys(file for path in paths for file in _files_at(path)))
    homes = tuple(dict.fromkeys(home for file in files if (home := rules_folder(file.resolve())) != PACKAGE_RULES))
    shipped = shipped or load_rules()
    context = Context(with_folders(shipped, homes), shipped, told)
    remarks = [remark for file in files for remark in _lint_file(file, context)]
    remarks += _same_ids(files, homes, context)
    return Linted(files, tuple(sorted(remarks, key=_by_place)))


def _files_at(path: Path) -> Sequence[Path]:
    """The rule files *path*: itself, or all below it, where rules may lie in folders of their own."""
    if not path.exists():
        raise RuleError("There is no file or folder {path}.", path=path)
    if not path.is_dir():
        return [path]
    folders = {path: None} | {rules_folder(file): None for file in path.rglob("*.toml") if _is_rule(file, path)}
    files = [file for folder in folders for file in rule_files(folder) if file.is_relative_to(path)]
    if not files:
        raise RuleError("There are no rules in {path}.", path=path)
    return files


def _is_rule(file: Path, below: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(below).parts)
    return not hidden and kind_of(file) in ("scenario", "vocabulary")


def rule_files(folder: Path) -> tuple[Path, ...]:
    """The rule files of *folder*: shared clues, its vocabularies, its scenarios."""
    clues = folder / CLUES
    vocabularies = sorted((folder / VOCABULARY).glob("*.toml"))
    return (*([clues] if clues.is_file() else []), *vocabularies, *scenario_files(folder))


def _lint_file(path: Path, context: Context) -> Iterator[Remark]:
    file = RuleFile(path)
    yield from invisible_characters(file)
    if file.problems:
        yield from of_parser(file.problems)
    elif kind_of(path) == "fixture":
        yield from of_parser(read_fixtures(path)[1])
    elif path.name == CLUES:
        yield from _lint_clues(file, context)
    elif path.resolve().parent.name == VOCABULARY or "concepts" in file.data:
        phrases = read_vocabulary(file)
        if isinstance(file.data.get("concepts"), dict):
            rivals = [beside.stem for beside in path.resolve().parent.glob("*.toml")]
            yield from lint_vocabulary(file, phrases, context, rivals)
        yield from of_parser(file.problems)
    else:
        scenario = read_scenario(file, context.book.known)
        yield from lint_scenario(file, scenario, context)
        yield from lint_examples(file, scenario, context)
        yield from of_parser(file.problems)


def _lint_clues(file: RuleFile, context: Context) -> Iterator[Remark]:
    """Remarks on shared clues. What they lack, a scenario that takes them over may say."""
    if file.path.resolve().parent != PACKAGE_RULES:
        what = RuleError("popupwatch does not read this file.")
        yield NOT_READ.value(file, (), what, RuleError("Write these clues into the scenarios that need them."))
        return
    used = {clue.name for clue in context.clues}
    for name, entry in read_shared_clues(file).items():
        clue = read_clue(file, {"name": name, "points": 0, **entry}, (name,), context.book.known.concepts)
        if clue.points:
            yield from idle_each(file, (name,), clue.points, clue.each, clue.upto)
        if name not in used:
            what = RuleError("No scenario uses the clue “{name}”.", name=name)
            yield UNUSED_CLUE.key(file, (name,), what, RuleError("Leave it out."))
    yield from of_parser(file.problems)


def _same_ids(files: Sequence[Path], homes: Sequence[Path], context: Context) -> Iterator[Remark]:
    """Remarks on scenarios of *files* that another one of their folder, or of popupwatch, has the id of."""
    shipped = {scenario.id for scenario in context.shipped.scenarios}
    linted = {file.resolve(): file for file in files}
    for home in (PACKAGE_RULES, *homes):
        first: dict[str, Path] = {}
        for path in scenario_files(home):
            name, other = path.stem, first.setdefault(path.stem, path)
            if path not in linted:
                continue
            file = RuleFile(linted[path])
            if other != path:
                what = RuleError("The id “{id}” is also that of {path}.", id=name, path=other.relative_to(home))
                instead = RuleError("Give one of the two another id, and its file the same name.")
                yield DUPLICATE_ID.value(file, ("id",), what, instead)
            elif home != PACKAGE_RULES and name in shipped:
                what = RuleError("popupwatch has a scenario “{id}” of its own.", id=name)
                instead = RuleError("Give yours another id, and its file the same name, if both are wanted.")
                yield REPLACES.value(file, ("id",), what, instead)


def _by_place(remark: Remark) -> tuple[str, int, int, str]:
    problem = remark.problem
    return str(problem.path), problem.line, problem.column, remark.lint.name
