"""The warning on real desktops: over a page that holds on to the screen, clicked and typed at."""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from desktop import NEEDS, Desktop, desktop
from warned import MICROSOFT, RANSOM, click_at, content, warned

from popupwatch.advice.texts import load_texts
from popupwatch.model import Box
from popupwatch.tray.warning.content import Trusted
from popupwatch.tray.warning.telling import alert_of

# Full screen, the pointer locked, the focus taken back ten times a second: our own words, and silent.
GRABBING = """<!doctype html><meta charset="utf-8"><title>page</title><body style="background:#024;color:#fff">
<h1>Your computer has been blocked</h1>
<script>
const grab = () => { document.body.requestPointerLock(); document.documentElement.requestFullscreen().catch(() => 0) };
addEventListener("click", grab);
document.addEventListener("pointerlockchange", () => { if (document.pointerLockElement) document.title = "holds on" });
setInterval(() => {
  window.focus(); document.body.focus(); if (document.fullscreenElement) document.body.requestPointerLock();
}, 100);
</script>"""
# A window that does not close when it is asked to.
STUBBORN = """import tkinter
root = tkinter.Tk(className="stubborn")
root.geometry("900x600+100+80")
root.protocol("WM_DELETE_WINDOW", lambda: None)
root.mainloop()"""


@pytest.fixture(params=["openbox", "xfwm4"])
def managed(
    request: pytest.FixtureRequest, needs: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desktop]:
    """A desktop of 1366 x 768 with each of two window managers."""
    for program in (*NEEDS, request.param):
        needs(program)
    with desktop((1366, 768), manager=request.param) as made:
        monkeypatch.setenv("DISPLAY", made.name)
        yield made


