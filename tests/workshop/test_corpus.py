"""A corpus from a manifest or from fixtures, and everything that can be wrong with one."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from popupwatch.model import Level
from popupwatch.workshop.corpus import Sample, load_corpus


def picture(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("L", (8, 8)).save(path)
    return path


def test_from_a_manifest(tmp_path: Path) -> None:
    one, two = picture(tmp_path / "many" / "a" / "one.png"), picture(tmp_path / "many" / "two.png")
    (tmp_path / "many" / "manifest.csv").write_text(
        "\ufeffpath,expected,language,kind\na/one.png,scam,fr,tss_phone\ntwo.png,clear,,\n", encoding="utf-8"
    )
    assert load_corpus([tmp_path / "many"]).samples == (
        Sample("many/a/one.png", one, Level.SCAM, "fr", "tss_phone"),
        Sample("many/two.png", two, Level.CLEAR),
    )


def test_from_fixtures_with_their_variants(tmp_path: Path) -> None:
    folder = tmp_path / "fixtures"
    picture(folder / "scam" / "x.png")
    dark = picture(folder / "scam" / "x@dark.png")
    (folder / "scam" / "x.toml").write_text(
        'expected = "scam"\nscenario = "fake-scan"\nlanguage = "de"\n[[variant]]\nname = "dark"\n'
        '[[variant]]\nname = "unmade"\n'
    )
    corpus = load_corpus([folder])
    assert [sample.name for sample in corpus.samples] == ["fixtures/scam/x.png", "fixtures/scam/x@dark.png"]
    assert corpus.samples[1] == Sample("fixtures/scam/x@dark.png", dark, Level.SCAM, "de", "fake-scan")
    assert corpus.unpictured == ("fixtures/scam/x@unmade.png",)


def test_names_do_not_depend_on_where_the_folder_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    picture(tmp_path / "many" / "a.png")
    (tmp_path / "many" / "manifest.csv").write_text("path,expected\na.png,clear\n")
    monkeypatch.chdir(tmp_path / "many")
    names = {load_corpus([folder]).samples[0].name for folder in (Path(), tmp_path / "many", Path("../many"))}
    assert names == {"many/a.png"}


def test_the_same_picture_counts_once_and_equal_names_stay_apart(tmp_path: Path) -> None:
    for parent in ("one", "two"):
        picture(tmp_path / parent / "many" / "a.png")
        (tmp_path / parent / "many" / "manifest.csv").write_text("path,expected\na.png,clear\n")
    one, two = tmp_path / "one" / "many", tmp_path / "two" / "many"
    assert len(load_corpus([one, one]).samples) == 1
    assert len({sample.name for sample in load_corpus([one, two]).samples}) == 2


def test_every_problem_at_once_each_with_its_line(tmp_path: Path) -> None:
    good, bad = tmp_path / "good", tmp_path / "bad"
    picture(good / "a.png")
    (good / "a.toml").write_text('expected = "scan"\n')
    picture(bad / "a.png")
    (bad / "manifest.csv").write_text("path,expected\na.png,dangerous\nb.png,scam\n,scam\na.png,clear\n")
    corpus = load_corpus([bad, good, tmp_path / "nowhere"])
    manifest = bad / "manifest.csv"
    said = [str(problem) for problem in corpus.problems]
    assert said[0] == f"{manifest}:2: “dangerous” cannot be expected, only one of: clear, suspicious, scam."
    assert said[1] == f"{manifest}:3: There is no file {bad / 'b.png'}."
    assert said[2].startswith(f"{manifest}:4: The columns path, expected are needed")
    assert said[3].startswith(f"{good / 'a.toml'}:1:13: “scan” cannot stand here.")
    assert said[4:] == [f"There is no folder {tmp_path / 'nowhere'}."]
    assert [sample.name for sample in corpus.samples] == ["bad/a.png"]


def test_a_folder_of_neither_kind(tmp_path: Path) -> None:
    (problem,) = load_corpus([tmp_path]).problems
    assert "neither a manifest.csv nor a fixture" in str(problem)


def test_a_manifest_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").write_bytes(b"path,expected\n\xff\xfe.png,scam\n")
    (problem,) = load_corpus([tmp_path]).problems
    assert "is no table of commas in UTF-8" in str(problem)


def test_fixtures_without_any_picture(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text('expected = "clear"\n')
    corpus = load_corpus([tmp_path])
    assert (corpus.samples, len(corpus.unpictured)) == ((), 1)
