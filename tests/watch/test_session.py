"""``popupwatch watch`` as it runs: a real desktop, real windows, the command as a process of its own."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from desktop import ROOT, Desktop, desktop
from filelock import FileLock
from PIL import Image
from running import numbers, set_to, watching, words_of_scam

from popupwatch.settings import running_folder

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the desktop is an X server's")

Pages = list[Image.Image]

# A window that jumps about and flashes, as those do that nobody is meant to close.
RESTLESS = """<!doctype html><meta charset="utf-8"><title>restless</title>
<style>
#scam {{ position: absolute; width: 640px; padding: 10px 20px; border: 3px solid navy; font: 22px sans-serif }}
</style>
<div id="scam">{lines}</div>
<script>
let turn = 0;
setInterval(() => {{
  turn++; scam.style.background = turn % 2 ? "white" : "gold";
  if (turn % 3 === 0) {{ scam.style.left = turn * 37 % 500 + "px"; scam.style.top = turn * 23 % 200 + "px" }}
}}, 500);
</script>"""

# An animation on the right; with the key n a scam on the left.
BESIDE = """<!doctype html><meta charset="utf-8"><title>beside</title>
<style>
body {{ margin: 0; overflow: hidden }} #scam {{ margin: 40px; width: 560px; font: 20px sans-serif }}
canvas {{ position: absolute; left: 680px; top: 0 }}
#mark {{ position: absolute; right: 0; top: 0; width: 30px; height: 30px; background: #13579b }}
</style>
<div id="scam" hidden>{lines}</div><canvas id="film" width="600" height="720"></canvas><div id="mark"></div>
<script>
const pen = film.getContext("2d"); let frame = 0;
setInterval(() => {{
  frame++;
  for (let x = 0; x < 15; x++) for (let y = 0; y < 18; y++) {{
    pen.fillStyle = `hsl(${{(x * 20 + y * 30 + frame * 5) % 360}} 60% 50%)`; pen.fillRect(x * 40, y * 40, 40, 40);
  }}
}}, 33);
addEventListener("keydown", event => {{ scam.hidden = event.key !== "n" }});
</script>"""


def test_a_hundred_scams_in_a_row_are_all_told(needs: Callable[[str], None], tmp_path: Path) -> None:
    for program in ("Xvfb", "openbox"):
        needs(program)
    size, folder = (1920, 1080), ROOT / "fixtures" / "scam"
    pages = [page for page in sorted(folder.glob("*.png")) if is_scam(page) and fits(page, size)][-100:]
    assert len(pages) == 100
    with desktop(size) as large, watching(large, tmp_path, "--interval", "0.2") as watcher:
        odd = []
        for page in pages:
            shown = large.picture(page)
            try:
                watcher.wait("warned", 4.0)
            except TimeoutError:
                assert watcher.status()["suspicious"], page.stem
                odd.append(page.stem)
            shown.close()
            watcher.wait("watching", 15.0, suspicious="")
        # So many use up what may be spent in a minute: those that need a closer look may get none.
        assert len(odd) <= 10, odd
        told = watcher.status()
        assert (told["restarts"], told["unkept"]) == (0, 0)
        kept = watcher.history
        assert len(kept) > 80, "those that are very much alike are told of once a minute"
        assert all(entry["ended"] for entry in kept)


def test_a_scam_is_warned_of_told_and_kept_and_when_it_is_gone_all_is_well(
    screen: Desktop, tmp_path: Path, scams: Pages
) -> None:
    with watching(screen, tmp_path) as watcher:
        shown = screen.picture(scams[0])
        watcher.wait("warned", scenario="fake-microsoft-alert")
        done = watcher.run("status", "--format", "json")
        assert done.returncode == 0
        assert json.loads(done.stdout)["state"] == "warned"
        (kept,) = watcher.history
        assert (kept["verdict"], kept["scenario"], kept["screen"]) == ("scam", "fake-microsoft-alert", 1)
        assert kept["ended"] is None
        assert numbers([kept]) == ["0134"]
        shown.close()
        watcher.wait("watching", scenario="")
        (kept,) = watcher.history
        assert kept["ended"] is not None
        assert watcher.said.read_text().count("!!") == 1


def test_nothing_is_seen_while_paused_and_what_is_there_afterwards_is(
    screen: Desktop, tmp_path: Path, scams: Pages
) -> None:
    with watching(screen, tmp_path) as watcher:
        assert watcher.run("pause", "1h").returncode == 0
        told = watcher.wait("paused")
        screen.picture(scams[0])
        with pytest.raises(TimeoutError):
            watcher.wait("warned", 2.0)
        assert watcher.status()["looked_at"] == told["looked_at"]
        assert watcher.history == []
        assert watcher.run("resume").returncode == 0
        watcher.wait("warned")
        assert numbers(watcher.history) == ["0134"]


def test_a_second_watcher_says_that_one_runs_and_what_it_does(screen: Desktop, tmp_path: Path) -> None:
    with watching(screen, tmp_path) as watcher:
        done = watcher.run("watch")
        assert done.returncode == 2
        assert "watching this screen already" in done.stderr
        assert "Watching" in done.stdout
        assert "Traceback" not in done.stderr
        watcher.wait("watching")


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_a_signal_ends_it_cleanly(screen: Desktop, tmp_path: Path, name: str) -> None:
    with watching(screen, tmp_path) as watcher:
        family = psutil.Process(watcher.process.pid).children(recursive=True)
        assert family
        assert watcher.end(getattr(signal, name)) == 0
        assert not psutil.wait_procs(family, timeout=5)[1]
        with FileLock(running_folder({"DISPLAY": screen.name}) / "lock", timeout=0):
            assert watcher.run("status").returncode == 2
        assert watcher.complained.read_text() == ""
        assert watcher.log.endswith("watching ends\n")


def test_a_scam_on_the_second_monitor_is_told_of_that_monitor(
    needs: Callable[[str], None], tmp_path: Path, scams: Pages
) -> None:
    for program in ("Xvfb", "openbox", "xrandr"):
        needs(program)
    with desktop((2560, 720), monitors=2) as two, watching(two, tmp_path) as watcher:
        assert watcher.status()["screens"] == 2
        two.picture(scams[0], (1280, 0))
        watcher.wait("warned")
        assert [entry["screen"] for entry in watcher.history] == [2]


def test_own_windows_and_those_left_out_are_not_read_but_what_stands_before_them_is(
    screen: Desktop, tmp_path: Path, scams: Pages
) -> None:
    set_to('leave-out-programs = ["accounts"]')
    with watching(screen, tmp_path) as watcher:
        screen.picture(scams[0], program="popupwatch")
        assert watcher.look_on()["state"] == "watching"
        screen.picture(scams[1], program="Accounts")
        assert watcher.look_on()["state"] == "watching"
        screen.picture(scams[2].crop((100, 60, 900, 600)), (300, 100))
        watcher.wait("warned")
        assert numbers(watcher.history) == ["0156"]


def test_settings_are_taken_while_it_runs(screen: Desktop, tmp_path: Path, scams: Pages) -> None:
    with watching(screen, tmp_path) as watcher:
        screen.picture(scams[0], title="My accounts")
        watcher.wait("warned")
        worker = watcher.worker
        set_to('leave-out-titles = ["accounts"]')
        watcher.wait_until(lambda told: told["state"] == "watching" and not worker.is_running())
        assert watcher.look_on()["scenario"] == ""
        assert "settings changed" in watcher.log


def test_a_screen_that_is_covered_is_locked_and_then_watched_again(
    screen: Desktop, tmp_path: Path, scams: Pages, needs: Callable[[str], None]
) -> None:
    needs("xset")
    with watching(screen, tmp_path) as watcher:
        xset(screen, "activate")
        watcher.wait("locked")
        xset(screen, "reset")
        watcher.wait("watching")
        screen.picture(scams[0])
        watcher.wait("warned")


def test_a_scam_that_moves_and_flashes_is_warned_of_once(
    screen: Desktop, tmp_path: Path, needs: Callable[[str], None]
) -> None:
    needs("chromium")
    with watching(screen, tmp_path) as watcher:
        browse(screen, RESTLESS.format(lines=words_of_scam(0).replace("\n", "<p>")))
        watcher.wait("warned")
        watcher.look_on(6.0, restless=True)
        assert watcher.said.read_text().count("!!") == 1
        assert len(watcher.history) == 1


def test_a_scam_beside_an_animation_is_warned_of(screen: Desktop, tmp_path: Path, needs: Callable[[str], None]) -> None:
    for program in ("chromium", "xdotool"):
        needs(program)
    with watching(screen, tmp_path) as watcher:
        browse(screen, BESIDE.format(lines=words_of_scam(0).replace("\n", "<p>")))
        screen.wait(lambda: screen.pixel(1270, 10) == 0x13579B)
        watcher.look_on(3.0, restless=True)
        assert watcher.status()["state"] == "watching"
        screen.key("n")
        watcher.wait("warned")
        assert numbers(watcher.history) == ["0134"]


def is_scam(page: Path) -> bool:
    described = page.with_name(page.stem.partition("@")[0] + ".toml").read_text(encoding="utf-8")
    return tomllib.loads(described)["expected"] == "scam"


def fits(page: Path, size: tuple[int, int]) -> bool:
    with Image.open(page) as image:
        return image.width <= size[0] and image.height <= size[1]


def browse(screen: Desktop, page: str) -> None:
    file = screen.folder / "page.html"
    file.write_text(page, encoding="utf-8")
    screen.browse(file, "--kiosk", "--window-position=0,0", "--window-size=1280,720")


def xset(screen: Desktop, what: str) -> None:
    subprocess.run(["xset", "s", what], env=screen.environment, check=True)