@pytest.fixture
def small(needs: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> Iterator[Desktop]:
    for program in NEEDS:
        needs(program)
    with desktop((1366, 768)) as made:
        monkeypatch.setenv("DISPLAY", made.name)
        yield made


def grab_screen(made: Desktop, folder: Path) -> subprocess.Popen[bytes]:
    """A page in full screen that takes the pointer and the focus; returns when it has them."""
    page = folder / "page.html"
    page.write_text(GRABBING, encoding="utf-8")
    browser = made.browse(page, "--kiosk")
    made.wait(lambda: made.pixel(700, 700) == 0x002244)
    click_at(made, 700, 600)
    found = ["xdotool", "search", "--name", "holds on"]
    made.wait(lambda: subprocess.run(found, env=made.environment, capture_output=True, check=False).stdout)
    return browser


def test_reached_over_a_page_that_grabs_the_screen(managed: Desktop, tmp_path: Path) -> None:
    grab_screen(managed, tmp_path)
    with warned(managed, content()) as warning:
        click_at(managed, 30, 740)  # the page comes to the front by a click
        time.sleep(1)
        warning.click("trusted")
        warning.wait_for("back")
        managed.key("Escape")
        warning.wait_for("understood")
        click_at(managed, 30, 740)
        time.sleep(1)
        managed.key("Escape", "Return")  # Escape goes to the last button, Enter presses it
        warning.wait_until_gone()
        assert warning.code == 0
        assert warning.chosen == ["understood"]


def test_closes_that_window(managed: Desktop, tmp_path: Path) -> None:
    browser = grab_screen(managed, tmp_path)
    with warned(managed, content()) as warning:
        warning.click("close")
        managed.wait(lambda: warning.chosen == ["closed"])
        browser.wait(10)
        assert "Say no" in warning.where()["says"]  # to the pages that the browser would bring back
        warning.click("understood")
        warning.wait_until_gone()
        assert warning.chosen == ["closed"]


def test_asks_before_it_closes_firmly(small: Desktop) -> None:
    stubborn = small.start(sys.executable, "-c", STUBBORN)
    small.wait(lambda: small.pixel(150, 200) != 0)
    with warned(small, content()) as warning:
        warning.click("close")
        warning.wait_for("firmly")
        assert stubborn.poll() is None
        warning.click("firmly")
        small.wait(lambda: warning.chosen == ["closed"])
        assert stubborn.wait(5)
        warning.click("called")
        small.wait(lambda: warning.chosen == ["closed", "called"])


def test_nothing_to_close(small: Desktop) -> None:
    with warned(small, content()) as warning:
        warning.click("close")
        small.wait(lambda: load_texts("en").say("warning.gone-title") in warning.where()["says"])
        assert not warning.chosen


def test_mapped_soon(small: Desktop) -> None:
    took = []
    for _ in range(7):
        begun = time.time()
        with warned(small, content(), wait=0) as warning:
            took.append(warning.heard("shown")[0]["at"] - begun)
    assert min(took) < 0.3, took
    assert statistics.median(took) < 0.6, took  # other tests run meanwhile


def test_on_the_monitor_where_the_scam_is(needs: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    for program in NEEDS:
        needs(program)
    with desktop((2560, 720), monitors=2) as two:
        monkeypatch.setenv("DISPLAY", two.name)
        with warned(two, content(monitor=Box(1280, 0, 2560, 720))) as warning:
            left, top, right, bottom = warning.where()["boxes"][""]
            assert 1280 <= left < right <= 2560
            assert 0 <= top < bottom <= 720
            assert MICROSOFT.evidence[0].box.left + 1280 == content(monitor=Box(1280, 0, 2560, 720)).boxes[0].left


def test_several_at_once_are_one(small: Desktop) -> None:
    texts = load_texts("en")
    with warned(small, content()) as warning:
        second = alert_of("second", RANSOM, texts, "linux")
        warning.child.send("add", alert=second.as_fields())
        small.wait(lambda: second.title in warning.where()["says"])
        says = warning.where()["says"]
        assert says.index(texts.say("step.do-not-call")) < says.index(texts.say("step.do-not-pay-coins"))
        assert says.count(texts.say("warning.step-called")) == 1
        warning.click("no-scam")
        warning.click("sure-first")
        small.wait(lambda: warning.heard("chose"))
        assert warning.heard("chose") == [{"kind": "chose", "choice": "no-scam", "incidents": ["first"]}]
        warning.click("understood")
        warning.wait_until_gone()
        assert warning.heard("chose")[1:] == [{"kind": "chose", "choice": "understood", "incidents": ["second"]}]


def test_what_is_typed_in_the_first_second_is_no_answer(small: Desktop) -> None:
    with warned(small, content(), wait=0.2) as warning:
        small.key("Tab", "Return", "Escape", "space", "Return", "alt+F4")
        left, top, right, bottom = warning.where()["boxes"]["understood"]
        click_at(small, (left + right) // 2, (top + bottom) // 2)
        time.sleep(1.5)
        assert warning.code is None
        assert not warning.chosen
        assert load_texts("en").say("step.calm") in warning.where()["says"]


def test_not_a_scam_is_asked_once(small: Desktop) -> None:
    with warned(small, content()) as warning:
        warning.click("no-scam")
        warning.click("back")
        warning.click("no-scam")
        warning.click("sure-first")
        warning.click("understood")
        warning.wait_until_gone()
        assert warning.code == 0
        assert warning.chosen == ["no-scam"]


def test_a_picture_of_a_false_alarm_is_offered(small: Desktop) -> None:
    """It is out of the picture while that is taken, and comes back to say where it lies."""
    with warned(small, content()) as warning:
        warning.click("no-scam")
        warning.click("sure-first")
        warning.click("picture")
        small.wait(lambda: warning.heard("picture"))
        small.wait(lambda: small.titles_of("popupwatch") == [])
        warning.child.send("pictured", folder="/somewhere", trouble="")
        small.wait(lambda: small.titles_of("popupwatch"))
        warning.click("understood")
        warning.wait_until_gone()


def test_already_called_opens_first_aid(small: Desktop) -> None:
    texts = load_texts("en")
    with warned(small, content()) as warning:
        warning.click("called")
        warning.wait_for("back")
        says = warning.where()["says"]
        assert texts.say("first-aid.bank.title") in says
        assert "Claire" in says
        assert warning.chosen == ["called"]
        warning.click("back")
        warning.click("understood")
        warning.wait_until_gone()
        assert warning.chosen == ["called"]


def test_says_how_to_enter_a_trusted_person(small: Desktop) -> None:
    with warned(small, content(trusted=Trusted())) as warning:
        warning.click("trusted")
        warning.wait_for("back")
        assert load_texts("en").say("warning.trusted-none-later") in warning.where()["says"]


def test_every_button_by_the_keyboard(small: Desktop) -> None:
    with warned(small, content()) as warning:
        order = list(warning.where()["boxes"])[1:]
        assert order == ["close", "read", "mute", "called", "trusted", "no-scam", "understood"]
        small.key(*["Tab"] * 5, "space")
        warning.wait_for("back")
        assert load_texts("en").say("warning.trusted-title") in warning.where()["says"]
        small.key("Tab", "Return")
        warning.wait_for("understood")
        small.key("shift+Tab", "Return")
        warning.wait_until_gone()
        assert warning.chosen == ["understood"]


def test_stays_when_the_tray_is_killed(small: Desktop, tmp_path: Path) -> None:
    """Killed as a whole process, with everything it held open."""
    script = tmp_path / "tray.py"
    script.write_text(
        "import os, time\nfrom warned import content\nfrom popupwatch.tray.child import Child\n"
        "child = Child('warning', content().as_fields())\nprint(child.pid, flush=True)\ntime.sleep(1.5)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    environment = small.environment | {"PYTHONPATH": os.pathsep.join(sys.path)}
    killed = subprocess.run(
        [sys.executable, str(script)], env=environment, capture_output=True, text=True, timeout=20, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    warning = psutil.Process(int(killed.stdout))
    time.sleep(1)
    assert warning.status() != psutil.STATUS_ZOMBIE
    small.key("Escape", "Return")
    small.wait(lambda: not warning.is_running() or warning.status() == psutil.STATUS_ZOMBIE)


def test_its_death_is_noticed_and_leaves_no_zombie(small: Desktop) -> None:
    with warned(small, content(), wait=0) as warning:
        os.kill(warning.child.pid, signal.SIGKILL)
        warning.wait_until_gone()
        assert warning.code == -signal.SIGKILL
        assert not warning.child.is_open
        assert not psutil.pid_exists(warning.child.pid)
        assert not warning.child.send("where")


@pytest.mark.parametrize("kind", ["first-aid", "trusted"])
def test_windows_of_their_own_end_with_the_tray(small: Desktop, kind: str) -> None:
    fields = {"language": "fr", "text_size": 100, "country": "fr", "trusted": {"name": "Claire", "number": ""}}
    with warned(small, fields, kind) as window:
        found = ["xdotool", "search", "--onlyvisible", "--class", "popupwatch"]
        small.wait(lambda: subprocess.run(found, env=small.environment, capture_output=True, check=False).stdout)
        window.child.let_go()
        window.wait_until_gone()
        assert window.code == 0
