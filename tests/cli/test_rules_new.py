"""`popupwatch rules new`: what it asks, what it writes, and that nothing is ever overwritten."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
WARNS = """Example Bank security department
Your account was blocked because of a suspicious transfer.
Do not close this window. Call us immediately: 020 7946 0345"""
CALM = "Example Bank\nYour statement for May is ready."
NEAR = "Example Bank contact\nCall us: 020 7946 0300\nDo not share your code."
GIVEN = ["--title", "Fake bank alert", "--as", "Example Bank", "--wants", "call", "--warns", WARNS]
WHOLE = ["--yes", *GIVEN, "--calm", CALM, "--calm", NEAR]


def test_answers_become_a_scenario_that_is_sound(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    ran = run("rules", "new", "fake-bank-alert", "--folder", folder, *WHOLE)
    file, words = folder / "fake-bank-alert.toml", folder / "vocabulary" / "any.toml"
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        f"Written: {file}",
        f"Its words stand under “fake-bank-alert-sender” in {words}",
        "Examples: 3 of 3 judged as expected.",
        "Look at the file and change what does not fit. Then:",
        f'  popupwatch rules lint "{file}"',
        f'  popupwatch rules test "{file}"',
    ]
    assert run("rules", "lint", folder).code == 0
    assert run("rules", "test", folder).code == 0
    text = file.read_text("utf-8")
    assert text.startswith("#:schema schema/scenario.schema.json\n# A scam, and what it looks like")
    assert "# Found in your example: “Do not close”" in text
    content = tomllib.loads(text)
    assert (content["id"], content["title"], content["advice"]) == ("fake-bank-alert", "Fake bank alert", "general")
    assert [example.strip() for example in content["examples"]["warns"]] == [WARNS]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("given", [[], ["--wants", "call"], ["--wants", "pay", "--wants", "install"], ["--as", "Bank"]])
def test_without_examples_only_these_are_missing(run: Run, tmp_path: Path, given: list[str], language: str) -> None:
    assert run("rules", "new", "x", "--folder", tmp_path, "--yes", "--language", language, *given).code == 0
    remarks = [json.loads(line) for line in run("rules", "lint", tmp_path, "--format", "json").out.splitlines()]
    assert [remark["lint"] for remark in remarks] == ["too-few-examples", "too-few-examples"]


def test_examples_may_be_files_and_any_text(run: Run, tmp_path: Path) -> None:
    (tmp_path / "warns.txt").write_text(f"{WARNS}\n'''\"\\ é \t|", encoding="utf-8")
    ran = run("rules", "new", "x", "--folder", tmp_path / "r", "--yes", "--warns", tmp_path / "warns.txt")
    assert ran.code == 0
    (warns,) = tomllib.loads((tmp_path / "r" / "x.toml").read_text("utf-8"))["examples"]["warns"]
    assert warns == f"{WARNS}\n'''\"\\ é \t|"


def test_questions(run_process: Run, tmp_path: Path) -> None:
    answers = [
        "Faux conseiller",
        "Example Bank, XY",
        "phone",
        "call",
        *WARNS.splitlines(),
        "",
        *CALM.splitlines(),
        "",
        "",
    ]
    asked = run_process(
        "rules", "new", "faux", "--folder", tmp_path, "--language", "fr", stdin="\n".join(answers).encode()
    )
    assert asked.code == 0, asked.err
    assert "Comment s'appelle cette arnaque, en quelques mots\u00a0?\n> " in asked.out
    assert (
        "«\u00a0phone\u00a0» n'en fait pas partie. Écrivez un ou plusieurs de\u00a0: call, pay, code, install"
        in asked.out
    )
    assert "«\u00a0XY\u00a0» est trop court pour être cherché" in asked.out
    content = tomllib.loads((tmp_path / "faux.toml").read_text("utf-8"))
    assert content["title"] == "Faux conseiller"
    assert [text.strip() for text in content["examples"]["calm"]] == [CALM]


def test_what_was_said_is_not_asked(run_process: Run, tmp_path: Path) -> None:
    asked = run_process("rules", "new", "x", "--folder", tmp_path, *GIVEN, "--calm", CALM)
    assert asked.code == 0
    assert "?" not in asked.out


def test_stopped_halfway_writes_nothing(run_process: Run, tmp_path: Path) -> None:
    ran = run_process("rules", "new", "x", "--folder", tmp_path / "r", stdin=b"A title\n")
    assert (ran.code, ran.err.strip()) == (2, "Stopped.")
    assert not (tmp_path / "r").exists()


def test_into_ones_own_folder(run: Run, tmp_path: Path) -> None:
    assert run("rules", "new", "x", "--yes").code == 0
    assert (tmp_path / "config" / "popupwatch" / "rules" / "x.toml").is_file()
    assert run("rules", "explain", "x", "do not close", "--language", "en").code == 0


def test_a_folder_with_a_library(run: Run, author: Path) -> None:
    assert run("rules", "new", "fake-bank-alert", "--folder", author, *WHOLE).code == 0
    file = author / "library" / "fake-bank-alert.toml"
    assert file.read_text("utf-8").startswith("#:schema ../schema/scenario.schema.json\n")
    assert run("rules", "test", author).out == "Examples: 6 of 6 judged as expected.\n"


def test_words_are_added_to_those_that_are_there(run: Run, tmp_path: Path) -> None:
    for rule, name in (("one", "First Bank"), ("two", "Second Bank")):
        assert run("rules", "new", rule, "--folder", tmp_path, "--yes", "--as", name).code == 0
    concepts = tomllib.loads((tmp_path / "vocabulary" / "any.toml").read_text("utf-8"))["concepts"]
    assert concepts == {"one-sender": ["first bank"], "two-sender": ["second bank"]}


def test_real_numbers_are_not_kept(run: Run, tmp_path: Path) -> None:
    ran = run("rules", "new", "x", "--folder", tmp_path, "--yes", "--warns", "Call us now: 1-800-642-7676")
    assert "Telephone numbers in your texts were replaced by fictional ones" in ran.out
    assert "642-7676" not in (tmp_path / "x.toml").read_text("utf-8")


def test_an_example_it_does_not_warn_of_is_told(run: Run, tmp_path: Path) -> None:
    ran = run("rules", "new", "x", "--folder", tmp_path, "--yes", "--as", "Example Bank", "--warns", "Hello")
    assert ran.code == 0
    assert "x: warns 1 should be a scam, but is clear." in ran.out
    assert "Examples: 0 of 1 judged as expected." in ran.out


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("Fake Bank", "“Fake Bank” is no name for a rule. Write small letters joined by hyphens: fake-bank"),
        ("../x", "“../x” is no name for a rule."),
        ("fake-scan", "There is a rule of that name already: "),
        ("lost-parcel", "There is a rule of that name already: "),
    ],
)
def test_names_that_will_not_do(run: Run, author: Path, rule: str, says: str) -> None:
    before = {file: file.read_bytes() for file in author.rglob("*.toml")}
    ran = run("rules", "new", rule, "--folder", author, "--yes")
    assert ran.code == 2
    assert ran.err.startswith(f"Error: {says}")
    assert {file: file.read_bytes() for file in author.rglob("*.toml")} == before


def test_a_broken_file_of_that_name_is_kept(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text("half a rule")
    assert run("rules", "new", "x", "--folder", tmp_path, "--yes").code == 2
    assert (tmp_path / "x.toml").read_text() == "half a rule"


def test_a_vocabulary_that_cannot_be_added_to_is_kept(run: Run, tmp_path: Path) -> None:
    words = tmp_path / "vocabulary" / "any.toml"
    words.parent.mkdir()
    words.write_text("[concepts\n")
    ran = run("rules", "new", "x", "--folder", tmp_path, "--yes", "--as", "Example Bank")
    assert ran.code == 2
    assert ran.err.startswith(f"Error: Nothing can be added to {words}. Mend it first: popupwatch rules lint")
    assert words.read_text() == "[concepts\n"
    assert not (tmp_path / "x.toml").exists()
