"""`popupwatch fixtures new`: a picture is kept without what is personal on it, with its expectation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from desktop import Desktop
from PIL import Image

from popupwatch.model import Level
from popupwatch.tray.false_alarm import keep_picture
from popupwatch.workshop.fixtures import load_fixture

Run = Callable[..., Any]

LETTER = """Dear Jean Dupont,
Microsoft Windows Security Alert
Your computer has been blocked.
A Trojan virus was detected on this computer.
Your IP address 203.0.113.77 was sent to jd@post.example
Call Microsoft Support now: 1-800-555-0134
Do not close this window."""

OPTIONS = ("--expected", "scam", "--scenario", "fake-microsoft-alert", "--page-language", "en")


@pytest.fixture
def letter(tmp_path: Path, draw: Callable[..., Image.Image]) -> Path:
    file = tmp_path / "screenshot of jean.png"
    draw(LETTER).save(file)
    return file


def test_one_step(run: Run, letter: Path, tmp_path: Path) -> None:
    before = letter.read_bytes()
    ran = run("fixtures", "new", "mine", "--from", letter, *OPTIONS, "--redact-words", "Trojan", "--yes")
    own = tmp_path / "config" / "popupwatch" / "fixtures"
    assert ran.code == 0
    assert sorted(file.name for file in own.iterdir()) == ["mine.png", "mine.text.json", "mine.toml"]
    fixture = load_fixture(own / "mine.toml")
    assert (fixture.expected, fixture.scenario) == (Level.SCAM, "fake-microsoft-alert")
    kept = "".join(file.read_text("utf-8") for file in (fixture.file, fixture.recorded))
    for word in ("Dupont", "203.0", "post.example", "Trojan", "screenshot", "jean"):
        assert word not in kept, word
    assert "1-800-555-0134" in kept
    assert "This looks personal:" in ran.out
    assert "a name: Jean Dupont" in ran.out
    assert "Scam: Fake Microsoft alert" in ran.out
    assert "Look at the picture yourself" in ran.out
    assert letter.read_bytes() == before
    assert run("fixtures", "test", own).code == 0
    assert run("scan", fixture.picture).code == 1


def test_places_are_blanked_and_cut_before_anything_is_read(run: Run, letter: Path, tmp_path: Path) -> None:
    with Image.open(letter) as image:
        width = image.width
    options = ("--redact", f"0,60,{width},125", "--crop", f"0,0,{width},330", "--keep-words", "jd@post.example")
    ran = run("fixtures", "new", "mine", "--from", letter, *OPTIONS, *options, "--folder", tmp_path, "--yes")
    assert ran.code == 0
    with Image.open(tmp_path / "mine.png") as image:
        assert image.size == (width, 330)
    text = (tmp_path / "mine.text.json").read_text("utf-8")
    assert "Dupont" not in text
    assert "1-800" not in text
    assert "jd@post.example" in text
    assert "Dupont" not in ran.out


def test_what_stands_on_the_screen_now(
    screen: Desktop, letter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the tray keeps a false alarm."""
    monkeypatch.setenv("DISPLAY", screen.name)
    shown = screen.picture(letter)
    assert keep_picture(1, "en") == ""
    shown.close()
    (kept,) = (tmp_path / "config" / "popupwatch" / "fixtures").glob("*.toml")
    fixture = load_fixture(kept)
    assert (fixture.expected, fixture.kind) == (Level.CLEAR, "false alarm")
    said = fixture.recorded.read_text("utf-8")
    assert "blocked" in said
    assert "Dupont" not in said
    assert keep_picture(2, "fr") == "Il n'y a pas d'écran 2\u00a0; il y en a 1."


def test_a_missed_scam_says_what_comes_next(run: Run, pictures: Any, tmp_path: Path) -> None:
    ran = run("fixtures", "new", "--from", pictures.ordinary, *OPTIONS, "--folder", tmp_path, "--yes")
    assert ran.code == 0
    assert "That is not what you expect." in ran.out
    (toml,) = tmp_path.glob("*.toml")
    assert toml.stem == "en-fake-microsoft-alert"
    assert run("fixtures", "test", tmp_path).code == 1
    toml.write_text(toml.read_text("utf-8") + 'todo = "new kind"\n', encoding="utf-8")
    ran = run("fixtures", "test", tmp_path)
    assert ran.code == 0
    assert "Known gaps, which fail as they say: 1." in ran.out


