"""Closing the window under a scam: a real browser that holds on, under two real window managers."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import psutil
import pytest
from desktop import Desktop, desktop
from warned import warned

from popupwatch.model import Box
from popupwatch.tray.platform.closing import Target, Windows, holding_most, windows_of_this_session, within
from popupwatch.tray.platform.ending import end_process

linux = pytest.mark.skipif(sys.platform != "linux", reason="the desktop is an X server's")

SIZE = (1366, 768)
EVIDENCE = [Box(200, 150, 300, 170), Box(200, 200, 420, 220)]
# A click gives a page what it may do only then: hold the pointer and the screen, or ask before it goes. The corner says
# whether it does.
_PAGE = """<!doctype html><meta charset="utf-8"><title>{title}</title>
<body style="background: #fff"><p>Please stay</p>
<div id="corner" style="position: fixed; right: 0; bottom: 0; width: 60px; height: 60px; background: #13579b"></div>
<script>{script}</script>"""
_HOLDS = """onmousedown = () => {
  document.body.requestPointerLock(); document.documentElement.requestFullscreen();
};
document.onpointerlockchange = () => { corner.style.background = "#00aa00" };"""
_ASKS = """onmousedown = () => { corner.style.background = "#00aa00" };
onbeforeunload = event => { event.preventDefault(); event.returnValue = "stay"; };"""
_ORDINARY = 'onmousedown = () => { corner.style.background = "#00aa00" };'
_SCRIPTS = {"holds": _HOLDS, "asks": _ASKS, "ordinary": _ORDINARY}
_PLACED = ("--window-size=900,600", "--window-position=100,80")


@pytest.fixture(params=["openbox", "xfwm4"])
def shown(request: pytest.FixtureRequest, needs: Callable[[str], None]) -> Iterator[Desktop]:
    for program in ("Xvfb", "chromium", "xdotool", request.param):
        needs(program)
    with desktop(SIZE, manager=request.param) as made:
        yield made


def windows(shown: Desktop) -> Windows:
    found = windows_of_this_session({"DISPLAY": shown.name})
    assert found is not None
    return found


def browse(shown: Desktop, kind: str, *more: str) -> tuple[subprocess.Popen[bytes], Target]:
    """Chromium with a page of that kind, clicked, so that it holds on; and the window that is found there."""
    page = shown.folder / f"{kind}.html"
    page.write_text(_PAGE.format(title=kind, script=_SCRIPTS[kind]), encoding="utf-8")
    browser = shown.browse(page, *more)
    seen = windows(shown)
    shown.wait(lambda: (found := seen.under(EVIDENCE)) is not None and found.title == kind)
    corner = (SIZE[0] - 10, SIZE[1] - 10) if "--kiosk" in more else (980, 660)
    shown.wait(lambda: shown.pixel(*corner) == 0x13579B)
    command = ["xdotool", "mousemove", "400", "400", "click", "1"]
    subprocess.run(command, env=shown.environment, check=True, capture_output=True)
    # A page that takes the whole screen has its corner elsewhere then.
    shown.wait(lambda: 0x00AA00 in (shown.pixel(*corner), shown.pixel(SIZE[0] - 10, SIZE[1] - 10)))
    time.sleep(0.5)
    target = seen.under(EVIDENCE)
    assert target is not None
    assert (target.title, target.program, target.process) == (kind, "Chromium", browser.pid)
    return browser, target


@linux
@pytest.mark.parametrize("more", [("--kiosk",), _PLACED], ids=["kiosk", "window"])
def test_a_page_that_holds_the_pointer_and_the_screen_goes_at_once(shown: Desktop, more: tuple[str, ...]) -> None:
    browser, target = browse(shown, "holds", *more)
    begun = time.monotonic()
    assert windows(shown).close(target)
    assert time.monotonic() - begun < 2.0
    assert browser.wait(10) == 0


@linux
@pytest.mark.parametrize("more", [("--kiosk",), _PLACED], ids=["kiosk", "window"])
def test_a_page_that_asks_stays_until_its_browser_is_ended(shown: Desktop, more: tuple[str, ...]) -> None:
    browser, target = browse(shown, "asks", *more)
    seen = windows(shown)
    assert not seen.close(target)
    assert seen.end(target)
    assert browser.wait(10) == 0
    # Told to end, not killed: the browser does not offer to bring the pages back.
    (told,) = shown.folder.glob("*/Default/Preferences")
    assert '"exit_type":"SessionEnded"' in told.read_text(encoding="utf-8")


@linux
def test_one_that_listens_to_nothing_is_ended(shown: Desktop) -> None:
    browser, target = browse(shown, "ordinary", *_PLACED)
    psutil.Process(browser.pid).suspend()
    seen = windows(shown)
    assert not seen.close(target)
    assert seen.end(target)
    assert not psutil.pid_exists(browser.pid)


@linux
def test_our_own_window_and_panels_are_passed_over(shown: Desktop) -> None:
    seen = windows(shown)
    assert seen.under(EVIDENCE) is None
    scam = _tk(shown, "scam", "Page")
    shown.wait(lambda: (found := seen.under(EVIDENCE)) is not None and found.title == "scam")
    _tk(shown, "ours", "popupwatch", raised=True)
    _tk(shown, "panel", "Panel", raised=True, kind="dock")
    time.sleep(1.0)
    target = seen.under(EVIDENCE)
    assert target is not None
    assert (target.title, target.program, target.process) == ("scam", "Page", scam.pid)
    other = _tk(shown, "another", "Other", raised=True)
    shown.wait(lambda: (found := seen.under(EVIDENCE)) is not None and found.title == "another")
    found = seen.under([*EVIDENCE, Box(900, 700, 1000, 720), Box(900, 650, 1000, 660), Box(900, 600, 1000, 610)])
    assert found is not None
    assert found.title == "scam"  # most of it is there
    assert seen.close(target)
    assert scam.wait(10) == 0
    assert other.poll() is None


def _tk(shown: Desktop, title: str, program: str, raised: bool = False, kind: str = "") -> subprocess.Popen[bytes]:
    """A window of a program called so; a raised one covers only part of what lies below."""
    place = "700x400+50+50" if raised else "1366x700+0+0"
    lines = [
        f"import tkinter; window = tkinter.Tk(className={program!r}); window.title({title!r})",
        f"window.geometry({place!r})",
        f"window.attributes('-topmost', {raised}, '-type', {kind or 'normal'!r})",
        "window.mainloop()",
    ]
    return shown.start(sys.executable, "-c", "\n".join(lines))


@linux
def test_a_server_that_is_gone_has_no_windows(shown: Desktop) -> None:
    seen = windows(shown)
    shown.lose_server()
    target = Target("gone", "Chromium", 4711)
    assert seen.under(EVIDENCE) is None
    assert not seen.close(target)
    assert not seen.end(target)
    assert windows_of_this_session({"DISPLAY": shown.name}) is None
    assert windows_of_this_session({}) is None


def test_ourselves_and_what_we_run_under_are_never_ended() -> None:
    here = psutil.Process()
    assert not any(end_process(process.pid) for process in (here, *here.parents()))
    assert not end_process(1)


def test_what_does_not_listen_is_killed_with_what_it_started() -> None:
    deaf = "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    deaf += (
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(99)']); print(1, flush=True); time.sleep(99)"
    )
    process = subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    (child,) = psutil.Process(process.pid).children()
    assert end_process(process.pid)
    assert not psutil.pid_exists(process.pid)
    assert within(5.0, lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)
    assert end_process(process.pid)  # it is gone


def test_the_window_that_holds_most() -> None:
    small, large = Box(0, 0, 100, 100), Box(0, 0, 500, 500)
    stacked = [("small", small), ("large", large)]
    inside, outside = Box(10, 10, 20, 20), Box(200, 200, 220, 220)
    assert holding_most([inside], stacked) == "small"
    assert holding_most([inside, outside, outside], stacked) == "large"
    assert holding_most([inside, outside], stacked) == "small"
    assert holding_most([Box(900, 900, 910, 910)], stacked) is None
    assert holding_most([], stacked) is None


@linux
def test_our_own_windows_are_never_meant(shown: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tk calls the second of several windows otherwise."""
    monkeypatch.setenv("DISPLAY", shown.name)
    content = {"language": "en", "text_size": 100}
    with warned(shown, content, "about"), warned(shown, content, "about") as second:
        assert Box(*second.where()["boxes"][""]).meets(EVIDENCE[1])
        assert len(shown.titles_of("popupwatch")) + len(shown.titles_of("popupwatch #2")) >= 2
        assert windows(shown).under(EVIDENCE) is None
