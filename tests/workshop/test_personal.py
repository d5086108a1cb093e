"""What is personal is found by its form, and blanked until the real reader sees it no more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PIL import Image

from popupwatch.errors import FixtureError
from popupwatch.model import Box, Frame
from popupwatch.ocr.reader import Reader, choose_reader
from popupwatch.ocr.recorded import from_plain_text
from popupwatch.workshop.personal import Personal, blanked, looks_personal, places_of, redacted

Draw = Callable[..., Image.Image]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return choose_reader()


@pytest.mark.parametrize(
    ("line", "kind", "words"),
    [
        ("Sent to jean.dupont@orange.example today", "e-mail", "jean.dupont@orange.example"),
        ("from anna @ post . example.", "e-mail", "anna @ post . example."),
        ("Dear Mr. John Q Public, your account", "name", "John Q Public,"),
        ("Bonjour Madame Élodie Martin, votre colis", "name", "Élodie Martin,"),
        ("Sehr geehrter Herr Weber, Ihr Konto", "name", "Weber,"),
        ("Guten Tag Frau Anna Schmidt", "name", "Anna Schmidt"),
        ("山田太郎 様 いつもご利用", "name", "山田太郎"),
        ("IBAN FR76 3000 6000 0112 3456 7890 189 BIC", "iban", "FR76 3000 6000 0112 3456 7890 189"),
        ("card 4970 1012 3456 7890 valid", "card", "4970 1012 3456 7890"),
        ("card 4970-1012-3456-7890", "card", "4970-1012-3456-7890"),
        ("Your IP: 203.0.113.77 is blocked", "ip", "203.0.113.77"),
        ("IPv6 2001:db8:85a3:8d3:1319:8a2e:370:7348", "ip", "2001:db8:85a3:8d3:1319:8a2e:370:7348"),
        (r"C:\Users\jdupont\Documents\a.txt", "folder", r"C:\Users\jdupont\Documents\a.txt"),
        ("opened /home/marie/letter.odt now", "folder", "/home/marie/letter.odt"),
    ],
)
def test_what_looks_personal(line: str, kind: str, words: str) -> None:
    found = looks_personal(from_plain_text(f"Some words before.\n{line}\nAnd after."))
    assert [(item.kind, item.words) for item in found] == [(kind, words)]
    assert len(found[0].boxes) == len(words.split())


@pytest.mark.parametrize(
    "line",
    [
        "Call Microsoft Support now: 1-800-555-0134",
        "Appelez le +33 1 99 00 17 45 (gratuit) ou le 01 99 00 17 45",
        "Dear Customer, your order",
        "Bonjour à tous",
        "Hallo zusammen",
        "Hi there Windows user",
        "Error code 0x80072EE7, ref 2024-03-11 14:32:05",
        "Version 10.0.19045 build 4170",
        "Order 1234 5678 9012",
    ],
)
def test_what_does_not(line: str) -> None:
    assert looks_personal(from_plain_text(line)) == []


def test_words_are_found_wherever_and_however_they_stand() -> None:
    text = from_plain_text("Hello JEAN  DUPONT and\nmy friend Jean\nDup0nt, mail: jean.dupont@x.example; a Dupuy too")
    boxes = places_of("Jean Dupont", text)
    words = {word.box: word.text for line in text.lines for word in line.words}
    assert [words[box] for box in boxes] == ["JEAN", "DUPONT", "Jean", "Dup0nt,", "jean.dupont@x.example;"]
    assert places_of("Elodie", text) == []
    assert places_of("…", text) == []


def test_short_words_must_be_whole() -> None:
    text = from_plain_text("Ana and Anatole at AN agency")
    words = {word.box: word.text for line in text.lines for word in line.words}
    assert [words[box] for box in places_of("an", text)] == ["AN"]


def test_blanking_is_solid_and_takes_nothing_along(tmp_path: Path) -> None:
    image = Image.new("RGB", (40, 20), "#fafafa")
    image.paste("black", (12, 6, 18, 10))
    image.info["comment"] = "by Jean"
    copy = blanked(image, [Box(10, 4, 20, 12), Box(35, 15, 99, 99), Box(-9, -9, -1, -1)])
    assert copy.getcolors() == [(800, (250, 250, 250))]
    assert copy.info == {}
    assert image.getpixel((14, 8)) == (0, 0, 0), "the picture itself is left alone"


def all_of_it(found: Sequence[Personal]) -> Sequence[Personal]:
    return found


def none_of_it(found: Sequence[Personal]) -> Sequence[Personal]:
    return []


WORDS = "Dear Jean Dupont,\nyour PC is blocked. Call 1-800-555-0134\nsent to jd@post.example\nJean Dupont has 3 viruses"


def test_the_reader_sees_nothing_of_it_any_more(draw: Draw, reader: Reader) -> None:
    image = redacted(draw(WORDS), ["viruses"], all_of_it, reader)
    seen = " ".join(line.text for line in reader.read(Frame(image, "x")).lines)
    assert "Dupont" not in seen
    assert "post.example" not in seen
    assert "virus" not in seen
    assert "1-800-555-0134" in seen
    assert "blocked" in seen


def test_what_is_not_agreed_on_stays(draw: Draw, reader: Reader) -> None:
    picture = draw(WORDS)
    assert redacted(picture, [], none_of_it, reader) is picture


def test_words_that_are_not_there(draw: Draw, reader: Reader) -> None:
    with pytest.raises(FixtureError, match="“Élodie” was not found on the picture"):
        redacted(draw(WORDS), ["viruses", "Élodie"], none_of_it, reader)