def test_a_conversation_in_french(run_process: Run, letter: Path, tmp_path: Path) -> None:
    answers = ["scam", "fake-microsoft-alert", "en", "une arnaque", "", "Trojan, blocked", "", "oui", "o"]
    ran = run_process(
        *("fixtures", "new", "--from", letter, "--folder", tmp_path / "f", "--language", "fr"),
        stdin="\n".join([*answers, ""]).encode(),
    )
    assert ran.code == 0, ran.err
    assert "Que doit en dire popupwatch\u00a0?" in ran.out
    assert "Fausse alerte Microsoft" in ran.out
    assert "Tout effacer de l'image\u00a0? (oui/non)" in ran.out
    fixture = load_fixture(tmp_path / "f" / "en-fake-microsoft-alert.toml")
    assert fixture.purpose == "une arnaque"
    text = fixture.recorded.read_text("utf-8")
    assert not [word for word in ("Trojan", "blocked", "Dupont") if word in text]


def test_what_is_declined_stays_and_no_writes_nothing(run_process: Run, letter: Path, tmp_path: Path) -> None:
    answers = ["no", "n", "y", "no", "no"]
    asked = ("--purpose", "x", "--crop", "", "--redact-words", "Trojan")
    ran = run_process(
        *("fixtures", "new", "mine", "--from", letter, *OPTIONS, *asked, "--folder", tmp_path / "f"),
        stdin="\n".join([*answers, ""]).encode(),
    )
    assert ran.code == 0, ran.err
    read = ran.out.partition("What is read now")[2]
    assert "Jean Dupont" in read
    assert "203.0.113.77" in read or "jd@post.example" in read
    assert not ("203.0.113.77" in read and "jd@post.example" in read)
    assert "Nothing was written." in ran.out
    assert not (tmp_path / "f").exists()


def test_who_leaves_has_written_nothing(run_process: Run, letter: Path, tmp_path: Path) -> None:
    ran = run_process("fixtures", "new", "mine", "--from", letter, *OPTIONS, "--folder", tmp_path / "f")
    assert (ran.code, ran.err.strip()) == (2, "Stopped.")
    assert not (tmp_path / "f").exists()


def test_a_page_to_be_rendered(run: Run, tmp_path: Path, needs: Callable[[str], None]) -> None:
    needs("chromium")
    ran = run("fixtures", "new", "page", "--html", *OPTIONS, "--folder", tmp_path, "--yes")
    assert ran.code == 0
    assert "popupwatch fixtures render" in ran.out
    assert '<html lang="en">' in (tmp_path / "page.html").read_text("utf-8")
    assert load_fixture(tmp_path / "page.toml").look.size == (1366, 768)
    assert run("fixtures", "render", tmp_path).code == 0
    assert run("fixtures", "record", tmp_path).code == 0
    assert '"dialog"' in (tmp_path / "page.text.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "Name a picture with --from PICTURE, or start a page with --html."),
        (("--from", "PICTURE"), "Say what popupwatch should make of it: --expected scam, suspicious or clear."),
        (("--from", "PICTURE", "--html", *OPTIONS), "--from and --html do not go together"),
        (("--from", "PICTURE", "--expected", "scam"), "Say which scam it is: --scenario ID."),
        (("--from", "PICTURE", "--expected", "scam", "--scenario", "fake-microsft"), "you mean: fake-microsoft-alert"),
        (("--from", "nowhere.png", *OPTIONS), "There is no file nowhere.png."),
        (("a/b", "--from", "PICTURE", *OPTIONS), "“a/b” cannot be a name"),
        (
            ("--from", "PICTURE", *OPTIONS, "--crop", "0,0,9"),
            "“0,0,9” is no place on this picture of 1280 x 720 pixels.",
        ),
        (("--from", "PICTURE", *OPTIONS, "--redact", "0,0,9999,10"), "“0,0,9999,10” is no place"),
        (("--from", "PICTURE", *OPTIONS, "--redact-words", "Élodie"), "“Élodie” was not found on the picture"),
    ],
)
def test_what_cannot_be(run: Run, letter: Path, tmp_path: Path, options: tuple[str, ...], said: str) -> None:
    given = [letter if option == "PICTURE" else option for option in options]
    ran = run("fixtures", "new", *given, "--folder", tmp_path / "f", "--yes")
    assert ran.code == 2
    assert said in ran.err
    assert not (tmp_path / "f").exists()


def test_nothing_is_overwritten(run: Run, letter: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.html").write_text("my page")
    ran = run("fixtures", "new", "mine", "--from", letter, *OPTIONS, "--folder", tmp_path, "--yes")
    assert ran.code == 2
    assert "mine.html exists already. Choose another name." in ran.err
    assert (tmp_path / "mine.html").read_text() == "my page"
