"""What many tests need: pictures drawn on the spot, the command run in this process, a desktop of one's own."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from desktop import Desktop, desktop
from PIL import Image, ImageDraw, ImageFont
from running import NUMBERS, SCAM_WORDS, words_of_scam

from popupwatch.capture.tiles import Pixels
from popupwatch.cli import main as command

REQUIRE = "POPUPWATCH_REQUIRE_DESKTOP"

ORDINARY_WORDS = """Weather for the weekend
Saturday will be sunny with a light wind.
Sunday brings clouds and some rain in the west."""

SUSPICIOUS_WORDS = """Windows Defender quick scan
Scan complete: 5 viruses were found.
Your computer is infected.
Remove viruses now"""


@pytest.fixture(autouse=True)
def own_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No test depends on, or touches, the language, the rules, the history and the desktop of whoever runs it."""
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    monkeypatch.delenv("LANGUAGE", raising=False)
    for name in ("CONFIG", "CACHE", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
        monkeypatch.delenv(name, raising=False)
    # The path of a Unix socket has room for 107 bytes, and tmp_path bears the test's name.
    with tempfile.TemporaryDirectory(prefix="pw-") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        yield


@pytest.fixture(scope="session")
def draw() -> Callable[..., Image.Image]:
    """Draws *words* on a screen of 1280 x 720 pixels."""

    def draw(words: str, ink: str = "black", paper: str = "white") -> Image.Image:
        image = Image.new("RGB", (1280, 720), paper)
        brush = ImageDraw.Draw(image)
        brush.multiline_text((120, 80), words, fill=ink, font=ImageFont.load_default(28), spacing=24)
        return image

    return draw


@pytest.fixture(scope="session")
def pixels_of() -> Callable[[Image.Image], Pixels]:
    """The pixels of a picture as the screen gives them: height x width, blue, green, red, unused."""

    def pixels_of(image: Image.Image) -> Pixels:
        raw = image.convert("RGB").tobytes("raw", "BGRX")
        return np.frombuffer(raw, dtype=np.uint32).reshape(image.height, image.width)

    return pixels_of


@pytest.fixture(scope="session")
def long_page() -> Image.Image:
    """A page of 1280 x 2400 pixels with 48 different lines, 48 pixels apart, to scroll in."""
    image = Image.new("RGB", (1280, 2400), "white")
    brush = ImageDraw.Draw(image)
    garden = "apples pears cherries walnuts lemons ripen early beside tall hedges under warm summer rain while bees hum"
    mixed = random.Random(4)
    for number in range(48):
        words = f"{' '.join(mixed.sample(garden.split(), 14))} {number + 10}"
        brush.text((100, 20 + number * 48), words, fill="black", font=ImageFont.load_default(24))
    return image


@dataclass(frozen=True)
class Pictures:
    scam: Path
    suspicious: Path
    ordinary: Path
    blank: Path


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory, draw: Callable[..., Image.Image]) -> Pictures:
    """One picture for each verdict, and one without a word."""
    folder = tmp_path_factory.mktemp("pictures")
    made = Pictures(*(folder / f"{name}.png" for name in ("scam", "suspicious", "ordinary", "blank")))
    for file, words in ((made.scam, SCAM_WORDS), (made.suspicious, SUSPICIOUS_WORDS), (made.ordinary, ORDINARY_WORDS)):
        draw(words).save(file)
    draw("").save(made.blank)
    return made


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Runs the command in this process."""

    def run(*arguments: object) -> Ran:
        code = command.run([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return Ran(int(code), out, err)

    return run


@pytest.fixture
def run_process(tmp_path: Path) -> Callable[..., Ran]:
    """Runs the command as a process of its own, in an empty folder."""

    def run_process(*arguments: object, stdin: bytes = b"", **environment: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "popupwatch", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            timeout=120,
            cwd=tmp_path,
            env=os.environ | environment,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run_process


def need(program: str) -> None:
    """Skip where *program* is not installed; fail where a desktop is required, as it is in .ci/run."""
    if shutil.which(program) is None:
        reason = f"{program} is not installed"
        if os.environ.get(REQUIRE):
            pytest.fail(f"{reason}, and {REQUIRE} is set")
        pytest.skip(reason)


@pytest.fixture(scope="session")
def needs() -> Callable[[str], None]:
    return need


@pytest.fixture(scope="session")
def x_server() -> Iterator[str]:
    """A display of its own, 1280 x 720, with nothing on it. Its name."""
    need("Xvfb")
    ready, tells = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(tells), "-screen", "0", "1280x720x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=[tells],
        stderr=subprocess.DEVNULL,
    )
    os.close(tells)
    with os.fdopen(ready) as answer:
        yield f":{answer.readline().strip()}"
    server.terminate()
    server.wait(10)


@pytest.fixture
def display(x_server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """That display, as the one of this test."""
    monkeypatch.setenv("DISPLAY", x_server)
    return x_server


@pytest.fixture
def author(tmp_path: Path) -> Path:
    """A copy of a rule author's folder: a sound scenario with its examples, and a vocabulary."""
    return Path(shutil.copytree(Path(__file__).parent / "workshop" / "author", tmp_path / "author"))


@pytest.fixture
def screen(needs: Callable[[str], None]) -> Iterator[Desktop]:
    """A desktop of one's own, 1280 x 720."""
    for program in ("Xvfb", "openbox"):
        needs(program)
    with desktop((1280, 720)) as made:
        yield made


@pytest.fixture
def scams(draw: Callable[..., Image.Image]) -> list[Image.Image]:
    """Pictures of several scams, each of which is told of for itself."""
    return [draw(words_of_scam(number)) for number in range(len(NUMBERS))]
