"""Every lint finds its bad file under tests/workshop/lint/, and nothing else is said of it. What exactly is said stands
beside the file, in English and French (tests/cli/test_rules_lint.py)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from popupwatch.advice.texts import load_texts
from popupwatch.cli.rules.lint import told_by
from popupwatch.errors import RuleError
from popupwatch.rules.load import PACKAGE_RULES, load_rules
from popupwatch.workshop.lint import characters, examples, linting, scenarios, vocabularies
from popupwatch.workshop.lint.linting import lint_rules
from popupwatch.workshop.lint.remark import PARSER_LINTS, Lint, Remark

BAD = Path(__file__).parent / "lint"
TOLD = told_by(load_texts("en"))


def remarks_on(*paths: Path) -> tuple[Remark, ...]:
    return lint_rules(paths, TOLD).remarks


def lints() -> set[str]:
    modules = (characters, examples, linting, scenarios, vocabularies)
    return {lint.name for module in modules for lint in vars(module).values() if isinstance(lint, Lint)} | set(
        PARSER_LINTS
    )


def test_every_lint_has_a_bad_file() -> None:
    assert {folder.name for folder in BAD.iterdir()} == lints() - {"unused-clue"} | {"sound"}


@pytest.mark.parametrize("folder", sorted(BAD.iterdir()), ids=lambda folder: folder.name)
def test_only_that_is_wrong_with_it(folder: Path) -> None:
    expected = [] if folder.name == "sound" else [folder.name]
    assert [remark.lint.name for remark in remarks_on(folder)] == expected


def test_nothing_is_said_of_the_shipped_rules() -> None:
    assert not "\n".join(map(str, remarks_on(PACKAGE_RULES)))


def test_a_single_file_is_linted_with_those_it_lies_among(tmp_path: Path) -> None:
    """Concepts of the folder's own vocabulary are known, and only the file's own remarks are made."""
    shutil.copytree(BAD / "unknown-concept", tmp_path / "mine")
    file = tmp_path / "mine" / "unknown-concept.toml"
    (tmp_path / "mine" / "vocabulary").mkdir()
    (tmp_path / "mine" / "vocabulary" / "en.toml").write_text(
        'language = "en"\n[concepts]\nurgensy = ["immediately"]\nidle = ["tumbleweed"]\n'
    )
    assert not remarks_on(file)
    assert [remark.lint.name for remark in remarks_on(tmp_path)] == ["unused-concept"]


def test_every_problem_at_once(tmp_path: Path) -> None:
    text = (BAD / "sound" / "sound.toml").read_text()
    for old, new in (
        ("suspicious = 5", 'suspicious = 5\nadvice = "fake-alarm"'),
        ('"urgency"', '"urgensy"'),
        ('"Save your work immediately"', '"Call 0800 123 4567\u200b"'),
        ("scam = 6", "scam = 6\nurgent = true"),
    ):
        text = text.replace(old, new)
    (tmp_path / "sound.toml").write_text(text)
    told = [f"{remark.problem.line}:{remark.problem.column} {remark.lint.name}" for remark in remarks_on(tmp_path)]
    assert told == [
        "4:10 unknown-advice",
        "6:1 unknown-key",
        "9:7 unknown-clue",
        "22:15 real-number",
        "22:28 invisible-character",
    ]


def test_nothing_is_said_twice_of_examples_in_the_wrong_shape(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text('id = "x"\ntitle = "X"\n[examples]\nwarns = "Pay now"\n')
    told = [f"{remark.problem.line}:{remark.problem.column} {remark.lint.name}" for remark in remarks_on(tmp_path)]
    assert told == ["1:1 missing-key", "1:1 too-few-clues", "3:1 too-few-examples", "4:9 wrong-value"]


def test_an_invisible_character_that_makes_a_file_unreadable(tmp_path: Path) -> None:
    """As a no-break space outside of quotes does: both are told, and the place is the same."""
    (tmp_path / "x.toml").write_text('id = "x"\nsuspicious\u00a0= 5\n')
    first, second = remarks_on(tmp_path / "x.toml")
    assert (first.problem.line, first.problem.column, first.lint.name) == (2, 11, "invisible-character")
    assert (second.problem.line, second.problem.column, second.lint.name) == (2, 11, "not-toml")


def test_an_escaped_invisible_character(tmp_path: Path) -> None:
    text = (BAD / "sound" / "sound.toml").read_text()
    (tmp_path / "sound.toml").write_text(
        text.replace("Save your", r"Save\u202Eyour").replace("the update", r"\\u202Ethe")
    )
    (remark,) = remarks_on(tmp_path)
    assert (remark.problem.line, remark.problem.column) == (20, 14)


def test_a_new_language_lacks_what_all_others_have(tmp_path: Path) -> None:
    (tmp_path / "vocabulary").mkdir()
    (tmp_path / "vocabulary" / "da.toml").write_text('language = "da"\n[concepts]\nurgency = ["straks efter"]\n')
    (remark,) = remarks_on(tmp_path)
    assert remark.lint is vocabularies.MISSING_CONCEPT
    assert {"malware", "call-us", "blocked"} <= set(str(remark.problem).split(": ")[-1].rstrip(".").split(", "))
    assert "urgency" not in str(remark.problem)


@pytest.mark.parametrize(
    ("phrases", "column"),
    [
        ('"infect*", "infected"', None),  # the longer one forgives more slips of the reader
        ('"half past never*", "half past nevers"', 32),
        ('"half past nevers", "half past never*"', 12),
        ('"half past never", "halfpast never"', None),  # together or apart is not the same to a page
        ('"virus", "half past never"', None),
        ('"half past never", "HALF PÄST NEVER"', 31),
        ('"immediately"', 12),  # popupwatch has it
    ],
)
def test_the_same_phrase_in_two_places(tmp_path: Path, phrases: str, column: int | None) -> None:
    (tmp_path / "vocabulary").mkdir()
    (tmp_path / "vocabulary" / "en.toml").write_text(f'language = "en"\n[concepts]\nurgency = [{phrases}]\n')
    remarks = remarks_on(tmp_path)
    assert {remark.lint for remark in remarks} <= {vocabularies.TWICE}
    assert [remark.problem.column for remark in remarks] == ([column] if column else [])


def test_everyday_words_are_not_in_the_shipped_vocabularies_and_known_in_every_language() -> None:
    assert set(vocabularies.everyday_words()) == set(load_rules().languages)
    assert all(len(words) > 40 for words in vocabularies.everyday_words().values())


def test_shared_clues_that_nobody_uses(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    clues = tmp_path / "clues.toml"
    clues.write_text('[urgency]\nfind = ["urgensy"]\n\n[idle]\nfind = ["urgency"]\npoints = 1\neach = 1\n')
    monkeypatch.setattr(linting, "PACKAGE_RULES", tmp_path)
    told = [f"{remark.problem.line}:{remark.problem.column} {remark.lint.name}" for remark in remarks_on(clues)]
    assert told == ["2:10 unknown-concept", "4:1 unused-clue", "7:8 idle-each"]


def test_a_fixture_that_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text('expected = "scam"\nscenarios = "sextortion"\n')
    assert [str(remark.problem) for remark in remarks_on(tmp_path / "x.toml")] == [
        f"{tmp_path}/x.toml:2:1: There is no key “scenarios” here. Did you mean “scenario”?"
    ]


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="There is no file or folder"):
        remarks_on(tmp_path / "nowhere")
    with pytest.raises(RuleError, match="There are no rules in"):
        remarks_on(tmp_path)
