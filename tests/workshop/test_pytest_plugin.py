"""A rule author's own repository is tested by plain pytest, once its conftest.py names the plugin."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from popupwatch.ocr import recorded

pytest_plugins = ["pytester"]

CONFTEST = 'pytest_plugins = ["popupwatch.workshop.pytest_plugin"]\n'
FIXTURE = 'expected = "scam"\nscenario = "fake-microsoft-alert"\nlanguage = "en"\n'


@pytest.fixture
def repository(pytester: pytest.Pytester, author: Path) -> Path:
    shutil.copytree(author, pytester.path, dirs_exist_ok=True)
    pytester.makeconftest(CONFTEST)
    return pytester.path


def tested(pytester: pytest.Pytester, *options: str) -> pytest.RunResult:
    return pytester.runpytest_subprocess("-v", "-p", "no:cacheprovider", "-p", "no:randomly", *options)


def change(repository: Path, old: str, new: str) -> None:
    file = repository / "library" / "lost-parcel.toml"
    file.write_text(file.read_text("utf-8").replace(old, new), encoding="utf-8")


def test_each_example_is_a_test(pytester: pytest.Pytester, repository: Path) -> None:
    ran = tested(pytester)
    ran.assert_outcomes(passed=3)
    ran.stdout.fnmatch_lines(
        [
            "library/lost-parcel.toml::warns 1 PASSED*",
            "library/lost-parcel.toml::calm 1 PASSED*",
            "library/lost-parcel.toml::calm 2 PASSED*",
        ]
    )
    tested(pytester, "library/lost-parcel.toml::calm 2").assert_outcomes(passed=1)


def test_without_the_line_nothing_is_collected(pytester: pytest.Pytester, repository: Path) -> None:
    (repository / "conftest.py").unlink()
    tested(pytester).assert_outcomes()


def test_a_failure_tells_the_nearest_miss_without_a_traceback(pytester: pytest.Pytester, repository: Path) -> None:
    change(repository, "Pay 2.99 EUR now", "Pqy two euros now")
    ran = tested(pytester)
    ran.assert_outcomes(passed=2, failed=1)
    ran.stdout.fnmatch_lines(
        [
            "*lost-parcel: warns 1*",
            "lost-parcel: warns 1 should be a scam, but is clear.",
            "  found: parcel (+3): “Your parcel”",
            "  not found: fee (+3): nothing like it (money)",
            "  3 more points would make it a scam: fee (+3).",
            "FAILED library/lost-parcel.toml::warns 1 - lost-parcel: warns 1 should be*",
        ]
    )
    assert "Traceback" not in ran.stdout.str()
    assert ".py:" not in ran.stdout.str()


def test_known_gaps(pytester: pytest.Pytester, repository: Path) -> None:
    gap = '\n[[examples.todo]]\nwhy = "nobody knows the word"\nwarns = "Your {thing} waits. Pay 3 EUR"\n'
    file = repository / "library" / "lost-parcel.toml"
    file.write_text(file.read_text("utf-8") + gap.format(thing="consignment") + gap.format(thing="parcel"))
    ran = tested(pytester)
    ran.assert_outcomes(passed=3, xfailed=1, failed=1)
    ran.stdout.fnmatch_lines(
        ["*::warns 2 XFAIL (nobody knows the word)*", "*warns 3 now gets its verdict. Take its todo*"]
    )


def test_a_broken_file_is_a_failure_and_harms_no_other(pytester: pytest.Pytester, repository: Path) -> None:
    (repository / "library" / "broken.toml").write_text('id = "broken"\n[[clue]]\nname = 3\n')
    (repository / "fixture.toml").write_text('expected = "scan"\n')
    ran = tested(pytester)
    ran.assert_outcomes(passed=3, failed=2)
    ran.stdout.fnmatch_lines(["*::is sound FAILED*", "*broken.toml:3:8: *name* must be text in quotes*"])
    assert "Traceback" not in ran.stdout.str()


def fixture_in(repository: Path, picture: Path, name: str) -> Path:
    file = repository / "fixtures" / f"{name}.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(FIXTURE)
    shutil.copy(picture, file.with_suffix(".png"))
    return file


def test_fixtures_by_their_recorded_text(pytester: pytest.Pytester, repository: Path, pictures: Any) -> None:
    fixture_in(repository, pictures.scam, "unrecorded")
    for name, words in (
        ("found", "Microsoft: your computer is blocked. Trojan found. Do not turn off. Call Microsoft 1-800-555-0134"),
        ("missed", "Have a nice day"),
    ):
        file = fixture_in(repository, pictures.scam, name)
        text = recorded.from_plain_text(words)
        recorded.save(text, file.with_suffix(".text.json"), file.with_suffix(".png"))
    ran = tested(pytester, "fixtures")
    ran.assert_outcomes(passed=1, failed=1, skipped=1)
    ran.stdout.fnmatch_lines(
        [
            "fixtures/found.toml::recorded PASSED*",
            "fixtures/missed.toml::recorded FAILED*",
            "fixtures/unrecorded.toml::recorded SKIPPED*",
            "fixtures/missed should be a scam, but is clear.",
        ]
    )
    skipped = tested(pytester, "fixtures/unrecorded.toml", "-rs").stdout.str()
    assert "popupwatch fixtures record" in skipped


def test_their_pictures_are_read_where_that_is_asked(
    pytester: pytest.Pytester, repository: Path, pictures: Any
) -> None:
    fixture_in(repository, pictures.scam, "found")
    fixture_in(repository, pictures.ordinary, "missed")
    ran = tested(pytester, "fixtures", "--popupwatch-ocr")
    ran.assert_outcomes(passed=1, failed=1, skipped=2)
    ran.stdout.fnmatch_lines(["fixtures/found.toml::read PASSED*", "fixtures/missed.toml::read FAILED*"])
