"""`popupwatch scan` on real pictures: verdicts, answers, exit codes, and everything that can go
wrong, each in one sentence."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from PIL import Image

from popupwatch.cli import main as command
from popupwatch.cli import scan as scan_module

Run = Callable[..., Any]
SCHEMA = json.loads(files("popupwatch.cli").joinpath("scan.schema.json").read_text(encoding="utf-8"))


def objects(out: str) -> list[dict[str, Any]]:
    """The JSON objects of an answer, each checked against the schema that is shipped."""
    found = [json.loads(line) for line in out.splitlines()]
    for item in found:
        jsonschema.validate(item, SCHEMA, cls=jsonschema.Draft202012Validator)
    return found


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_a_scam(run: Run, pictures: Any) -> None:
    ran = run("scan", pictures.scam)
    assert ran.code == 1
    assert ran.err == ""
    headline, _, calm, *rest = ran.out.splitlines()
    assert headline == f"{pictures.scam}: Scam: Fake Microsoft alert"
    assert calm == "  You are safe. Take your time."
    text = " ".join(" ".join(rest).split())
    assert "It gives a number to call: “" in text
    assert "1-800-555-0134" in text
    assert "1. Do not call the number on the screen." in text


def test_in_french(run: Run, pictures: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = run("scan", "--language", "fr", pictures.scam)
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    by_locale = run("scan", pictures.scam)
    assert asked == by_locale
    assert "Arnaque\u00a0: Fausse alerte Microsoft" in asked.out
    assert "Vous êtes en sécurité. Prenez votre temps." in asked.out


def test_something_suspicious(run: Run, pictures: Any) -> None:
    ran = run("scan", pictures.suspicious)
    assert ran.code == 3
    assert "Suspicious: Fake virus scan" in ran.out


def test_an_ordinary_screen(run: Run, pictures: Any) -> None:
    ran = run("scan", pictures.ordinary)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"{pictures.ordinary}: Clear: nothing here looks like a scam that popupwatch knows.\n"


def test_no_readable_text(run: Run, pictures: Any) -> None:
    ran = run("scan", pictures.blank)
    assert ran.code == 0
    assert ran.out == f"{pictures.blank}: Not judged: no readable text was found in this picture.\n"


def test_as_json(run: Run, pictures: Any) -> None:
    ran = run("scan", "--format", "json", pictures.scam, pictures.ordinary, pictures.blank)
    scam, ordinary, blank = objects(ran.out)
    assert ran.code == 1
    assert list(scam) == ["path", "verdict", "score", "findings", "words_read", "reader", "seconds"]
    assert scam["path"] == str(pictures.scam)
    assert (scam["verdict"], ordinary["verdict"], blank["verdict"]) == ("scam", "clear", "clear")
    finding = scam["findings"][0]
    assert list(finding) == ["rule", "title", "score", "evidence", "missing"]
    assert finding["rule"] == "fake-microsoft-alert"
    assert finding["title"] == "Fake Microsoft alert"
    assert finding["score"] == scam["score"]
    number = next(item for item in finding["evidence"] if "555-0134" in item["text"])
    left, top, right, bottom = number["box"]
    assert 100 <= left < right <= 900
    assert 80 <= top < bottom <= 600
    assert ordinary["findings"] == []
    assert ordinary["words_read"] > 10
    assert blank["words_read"] == 0


def test_answers_come_in_the_order_asked(run: Run, pictures: Any, tmp_path: Path) -> None:
    named = [pictures.scam, pictures.blank, tmp_path / "none.png", pictures.ordinary, pictures.suspicious] * 2
    ran = run("scan", "--format", "json", *named)
    assert [item["path"] for item in objects(ran.out)] == [str(path) for path in named]


def test_folders(run: Run, pictures: Any, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    (folder / "deep").mkdir(parents=True)
    shutil.copy(pictures.ordinary, folder / "z.png")
    shutil.copy(pictures.suspicious, folder / "deep" / "a.png")
    (folder / "notes.txt").write_text("no picture")
    ran = run("scan", "--format", "json", folder)
    assert ran.code == 3
    assert [item["path"] for item in objects(ran.out)] == [str(folder / "deep" / "a.png"), str(folder / "z.png")]


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["ordinary", "blank"], 0),
        (["ordinary", "suspicious"], 3),
        (["suspicious", "missing", "ordinary"], 2),
        (["missing", "scam", "suspicious"], 1),
    ],
)
def test_the_gravest_decides_the_exit_code(run: Run, pictures: Any, names: list[str], code: int) -> None:
    ran = run("scan", *(getattr(pictures, name, "missing.png") for name in names))
    assert ran.code == code


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"Dear Sir or Madam, " * 20, "is not a picture that popupwatch can open"),
        (b"\x89PNG\r\n\x1a\n garbage", "is damaged"),
    ],
)
def test_bad_pictures_do_not_stop_the_others(
    run: Run, pictures: Any, tmp_path: Path, content: bytes, says: str
) -> None:
    bad = tmp_path / "bad.png"
    bad.write_bytes(content)
    ran = run("scan", bad, pictures.ordinary)
    assert ran.code == 2
    assert ran.err.count("\n") == 1
    assert ran.err.startswith(f"Error: {bad} ")
    assert says in ran.err
    assert "Clear" in ran.out


def test_a_truncated_picture_as_json(run: Run, pictures: Any, tmp_path: Path) -> None:
    whole = pictures.scam.read_bytes()
    (tmp_path / "cut.png").write_bytes(whole[: len(whole) // 2])
    ran = run("scan", "--format", "json", "--language", "fr", tmp_path / "cut.png")
    (answer,) = objects(ran.out)
    assert ran.code == 2
    assert answer["verdict"] is None
    assert "est abîmé ou tronqué" in answer["error"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["missing.png"], "There is no file missing.png."),
        (["--reader", "crystal-ball", "x.png"], "There is no reader called 'crystal-ball'"),
        (["--ocr-language", "tlh", "x.png"], "tlh"),
        (["--rules", "nowhere", "x.png"], "There is no folder of rules nowhere."),
        ([], "Name a picture or a folder"),
        (["--explain", "--format", "json", "x.png"], "--explain is for people"),
        (["--format", "xml", "x.png"], "'xml' is not one of"),
        (["--frobnicate"], "No such option"),
        (["--annotate", "out.doc", "x.png"], "no ending of a picture"),
        (["--annotate", "out.png", "x.png", "y.png"], "Name a folder"),
        (["--annotate", "x.png", "x.png"], "would overwrite"),
        (["--screen"], "no display"),
    ],
)
def test_what_cannot_be_done_is_said(run_process: Run, arguments: list[str], says: str) -> None:
    ran = run_process("scan", *arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert says in ran.err
    assert "Traceback" not in ran.err


def test_a_folder_without_pictures(run: Run, tmp_path: Path) -> None:
    ran = run("scan", tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "holds no pictures" in ran.err


def test_thirty_thousand_pixels_wide(run: Run, tmp_path: Path) -> None:
    Image.new("L", (30_000, 20), 255).save(tmp_path / "wide.png")
    ran = run("scan", tmp_path / "wide.png")
    assert ran.code == 2
    assert "30000 x 20 pixels; popupwatch reads at most 16383 a side" in ran.err


def test_standard_input(run_process: Run, pictures: Any) -> None:
    ran = run_process("scan", "-", stdin=pictures.scam.read_bytes())
    assert ran.code == 1
    assert ran.out.startswith("-: Scam")
    nothing = run_process("scan", "-")
    assert nothing.code == 2
    assert "- is empty" in nothing.err


def test_a_broken_rule_is_named_and_the_others_work(run: Run, pictures: Any, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    (folder / "library").mkdir(parents=True)
    (folder / "library" / "bad.toml").write_text('id = "bad"\nsuspicious = "six"\nscan = 1\n')
    ran = run("scan", "--rules", folder, pictures.scam, pictures.ordinary)
    assert ran.code == 1
    assert "Scam: Fake Microsoft alert" in ran.out
    assert f"{folder}/library/bad.toml:2:14: “suspicious” must be a number." in ran.err
    assert f"{folder}/library/bad.toml:3:1: There is no key “scan” here. Did you mean “scam”?" in ran.err
    assert run("scan", "--rules", folder, pictures.ordinary).code == 2


def test_own_rules_are_used(run: Run, pictures: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("popupwatch.settings.own_rules_folder", lambda: tmp_path)
    (tmp_path / "vocabulary").mkdir()
    (tmp_path / "library").mkdir()
    (tmp_path / "vocabulary" / "en.toml").write_text(
        'language = "en"\n[concepts]\nday = ["saturday"]\nsky = ["sunny"]\nblow = ["light wind"]\n'
    )
    (tmp_path / "library" / "nice-weather.toml").write_text(
        'id = "nice-weather"\ntitle = "Nice weather"\nsuspicious = 2\nscam = 3\n'
        + "".join(
            f'[[clue]]\nname = "{name}"\nfind = ["{name}"]\npoints = 3\nsays = "It says {name}"\n'
            for name in ("day", "sky", "blow")
        )
    )
    ran = run("scan", pictures.ordinary)
    assert ran.code == 1
    assert "Scam: Nice weather" in ran.out
    assert "It says day: “Saturday”" in ran.out


def test_annotate_one(run: Run, pictures: Any, tmp_path: Path) -> None:
    out = tmp_path / "new" / "out.png"
    ran = run("scan", pictures.scam, "--annotate", out)
    assert ran.code == 1
    assert f"Drawn into {out}." in ran.out
    with Image.open(out) as drawn, Image.open(pictures.scam) as scanned:
        assert drawn.size == scanned.size
        colours = {colour for _, colour in drawn.convert("RGB").getcolors(1 << 24)}
        assert (0xB3, 0x26, 0x1E) in colours


def test_annotate_several(run: Run, pictures: Any, tmp_path: Path) -> None:
    twin = tmp_path / "scam.png"
    shutil.copy(pictures.scam, twin)
    ran = run("scan", pictures.scam, twin, pictures.ordinary, "--annotate", tmp_path / "out")
    assert ran.code == 1
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["ordinary.png", "scam-2.png", "scam.png"]


def test_annotate_where_it_cannot_be_written(run: Run, pictures: Any, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ran = run("scan", pictures.ordinary, "--annotate", tmp_path / "file" / "out.png")
    assert ran.code == 2
    assert "could not be written" in ran.err


def test_explain(run: Run, pictures: Any) -> None:
    ran = run("scan", "--explain", pictures.suspicious)
    assert "words read by the reader “embedded”" in ran.out
    assert "Fake virus scan (fake-scan): " in ran.out
    assert "never a scam by itself" in ran.out
    assert "not found, and needed: " in ran.out
    assert " % alike)" in ran.out


def test_the_command_reader(run: Run, pictures: Any, needs: Callable[[str], None]) -> None:
    needs("tesseract")
    ran = run("scan", "--reader", "command", "--format", "json", pictures.scam)
    assert ran.code == 1
    assert objects(ran.out)[0]["reader"] == "command"


def test_several_pictures_show_progress_on_a_terminal_only(
    pictures: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.run(["scan", str(pictures.blank), str(pictures.blank)]) == 0
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert command.run(["scan", str(pictures.blank), str(pictures.blank)]) == 0
    assert "█" in capsys.readouterr().err
    assert command.run(["scan", "--no-progress", str(pictures.blank), str(pictures.blank)]) == 0
    assert capsys.readouterr().err == ""


def test_a_mistake_of_ours_is_no_traceback(run: Run, pictures: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(scan_module, "scan_frame", broken)
    ran = run("scan", pictures.ordinary, pictures.blank)
    assert ran.code == 2
    assert ran.err.count("ZeroDivisionError") == 2
    assert "Something went wrong inside popupwatch: ZeroDivisionError: oh" in ran.err
    assert "please report it" in ran.err.lower()
    assert f"popupwatch scan {pictures.ordinary} --debug" in ran.err
    assert "Traceback" not in ran.err
    with pytest.raises(ZeroDivisionError):
        run("scan", pictures.ordinary, "--debug")


def test_names_that_a_terminal_would_obey(run: Run, pictures: Any, tmp_path: Path) -> None:
    odd = tmp_path / "a\x1b[2Jb\nc.png"
    shutil.copy(pictures.ordinary, odd)
    ran = run("scan", odd)
    assert "\x1b" not in ran.out
    assert ran.out.count("\n") == 1
    missing = run("scan", tmp_path / "a\x1b[2Jb\nd.png")
    assert "\x1b" not in missing.err
    assert missing.err.count("\n") == 1


def test_a_terminal_without_our_letters(run_process: Run, pictures: Any) -> None:
    ran = run_process("scan", pictures.scam, PYTHONIOENCODING="latin-1")
    assert ran.code == 1
    assert "It gives a number to call: ?" in " ".join(ran.out.split())


def test_whoever_stops_listening_sees_no_traceback(pictures: Any) -> None:
    scan = [sys.executable, "-m", "popupwatch", "scan", *[str(pictures.ordinary)] * 3]
    with subprocess.Popen(scan, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()


def test_the_screen(run: Run, display: str, needs: Callable[[str], None], pictures: Any, tmp_path: Path) -> None:
    needs("xsetroot")
    with Image.open(pictures.scam) as page:
        # X bitmaps draw where a bit is set, Pillow's are white where it is.
        page.convert("L").point(lambda value: 255 - value).convert("1").save(tmp_path / "page.xbm")
    subprocess.run(["xsetroot", "-bitmap", str(tmp_path / "page.xbm"), "-fg", "black", "-bg", "white"], check=True)
    ran = run("scan", "--screen", "--format", "json")
    (answer,) = objects(ran.out)
    assert (answer["path"], answer["verdict"], ran.code) == ("screen 1", "scam", 1)


def test_the_clipboard(run: Run, display: str, needs: Callable[[str], None], pictures: Any) -> None:
    needs("xclip")
    copy = ["xclip", "-selection", "clipboard", "-t", "image/png", "-i", str(pictures.scam)]
    subprocess.run(copy, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    ran = run("scan", "--clipboard", "--format", "json")
    (answer,) = objects(ran.out)
    assert (answer["path"], answer["verdict"], ran.code) == ("clipboard", "scam", 1)
