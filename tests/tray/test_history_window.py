"""The window with past warnings, on a real desktop, by clicks and keys; what it says and saves, from inside."""

from __future__ import annotations

import csv
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from desktop import NEEDS, Desktop, desktop
from warned import Warned, warned

from popupwatch.advice.telling import Teller
from popupwatch.advice.texts import load_texts
from popupwatch.settings import history_path
from popupwatch.tray.dates import when
from popupwatch.tray.history_telling import Told, save_as_file
from popupwatch.watch.history import History, Record
from popupwatch.watch.incidents import Fingerprint

MICROSOFT = Record(
    time.time() - 3600,
    "scam",
    "fake-microsoft-alert",
    9.0,
    1,
    (
        ("number-to-call", "Call Microsoft Support now: 1-800-555-0134"),
        ("alarm", "Your computer has been blocked\x1b \U0001f6a8"),
    ),
    Fingerprint(frozenset({"microsoft", "blocked"}), frozenset({"5550134"})),
)
EN, FR = load_texts("en"), load_texts("fr")


def say(key: str, **values: object) -> str:
    return EN.say(f"history-window.{key}", **values)


@pytest.fixture
def small(needs: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> Iterator[Desktop]:
    for program in NEEDS:
        needs(program)
    with desktop((1366, 768)) as made:
        monkeypatch.setenv("DISPLAY", made.name)
        yield made


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "documents"))
    return tmp_path / "documents"


@pytest.fixture
def kept() -> History:
    """Three entries, the latest being the third."""
    history = History(history_path())
    for minutes in (30, 20, 10):
        history.add(replace(MICROSOFT, began_at=time.time() - 60 * minutes))
    return history


def opened(made: Desktop, language: str = "en", text_size: int = 100):  # type: ignore[no-untyped-def]
    return warned(made, {"language": language, "text_size": text_size}, "history")


def wait_to_say(window: Warned, sentence: str) -> None:
    window.desktop.wait(lambda: sentence in window.where()["says"], 10)


def test_empty_says_so_kindly_and_makes_no_file(small: Desktop) -> None:
    with opened(small) as window:
        wait_to_say(window, say("empty"))
        assert list(window.where()["boxes"]) == ["", "close"]
        window.click("close")
        window.wait_until_gone()
        assert window.code == 0
    assert not history_path().exists()


def test_no_scam_is_asked_once_kept_told_and_taken_back(small: Desktop, kept: History) -> None:
    with opened(small) as window:
        window.click("entry-3")
        window.click("no-scam")
        window.click("no-scam-no")
        assert not kept.no_scams()
        window.click("no-scam")
        wait_to_say(window, say("no-scam-sure"))
        window.click("no-scam-yes")
        wait_to_say(window, say("no-scam-done"))
        assert kept.no_scams() == [MICROSOFT.fingerprint]
        assert window.heard("reload") == [{"kind": "reload"}]
        window.click("scam-again")
        wait_to_say(window, say("scam-again-done"))
        assert not kept.no_scams()
        assert len(window.heard("reload")) == 2


def test_one_is_deleted(small: Desktop, kept: History) -> None:
    with opened(small) as window:
        window.click("entry-2")
        window.click("delete")
        wait_to_say(window, say("deleted"))
        assert [record.id for record in kept.records()] == [3, 1]
        assert {"entry-3", "entry-1"} < window.where()["boxes"].keys()
        assert "entry-2" not in window.where()["boxes"]
        assert not window.heard("reload")


def test_everything_is_deleted_after_a_question(small: Desktop, kept: History) -> None:
    kept.choose(1, "no-scam", time.time())
    with opened(small) as window:
        window.click("delete-all")
        window.click("delete-all-no")
        window.wait_for("entry-3")
        assert len(kept.records()) == 3
        window.click("delete-all")
        window.click("delete-all-yes")
        wait_to_say(window, say("deleted-all"))
        wait_to_say(window, say("empty"))
        assert not kept.records()
        assert window.heard("reload"), "what was no scam is forgotten too"


def test_saves_a_file_and_tells_where(small: Desktop, kept: History, documents: Path) -> None:
    with opened(small) as window:
        for number in ("", " (2)"):
            window.click("save")
            name = f"{say('file', day=date.today().isoformat())}{number}.csv"
            wait_to_say(window, say("saved", path=documents / name))
        with (documents / name).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
    assert rows[0][0] == say("head-number")
    assert [row[0] for row in rows[1:]] == ["3", "2", "1"]


