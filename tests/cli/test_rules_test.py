"""`popupwatch rules test`: every example and every fixture, in words and as JSON, with and without noise."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from popupwatch.ocr import recorded
from popupwatch.rules.load import PACKAGE_RULES

Run = Callable[..., Any]
SCAM = "Microsoft: your computer is blocked. Trojan found. Do not turn off. Call Microsoft 1-800-555-0134"


def change(author: Path, old: str, new: str) -> None:
    file = author / "library" / "lost-parcel.toml"
    assert old in file.read_text("utf-8")
    file.write_text(file.read_text("utf-8").replace(old, new), encoding="utf-8")


def fixture_in(folder: Path, name: str, words: str, todo: str = "") -> Path:
    """A fixture of a scam, whose recorded text is *words*."""
    file = folder / "fixtures" / f"{name}.toml"
    file.parent.mkdir(exist_ok=True)
    said = 'expected = "scam"\nscenario = "fake-microsoft-alert"\nlanguage = "en"\n'
    file.write_text(said + (f'todo = "{todo}"\n' if todo else ""))
    file.with_suffix(".png").write_bytes(b"a picture")
    if words:
        recorded.save(recorded.from_plain_text(words), file.with_suffix(".text.json"), file.with_suffix(".png"))
    return file


def test_all_as_expected(run: Run, author: Path) -> None:
    ran = run("rules", "test", author)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "Examples: 3 of 3 judged as expected.\n"


def test_what_comes_along_is_sound(run: Run) -> None:
    ran = run("rules", "test", PACKAGE_RULES)
    assert ran.code == 0, ran.out
    held, _, count = ran.out.removeprefix("Examples: ").split(" ")[:3]
    assert held == count
    assert int(count) > 50


def test_without_a_path_ones_own_rules_too(run: Run, author: Path, tmp_path: Path) -> None:
    own = tmp_path / "config" / "popupwatch" / "rules"
    shutil.copytree(author, own)
    change(author, "Your parcel", "No parcel")
    file = own / "library" / "lost-parcel.toml"
    file.write_text(file.read_text("utf-8").replace("Pay 2.99 EUR now", "Have a nice day"))
    ran = run("rules", "test")
    assert f"{file}:26: lost-parcel: warns 1 should be a scam, but is clear." in ran.out
    assert "Examples: " in ran.out


def test_a_failure_tells_where_and_how_near(run: Run, author: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(author, "Pay 2.99 EUR now", "Pqy two euros now")
    monkeypatch.chdir(author)
    ran = run("rules", "test", ".")
    assert ran.code == 1
    assert ran.out == (
        "library/lost-parcel.toml:26: lost-parcel: warns 1 should be a scam, but is clear.\n"
        "  lost-parcel: 3 points; suspicious from 5, a scam from 6.\n"
        "  found: parcel (+3): “Your parcel”\n"
        "  not found: fee (+3): nothing like it (money)\n"
        "  not found: urgency (+1): nothing like it (urgency)\n"
        "  3 more points would make it a scam: fee (+3).\n"
        "\n"
        "Examples: 2 of 3 judged as expected.\n"
    )


def test_in_french(run: Run, author: Path) -> None:
    change(author, "Pay 2.99 EUR now", "Pqy two euros now")
    ran = run("rules", "test", author, "--language", "fr")
    assert "lost-parcel: warns 1 devrait être une arnaque, mais est sans rien de suspect." in ran.out
    assert "pas trouvé\u00a0: fee (+3)\u00a0: rien de semblable (money)" in ran.out
    assert "Exemples\u00a0: 2 sur 3 jugés comme attendu." in ran.out


def test_one_scenario_file(run: Run, author: Path) -> None:
    assert run("rules", "test", author / "library" / "lost-parcel.toml").out.startswith("Examples: 3 of 3")


def test_fixtures_and_known_gaps(run: Run, author: Path) -> None:
    fixture_in(author, "found", SCAM)
    gap = fixture_in(author, "gap", "Have a nice day", "says nothing")
    ran = run("rules", "test", author)
    assert ran.code == 0
    assert ran.out.splitlines()[1:] == [
        "Fixtures, by their recorded text: 1 of 2 judged as expected.",
        "Known gaps, which fail as they say: 1.",
    ]
    recorded.save(recorded.from_plain_text(SCAM), gap.with_suffix(".text.json"), gap.with_suffix(".png"))
    ran = run("rules", "test", author)
    assert ran.code == 1
    assert f"{gap}: fixtures/gap now gets its verdict. Take its todo away: “says nothing”" in ran.out


def test_a_fixture_without_its_text_cannot_be_tried(run: Run, author: Path) -> None:
    missing = fixture_in(author, "missing", "")
    ran = run("rules", "test", author)
    assert ran.code == 2
    assert ran.out == "Examples: 3 of 3 judged as expected.\n"
    assert ran.err.count("\n") == 1
    assert f"popupwatch fixtures record {missing}" in ran.err
    for number in range(6):
        fixture_in(author, f"more-{number}", "")
    assert "… and 3 more could not be tried, for the same reason." in run("rules", "test", author).err


def test_broken_files_are_told_and_the_others_tried(run: Run, author: Path) -> None:
    (author / "library" / "broken.toml").write_text('id = "broken"\n')
    fixture_in(author, "broken", SCAM).write_text('expected = "scan"\n')
    ran = run("rules", "test", author)
    assert ran.code == 2
    assert "Examples: 3 of 3" in ran.out
    assert "broken.toml:1:1: “suspicious” is missing here." in ran.err
    assert "fixtures/broken.toml:1" in ran.err
    assert "Traceback" not in ran.err


def test_what_failed_goes_before_what_could_not_be_done(run: Run, author: Path) -> None:
    change(author, "Pay 2.99 EUR now", "Pqy two euros now")
    (author / "library" / "broken.toml").write_text('id = "broken"\n')
    assert run("rules", "test", author).code == 1


@pytest.mark.parametrize(
    ("name", "says"), [("none", "There is no file or folder"), (".", "There is nothing to try in")]
)
def test_nothing_to_try(run: Run, tmp_path: Path, name: str, says: str) -> None:
    ran = run("rules", "test", tmp_path / name)
    assert ran.code == 2
    assert ran.err.startswith(f"Error: {says} {tmp_path}")


def test_as_json(run: Run, author: Path) -> None:
    change(author, "Pay 2.99 EUR now", "Pqy two euros now")
    fixture_in(author, "found", SCAM)
    ran = run("rules", "test", author, "--format", "json", "--noise", "4")
    *cases, noise = [json.loads(line) for line in ran.out.splitlines()]
    assert ran.code == 1
    assert [case["result"] for case in cases] == ["fails", "holds", "holds", "holds"]
    assert cases[0] | {"why": cases[0]["why"][:1]} == {
        "name": "lost-parcel: warns 1",
        "path": str(author / "library" / "lost-parcel.toml"),
        "line": 26,
        "kind": "example",
        "expected": "scam",
        "scenario": "lost-parcel",
        "result": "fails",
        "verdict": "clear",
        "score": 0.0,
        "todo": "",
        "why": ["lost-parcel: warns 1 should be a scam, but is clear."],
    }
    assert cases[3]["kind"] == "fixture"
    assert set(noise["noise"]) == {"rate", "seed", "warning", "held", "lost", "calm", "turned"}


def test_noise(run: Run, author: Path) -> None:
    ran = run("rules", "test", author, "--noise", "30", "--rate", "0.001")
    assert ran.code == 0
    assert "10 of 10 copies that must warn still do, which is 100.0 % (95 % are needed)" in ran.out
    assert "Of 20 calm ones, 0 became a scam" in ran.out


def test_noise_that_is_not_borne(run: Run, author: Path) -> None:
    ran = run("rules", "test", author, "--noise", "60", "--rate", "0.3")
    assert ran.code == 1
    assert "Lost in noise: lost-parcel: warns 1, " in ran.out
    assert run("rules", "test", author, "--noise", "60", "--rate", "0.3").out == ran.out
    assert run("rules", "test", author, "--noise", "60", "--rate", "0.3", "--seed", "2").out != ran.out


@pytest.mark.parametrize("wrong", [("--noise", "0"), ("--rate", "2"), ("--seed", "x"), ("--format", "xml")])
def test_wrong_options(run: Run, author: Path, wrong: tuple[str, str]) -> None:
    ran = run("rules", "test", author, *wrong)
    assert ran.code == 2
    assert "Traceback" not in ran.err
