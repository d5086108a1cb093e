"""`popupwatch rules watch`: what was saved is checked and tried again, until Ctrl+C."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from popupwatch.advice.texts import load_texts
from popupwatch.cli.rules import watching
from popupwatch.model import Level
from popupwatch.ocr import recorded
from popupwatch.workshop.trials import Case

Run = Callable[..., Any]


@pytest.fixture
def watch(author: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., list[str]]:
    """Watches the author's folder while *steps* are done one after the other, each over before the next: what was said
    at the start and after each."""
    monkeypatch.chdir(author)
    monkeypatch.setattr(watching.time, "strftime", lambda form: "12:00:00")

    def watch(*steps: Callable[[], object]) -> list[str]:
        waiting = iter([turn for step in steps for turn in (step, lambda: None)])

        def pause() -> None:
            step = next(waiting, None)
            if step is None:
                raise KeyboardInterrupt
            step()

        with pytest.raises(KeyboardInterrupt):
            watching.keep_watch(author, load_texts("en"), pause)
        return capfd.readouterr().out.split("\n12:00:00  ")

    return watch


def change(author: Path, old: str, new: str) -> None:
    file = author / "library" / "lost-parcel.toml"
    file.write_text(file.read_text("utf-8").replace(old, new), encoding="utf-8")


def test_at_the_start_everything(watch: Callable[..., list[str]], author: Path) -> None:
    (start,) = watch()
    assert start == (
        f"Watching {author}. Whatever you save there is checked and tried at once; Ctrl+C ends it.\n"
        "Nothing to mend.\n"
        "Examples: 3 of 3 judged as expected.\n"
    )


def test_each_save(watch: Callable[..., list[str]], author: Path) -> None:
    _, broken, mended, worse = watch(
        lambda: change(author, 'use = "urgency"', 'use = "urgenzy"'),
        lambda: change(author, 'use = "urgenzy"', 'use = "urgency"'),
        lambda: change(author, "Pay 2.99 EUR", "Pqy two euros"),
    )
    assert broken.startswith("library/lost-parcel.toml\n")
    assert "There is no shared clue “urgenzy”. Did you mean “urgency”?" in broken
    assert mended == "library/lost-parcel.toml\nNothing to mend.\nExamples: 3 of 3 judged as expected.\n"
    assert "library/lost-parcel.toml:26: lost-parcel: warns 1 should be a scam, but is clear." in worse


def test_words_bear_on_everything(watch: Callable[..., list[str]], author: Path) -> None:
    words = author / "vocabulary" / "en.toml"
    _, saved = watch(lambda: words.write_text(words.read_text().replace("your parcel", "the parcel")))
    assert saved.startswith("vocabulary/en.toml\n")
    assert "lost-parcel: warns 1 should be a scam" in saved


def test_a_fixture_bears_on_itself(watch: Callable[..., list[str]], author: Path) -> None:
    def save() -> None:
        file = author / "screen.toml"
        file.write_text('expected = "clear"\nlanguage = "en"\n')
        file.with_suffix(".png").write_bytes(b"a picture")
        text = recorded.from_plain_text("Your parcel: pay 3 EUR")
        recorded.save(text, file.with_suffix(".text.json"), file.with_suffix(".png"))

    _, saved = watch(save)
    assert "screen.toml: author/screen should be clear, but is a scam." in saved
    assert "Examples" not in saved


def test_a_rule_that_is_removed(watch: Callable[..., list[str]], author: Path) -> None:
    _, saved = watch((author / "library" / "lost-parcel.toml").unlink)
    assert saved.startswith("library/lost-parcel.toml\n")


def test_a_scenario_bears_on_its_own_and_on_what_must_stay_calm(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text("[[clue]]\n")
    cases = [
        Case(name, tmp_path / f"{name[:3]}.toml", level, name[:3])
        for name, level in (
            ("one", Level.SCAM),
            ("two", Level.SCAM),
            ("one calm", Level.CLEAR),
            ("two calm", Level.CLEAR),
        )
    ]
    concerned = watching.concerned(cases, frozenset([tmp_path / "one.toml"]))
    assert [case.name for case in concerned] == ["one", "one calm", "two calm"]


def test_no_such_folder(run: Run, tmp_path: Path) -> None:
    ran = run("rules", "watch", tmp_path / "none")
    assert ran.code == 2
    assert ran.err.startswith(
        f"Error: There is no folder {tmp_path / 'none'}. To write a first rule: popupwatch rules new"
    )


def _hear_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C cannot be sent to another process there")
def test_for_real_until_ctrl_c(author: Path, tmp_path: Path) -> None:
    """A process of its own, in an empty folder at first."""
    folder, log = tmp_path / "empty", tmp_path / "log"
    folder.mkdir()
    with log.open("w") as out:
        command = [sys.executable, "-m", "popupwatch", "rules", "watch", str(folder)]
        environment = os.environ | {"PYTHONUNBUFFERED": "1"}
        # Where the tests run in the background, Ctrl+C would be passed over.
        process = subprocess.Popen(command, stdout=out, stderr=out, env=environment, preexec_fn=_hear_ctrl_c)

    def wait_for(words: str) -> None:
        for _ in range(600):
            if words in log.read_text("utf-8"):
                return
            time.sleep(0.1)
        pytest.fail(log.read_text("utf-8"))

    try:
        wait_for("There are no rules in")
        shutil.copytree(author, folder, dirs_exist_ok=True)
        wait_for("Examples: 3 of 3 judged as expected.")
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    finally:
        process.kill()
    assert log.read_text("utf-8").endswith("Ended.\n")
    assert "Traceback" not in log.read_text("utf-8")
