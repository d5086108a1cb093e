"""Pages become pictures, by a real browser where there is one: in their size, scale and theme, and with no network."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from popupwatch.errors import FixtureError
from popupwatch.workshop.fixtures import Look, load_fixture
from popupwatch.workshop.render import find_browser, is_due, render_page

PAGE = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; background: #fff }} div {{ height: 50px; background: #c00 }}
@media (prefers-color-scheme: dark) {{ div {{ background: #0c0 }} }}</style><div></div>{more}"""


@pytest.fixture
def page(tmp_path: Path) -> Callable[[str], Path]:
    def page(more: str = "") -> Path:
        file = tmp_path / "a page.html"
        file.write_text(PAGE.format(more=more), encoding="utf-8")
        return file

    return page


@pytest.fixture
def browser(needs: Callable[[str], None]) -> Path:
    needs("chromium")
    return find_browser()


@pytest.fixture
def asked_for() -> Iterator[tuple[str, list[str]]]:
    """An address on this machine, and what was asked for there."""
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_size_and_scale(page: Callable[[], Path], browser: Path) -> None:
    image = render_page(page(), Look((640, 360), 1.5), browser)
    assert (image.size, image.mode) == ((960, 540), "RGB")
    assert (image.getpixel((5, 70)), image.getpixel((5, 80))) == ((204, 0, 0), (255, 255, 255))


def test_the_dark_theme_is_told_and_made(page: Callable[[], Path], browser: Path) -> None:
    image = render_page(page(), Look((640, 360), theme="dark"), browser)
    red, green, _ = image.getpixel((5, 20))  # type: ignore[misc]
    assert green > red, "the page was told that dark is wanted"
    assert sum(image.getpixel((5, 200))) < 120, "its white was darkened"  # type: ignore[arg-type]


def test_effects_come_after(page: Callable[[], Path], browser: Path) -> None:
    plain = render_page(page(), Look((640, 360)), browser)
    shrunk = render_page(page(), Look((640, 360), effects=("shrink:0.5", "blur:1")), browser)
    assert shrunk.size == (320, 180)
    assert ImageChops.difference(plain.resize((320, 180)), shrunk).getbbox()


def test_nothing_is_fetched_and_no_script_runs(
    page: Callable[[str], Path], browser: Path, asked_for: tuple[str, list[str]]
) -> None:
    address, asked = asked_for
    port = address.partition(":")[2]
    more = (
        f'<img src="http://{address}/a"><img src="http://localhost:{port}/b"><iframe src="http://{address}/c"></iframe>'
        f'<link rel="stylesheet" href="http://{address}/d"><meta http-equiv="refresh" content="0; url=http://{address}/e">'
        f'<script>document.body.style.background = "#00f"; fetch("http://{address}/f")</script>'
    )
    image = render_page(page(more), Look((640, 360)), browser)
    assert asked == []
    assert image.getpixel((600, 350)) == (255, 255, 255)


def test_a_page_that_leads_to_another_is_rendered_itself(
    page: Callable[[str], Path], tmp_path: Path, browser: Path
) -> None:
    (tmp_path / "other.html").write_text('<body style="background: #f00">')
    leads = '<meta http-equiv="refresh" content="0; url=other.html">'
    for _ in range(2):
        image = render_page(page(leads), Look((640, 360)), browser)
        assert image.getpixel((600, 350)) == (255, 255, 255)


def test_a_browser_that_is_none(page: Callable[[], Path], tmp_path: Path) -> None:
    with pytest.raises(FixtureError, match="nowhere could not be started: No such file"):
        render_page(page(), Look(), tmp_path / "nowhere")
    mute = tmp_path / "mute"
    mute.write_text("#!/bin/sh\necho 'I cannot draw' >&2\n")
    mute.chmod(0o755)
    with pytest.raises(FixtureError, match=r"mute made no picture of .*a page\.html: I cannot draw"):
        render_page(page(), Look(), mute)


def test_no_browser_at_all(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FixtureError, match="found none"):
        find_browser()


def test_what_is_due(tmp_path: Path) -> None:
    for name in ("x.html", "x.toml"):
        (tmp_path / name).write_text('expected = "clear"')
    fixture = load_fixture(tmp_path / "x.toml")
    assert is_due(fixture), "no picture yet"
    Image.new("RGB", (9, 9)).save(fixture.picture)
    assert not is_due(fixture)
    long_ago = fixture.picture.stat().st_mtime - 100
    for source in (fixture.page, fixture.file):
        for file in (fixture.picture, fixture.page, fixture.file):
            os.utime(file, (long_ago, long_ago))
        assert not is_due(fixture), "written in one go"
        os.utime(source)
        assert is_due(fixture), source