def test_what_cannot_be_saved_is_told(small: Desktop, kept: History, documents: Path) -> None:
    documents.write_text("a file, no folder")
    with opened(small) as window:
        window.click("save")
        wait_to_say(window, "cannot be written")
        window.wait_for("entry-3")


def test_by_the_keyboard_and_back_to_where_one_was(small: Desktop, kept: History) -> None:
    with opened(small) as window:
        window.wait_for("entry-3")
        small.key(*["Tab"] * 5)
        assert window.where()["focus"] == "entry-2"
        small.key("Return")
        window.wait_for("back")
        small.key("Escape")
        window.wait_for("save")
        assert window.where()["focus"] == "entry-2"
        small.key("Escape")
        window.wait_until_gone()


def test_fifty_at_once_and_the_older_ones_on_demand(small: Desktop) -> None:
    history = History(history_path())
    for number in range(120):
        history.add(replace(MICROSOFT, began_at=time.time() - 86_400 * number))
    with opened(small, text_size=200) as window:
        wait_to_say(window, say("part", first=1, last=50, count=120))
        small.key("End")
        window.click("older")
        wait_to_say(window, say("part", first=51, last=100, count=120))
        small.key("End")
        window.click("older")
        wait_to_say(window, say("part", first=101, last=120, count=120))
        small.key("End")
        window.wait_for("newer")
        assert "older" not in window.where()["boxes"]


def test_a_history_that_cannot_be_read_says_what_is_wrong(small: Desktop, kept: History) -> None:
    whole = history_path().read_bytes()
    history_path().write_bytes(b"no database at all" * 100)
    with opened(small, "fr") as window:
        damaged = FR.errors["The history {path} is damaged."].format(path=history_path())
        wait_to_say(window, damaged)
        history_path().write_bytes(whole)
        window.click("again")
        window.wait_for("entry-3")


def test_one_that_another_program_holds_loses_nothing(small: Desktop, kept: History) -> None:
    with opened(small) as window:
        window.click("entry-3")
        window.wait_for("delete")
        holder = sqlite3.connect(history_path(), isolation_level=None)
        holder.execute("BEGIN EXCLUSIVE")
        window.click("delete")
        wait_to_say(window, say("failed", reason="")[:20])
        holder.close()
        window.click("delete")
        wait_to_say(window, say("deleted"))


def test_ends_with_the_tray(small: Desktop) -> None:
    with opened(small) as window:
        window.wait_for("close")
        window.child.let_go()
        window.wait_until_gone()
        assert window.code == 0


def test_told_in_plain_words() -> None:
    told = Told.of(replace(MICROSOFT, choice="called"), Teller(FR, {}), date.today())
    assert told.choice == "Vous avez dit avoir déjà appelé ou payé."
    assert told.reasons[0][1] == ("1-800-555-0134",)
    assert told.reasons[1][0].endswith("«\u00a0Your computer has been blocked\u00a0»")
    odd = Told.of(replace(MICROSOFT, level="suspicious", scenario="fake-scan"), Teller(EN, {}), date.today())
    assert odd.title == "Looked odd: fake virus scan"


def test_days_as_people_say_them() -> None:
    at = datetime(2026, 8, 1, 9, 5).timestamp()
    assert when(at, EN.say, date(2026, 8, 1)) == "Today at 9:05"
    assert when(at, EN.say, date(2026, 8, 2)) == "Yesterday at 9:05"
    assert when(at, EN.say, date(2026, 8, 3)) == "Saturday, 1 August 2026, at 9:05"
    assert when(at, FR.say, date(2027, 1, 1)) == "Samedi 1er août 2026 à 9 h 05"


def test_a_spreadsheet_does_not_calculate_with_a_scammers_words(tmp_path: Path) -> None:
    record = replace(MICROSOFT, evidence=(("alarm", "=cmd|' /C calc'!A0"),))
    told = Told.of(record, Teller(FR, {}), date.today())
    path = save_as_file([(record, told)], tmp_path / "new", FR.say, date(2026, 8, 1))
    assert path.name == "popupwatch avertissements passés 2026-08-01.csv"
    row = path.read_text(encoding="utf-8-sig").splitlines()[1]
    assert ";'=cmd|' /C calc'!A0;" in row
