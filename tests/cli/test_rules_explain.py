"""`popupwatch rules explain`: what one scenario makes of a picture or a text, whatever form that has."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from popupwatch.ocr import recorded

Run = Callable[..., Any]
WORDS = "Your parcel waits.\nPqy 2.99 EUR now."


def test_all_of_it(run: Run, author: Path) -> None:
    ran = run("rules", "explain", "lost-parcel", WORDS, "--rules", author)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        "The text read (7 words by the reader “plain”), and below each line how it is compared:\n"
        "    1  Your parcel waits.\n"
        "       your parcel walts\n"
        "    2  Pqy 2.99 EUR now.\n"
        "       pqy 2 99 eur now\n"
        "\n"
        "Fake parcel message (lost-parcel): 3 points, clear\n"
        "  Found:\n"
        "     +3.00  It speaks of a parcel (parcel): “Your parcel” (line 1, 100 % alike)\n"
        "  Not found:\n"
        "    fee (+3): nearest is “Pqy”, 67 % like “pay” (pay)\n"
        "    urgency (+1): nothing like it (urgency)\n"
        "  suspicious from 5 points, a scam from 6\n"
        "  What would have changed the verdict:\n"
        "    3 more points would make it a scam: fee (+3).\n"
        "\n"
        "All rules together: Clear: nothing here looks like a scam that popupwatch knows.\n"
    )


def test_in_french(run: Run, author: Path) -> None:
    ran = run("rules", "explain", "lost-parcel", WORDS, "--rules", author, "--language", "fr")
    assert "fee (+3)\u00a0: le plus proche est «\u00a0Pqy\u00a0», semblable à 67 % à «\u00a0pay\u00a0» (pay)" in ran.out
    assert "Avec 3 points de plus, ce serait une arnaque\u00a0: fee (+3)." in ran.out


def test_what_calms_stands_apart(run: Run) -> None:
    ran = run("rules", "explain", "fake-microsoft-alert", "Microsoft: computer infected. Call us. This is a scam.")
    found, calming = ran.out.index("  Found:\n"), ran.out.index("  Found, and calming:\n")
    assert found < calming < ran.out.index("(explains-scams)")


@pytest.mark.parametrize("form", ["file", "recorded", "stdin"])
def test_every_form_of_a_text(run_process: Run, author: Path, tmp_path: Path, form: str) -> None:
    said = run_process("rules", "explain", "lost-parcel", WORDS, "--rules", author).out
    (tmp_path / "words.txt").write_text(WORDS, encoding="utf-8")
    recorded.save(recorded.from_plain_text(WORDS), tmp_path / "words.json")
    source = {"file": "words.txt", "recorded": "words.json", "stdin": "-"}[form]
    stdin = WORDS.encode() if form == "stdin" else b""
    assert run_process("rules", "explain", "lost-parcel", source, "--rules", author, stdin=stdin).out == said


def test_a_picture_and_its_annotated_copy(run: Run, pictures: Any, tmp_path: Path) -> None:
    out = tmp_path / "out.png"
    ran = run("rules", "explain", "fake-microsoft-alert", pictures.scam, "--annotate", out)
    assert ran.code == 0
    assert "Microsoft Windows Security Alert" in ran.out
    assert "pixels, 100 % alike)" in ran.out
    assert "All rules together: Scam: Fake Microsoft alert" in ran.out
    assert ran.out.endswith(f"Drawn into {out}.\n")
    changed = ImageChops.difference(Image.open(pictures.scam).convert("RGB"), Image.open(out)).getbbox()
    assert changed


def test_a_scenario_that_does_not_warn_is_drawn_too(run: Run, pictures: Any, tmp_path: Path) -> None:
    out = tmp_path / "out.png"
    ran = run("rules", "explain", "fake-scan", pictures.ordinary, "--annotate", out)
    assert (ran.code, out.is_file()) == (0, True)


def test_the_scenario_may_be_named_by_its_file(run: Run, author: Path) -> None:
    ran = run("rules", "explain", author / "library" / "lost-parcel.toml", WORDS)
    assert "Fake parcel message (lost-parcel): 3 points, clear" in ran.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["fake-scam", "words"], "There is no scenario “fake-scam”. Did you mean “fake-scan”?"),
        (["fake-scan", "none.txt"], "There is no file none.txt."),
        (["fake-scan", "none.png"], "There is no file none.png."),
        (["fake-scan", "words", "--annotate", "out.png"], "--annotate draws on a picture, and words is a text."),
        (["fake-scan", "words", "--rules", "none"], "There is no folder of rules none."),
    ],
)
def test_what_cannot_be_done(run: Run, tmp_path: Path, arguments: list[str], says: str) -> None:
    ran = run("rules", "explain", *arguments)
    assert ran.code == 2
    assert ran.err.startswith(f"Error: {says}")
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("x.txt", b"\xff\xfe\x00", "is not UTF-8 text; save it as UTF-8."),
        ("x.json", b"{}", "This is not a text recorded by popupwatch"),
        ("x.png", b"no picture at all, only words", "is not a picture that popupwatch can open"),
    ],
)
def test_damaged_files(run: Run, tmp_path: Path, name: str, content: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(content)
    ran = run("rules", "explain", "fake-scan", tmp_path / name)
    assert ran.code == 2
    assert says in ran.err


def test_broken_rules_are_told(run: Run, author: Path) -> None:
    (author / "library" / "broken.toml").write_text('id = "broken"\n')
    ran = run("rules", "explain", "lost-parcel", WORDS, "--rules", author)
    assert ran.code == 2
    assert "Fake parcel message" in ran.out
    assert "broken.toml:1:1: “suspicious” is missing here." in ran.err


def test_nothing_on_the_screen_steers_the_terminal(run: Run) -> None:
    assert "\x1b]" not in run("rules", "explain", "fake-scan", "virus \x1b]0;owned\x07 found").out
