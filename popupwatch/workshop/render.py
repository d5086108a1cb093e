"""Makes a picture of a page with a browser of the Chromium family, without a window, without scripts and without the
network: the page shows what is in its file and beside it."""

from __future__ import annotations

import html
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import Image

from popupwatch.errors import FixtureError
from popupwatch.workshop import effects
from popupwatch.workshop.fixtures import Fixture, Look

SECONDS = 90
# Files that were written in one go (a checkout, an unpacked archive) are of one age.
_ONE_GO = 1.0

_COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
_WINDOWS = (
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)
_MAC = ("Google Chrome", "Chromium", "Microsoft Edge")
_QUIET = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    # No name and no address leads anywhere.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=127.0.0.1:9",
)
# What tells pages that dark is wanted, and darkens those that do not listen.
_DARK = ("--force-dark-mode", "--blink-settings=forceDarkModeEnabled=true")
_NO_SCRIPTS = {"profile": {"default_content_setting_values": {"javascript": 2}}}
# In a sandbox a page cannot lead to another (<meta http-equiv="refresh">): of 40 that tried, 19 had no picture without
# it, of 60 all with it. https://html.spec.whatwg.org/multipage/semantics.html#shared-declarative-refresh-steps
# Another origin would be a process of its own, whose part of the picture comes too late.
_FRAME = """<!DOCTYPE html><meta charset="utf-8"><title>-</title>
<style>iframe { position: fixed; inset: 0; width: 100%; height: 100%; border: 0 }</style>
<iframe sandbox="allow-same-origin" src="PAGE"></iframe>"""


def find_browser() -> Path:
    """The first browser of the Chromium family on this machine. Raises FixtureError where there is none."""
    for place in _places():
        if place.is_file():
            return place
    raise FixtureError(
        "To render pages, popupwatch needs a browser of the Chromium family, and found none. Install Chromium, Chrome "
        "or Edge (on Debian and Ubuntu: sudo apt install chromium), or name one: --browser PATH"
    )


def _places() -> Iterator[Path]:
    yield from (Path(found) for command in _COMMANDS if (found := shutil.which(command)))
    if sys.platform == "win32":
        roots = [os.environ.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")]
        yield from (Path(root, place) for place in _WINDOWS for root in roots if root)
    if sys.platform == "darwin":
        yield from (Path(f"/Applications/{name}.app/Contents/MacOS/{name}") for name in _MAC)


def render_page(page: Path, look: Look, browser: Path) -> Image.Image:
    """The picture *browser* makes of *page*, with the effects. Raises FixtureError when there is none."""
    with tempfile.TemporaryDirectory(prefix="popupwatch-", ignore_cleanup_errors=True) as folder:
        shot = Path(folder, "shot.png")
        profile = Path(folder, "profile")
        (profile / "Default").mkdir(parents=True)
        (profile / "Default" / "Preferences").write_text(json.dumps(_NO_SCRIPTS))
        frame = Path(folder, "frame.html")
        frame.write_text(_FRAME.replace("PAGE", html.escape(page.resolve().as_uri())))
        command = [str(browser), *_arguments(frame, look, profile, shot)]
        said = _run(command, page)
        if not shot.is_file():  # on a busy machine it happens, about once in a thousand pages
            said = _run(command, page)
        if not shot.is_file():
            raise FixtureError("{browser} made no picture of {path}: {said}", browser=browser, path=page, said=said)
        with Image.open(shot) as image:
            return effects.apply(image.convert("RGB"), look.effects)


def _arguments(page: Path, look: Look, profile: Path, shot: Path) -> Iterator[str]:
    yield from _QUIET
    if sys.platform != "win32" and os.geteuid() == 0:  # Chromium refuses root otherwise
        yield "--no-sandbox"
    if look.theme == "dark":
        yield from _DARK
    width, height = look.size
    yield f"--window-size={width},{height}"
    yield f"--force-device-scale-factor={look.scale}"
    yield f"--user-data-dir={profile}"
    yield f"--screenshot={shot}"
    yield page.resolve().as_uri()


def _run(command: Sequence[str], page: Path) -> str:
    """The last thing the browser said. It ends with 0 where it made no picture, and the other way round."""
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise FixtureError(
            "{browser} took longer than {seconds} seconds for {path}.", browser=command[0], seconds=SECONDS, path=page
        ) from None
    except OSError as error:
        reason = error.strerror or error
        raise FixtureError("{browser} could not be started: {reason}.", browser=command[0], reason=reason) from error
    lines = done.stderr.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else ""


def is_due(fixture: Fixture) -> bool:
    """Whether its picture is missing or older than its page or its TOML."""
    if not fixture.picture.exists():
        return True
    written = max(fixture.page.stat().st_mtime, fixture.file.stat().st_mtime)
    return fixture.picture.stat().st_mtime < written - _ONE_GO
