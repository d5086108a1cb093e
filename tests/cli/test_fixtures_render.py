"""`popupwatch fixtures render`: what is due, in every look, and nothing that is somebody's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

Run = Callable[..., Any]


@pytest.fixture
def page(tmp_path: Path, needs: Callable[[str], None]) -> Path:
    needs("chromium")
    file = tmp_path / "x.html"
    file.write_text("<body>words", encoding="utf-8")
    return file


def size_of(picture: Path) -> tuple[int, int]:
    with Image.open(picture) as image:
        return image.size


def test_a_fixture_in_all_its_looks_and_only_when_due(run: Run, page: Path) -> None:
    variant = '[[variant]]\nname = "large"\nscale = 2\n'
    page.with_suffix(".toml").write_text(f'expected = "clear"\nsize = [640, 360]\n{variant}', encoding="utf-8")
    ran = run("fixtures", "render", page.parent)
    assert (ran.code, ran.err) == (0, "")
    assert size_of(page.with_name("x.png")) == (640, 360)
    assert size_of(page.with_name("x@large.png")) == (1280, 720)
    ran = run("fixtures", "render", page.parent)
    assert ran.out == "Up to date: 2\n"
    ran = run("fixtures", "render", page.with_name("x@large.png"), "--all")
    assert ran.out == f"{page.with_name('x@large.png')}: 1280 x 720 pixels\n"


def test_any_page_in_any_look(run: Run, page: Path) -> None:
    assert run("fixtures", "render", page).code == 0
    assert size_of(page.with_suffix(".png")) == (1366, 768)
    look = ("--size", "800x600", "--scale", "1.5", "--theme", "dark", "--effect", "jpeg:35", "--effect", "shrink:0.5")
    ran = run("fixtures", "render", page, *look, "--out", page.with_name("y.png"))
    assert ran.code == 0
    assert size_of(page.with_name("y.png")) == (600, 450)


def test_a_picture_that_is_there_stays(run: Run, page: Path) -> None:
    picture = page.with_suffix(".png")
    picture.write_bytes(b"mine")
    ran = run("fixtures", "render", page)
    assert ran.code == 2
    assert "x.png exists already. Name another picture with --out" in ran.err
    assert picture.read_bytes() == b"mine"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--size", "800"), "'800' is no size. Write it like this: --size 1366x768"),
        (("--size", "80x90000"), "'80x90000' is no size."),
        (("--effect", "jpg:35"), "There is no effect 'jpg:35'. Effects are written: jpeg:35, rotate:2.5"),
        (("--out", "picture.jpg"), "picture.jpg must end in .png."),
        (("--browser", "/nowhere/chrome"), "/nowhere/chrome could not be started"),
    ],
)
def test_what_cannot_be(run: Run, page: Path, options: tuple[str, ...], said: str) -> None:
    ran = run("fixtures", "render", page, *options)
    assert ran.code == 2
    assert said in ran.err


def test_the_look_of_a_fixture_is_said_in_its_file(run: Run, page: Path) -> None:
    page.with_suffix(".toml").write_text('expected = "clear"')
    ran = run("fixtures", "render", page, "--scale", "2")
    assert ran.code == 2
    assert "is said in x.toml. Change it there, or add a [[variant]]" in ran.err
    ran = run("fixtures", "render", page.parent, "--scale", "2")
    assert "are for one page" in ran.err


def test_what_is_wrong_with_one_keeps_no_other_back(run: Run, page: Path) -> None:
    page.with_suffix(".toml").write_text('expected = "clear"\nsize = [640, 360]\n')
    page.with_name("bad.toml").write_text("expected = 3\n")
    ran = run("fixtures", "render", page.parent, "--language", "fr")
    assert ran.code == 2
    assert f"{page.with_name('bad.toml')}:1:12: «\u00a0expected\u00a0» n'est pas correct." in ran.err
    assert page.with_suffix(".png").exists()


def test_no_browser(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.html").write_text("<body>")
    monkeypatch.setenv("PATH", "")
    ran = run("fixtures", "render", tmp_path / "x.html")
    assert ran.code == 2
    assert "needs a browser of the Chromium family" in ran.err


def test_no_fixtures(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "There are no fixtures: neither a folder fixtures here" in run("fixtures", "render").err
    assert f"There are no fixtures in {tmp_path}." in run("fixtures", "render", tmp_path).err
    assert "there is no " in run("fixtures", "render", tmp_path / "x.png").err
