#!/usr/bin/env python3
"""The watcher on a real desktop in real time, and the naive loop on the same script in the same run.

The script: an X server with a real Chromium; an ordinary page that stands still, typing, scrolling a dense page, pages
that load, an animation; then scam pages, full-screen, over the animation, and as a window beside it. The naive loop
grabs the screen every second, reads it all with ``pytesseract.image_to_string``, and judges that by the same rules.

usage: watch.py [--size 1920x1080] [--monitors 1] [--trials 6] [--seconds 20] [--plot FILE] [--no-naive]
"""

from __future__ import annotations

import argparse
import itertools
import math
import random
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
from desktop import MARK, Desktop, desktop, stage, window  # noqa: E402

from popupwatch import scan  # noqa: E402
from popupwatch.model import Level  # noqa: E402
from popupwatch.workshop.fixtures import Look  # noqa: E402
from popupwatch.workshop.render import find_browser, render_page  # noqa: E402

ORDINARY = ("fr-*", "en-*", "de-*")
PHASES = {"idle": "i", "typing": "t", "scrolling": "s", "loading": "l", "animation": "v"}
MISSED, LATE = 30.0, 3.0  # seconds after which a scam counts as not seen, and as seen late
PAUSE = 20.0  # seconds between two scams: no home sees one more often
REST = 15.0  # seconds at an ordinary page at the end, before the memory is looked at
WINDOW, FRAME = (900, 700), 40  # the size of the window beside the animation, and what its frame may take of that


@dataclass
class Watched:
    """What was measured of one way of watching. Times are seconds since the session began."""

    name: str
    cpu: list[tuple[float, float]] = field(default_factory=list)  # time, CPU seconds so far
    memory: list[float] = field(default_factory=list)  # what all processes held, in MB, twice a second
    late: list[str] = field(default_factory=list)
    phases: dict[str, tuple[float, float]] = field(default_factory=dict)
    delays: dict[str, list[float]] = field(default_factory=dict)
    verdicts: list[float] = field(default_factory=list)
    reads: list[float] = field(default_factory=list)

    def share(self, begin: float, end: float) -> float:
        """Of one core, between two times."""
        inside = [(at, spent) for at, spent in self.cpu if begin <= at <= end]
        return (inside[-1][1] - inside[0][1]) / (inside[-1][0] - inside[0][0]) if len(inside) > 1 else 0.0

    def worst_minute(self) -> float:
        return max((self.share(at, at + 60) for at, _ in self.cpu if at + 60 <= self.cpu[-1][0]), default=0.0)


class Meter:
    """Samples the CPU time and the memory of a process and its children, ended ones included, twice a second."""

    def __init__(self, process: subprocess.Popen[str], watched: Watched, began: float) -> None:
        self._process, self._watched, self._began = psutil.Process(process.pid), watched, began
        self._ended: dict[int, float] = {}
        self._going = True
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while self._going:
            with suppress(psutil.Error):
                self._sample()
            time.sleep(0.5)

    def _sample(self) -> None:
        memory = 0.0
        own = self._process.cpu_times()
        self._ended[0] = own.children_user + own.children_system
        for process in [self._process, *self._process.children(recursive=True)]:
            with suppress(psutil.Error):
                times = process.cpu_times()
                self._ended[process.pid] = times.user + times.system
                memory += process.memory_info().rss / 2**20
        alive = {self._process.pid, *(child.pid for child in self._process.children())}
        spent = sum(seconds for pid, seconds in self._ended.items() if pid == 0 or pid in alive)
        self._watched.cpu.append((time.monotonic() - self._began, spent))
        self._watched.memory.append(memory)

    def stop(self) -> None:
        self._going = False
        self._thread.join()


@contextmanager
def watching(place: Desktop, command: list[str], watched: Watched) -> Iterator[Callable[[], list[float]]]:
    """Runs *command*, which prints a line with ``!!`` whenever it sees a scam. Gives what lists those times."""
    seen: list[float] = []
    environment = place.environment | {"XDG_RUNTIME_DIR": str(place.folder), "LC_ALL": "C.UTF-8"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment)

    def listen() -> None:
        assert process.stdout
        for line in process.stdout:
            if line.startswith("!!"):
                seen.append(time.monotonic())

    threading.Thread(target=listen, daemon=True).start()
    meter = Meter(process, watched, time.monotonic())
    try:
        yield lambda: seen
    finally:
        meter.stop()
        process.terminate()
        process.wait(20)


def session(
    size: tuple[int, int], monitors: int, scams: Scams, seconds: float, command: list[str], name: str
) -> Watched:
    """The whole script, watched by *command*."""
    chance = random.Random(7)
    pages = ROOT / "fixtures" / "ordinary"
    ordinary = [page for pattern in ORDINARY for page in sorted(pages.glob(f"{pattern}.html"))[::7]]
    watched = Watched(name)
    with desktop(size, monitors) as place, watching(place, command, watched) as seen:
        began, wall = time.monotonic(), time.time()
        width, height = size[0] // monitors, size[1]
        place.browse(
            stage(place.folder, ordinary, scams.whole),
            f"--window-size={width},{height}",
            "--window-position=0,0",
            "--kiosk",
        )
        time.sleep(8)
        for phase, key in PHASES.items():
            place.key(key)
            time.sleep(3)
            start = time.monotonic() - began
            time.sleep(seconds)
            watched.phases[phase] = (start, time.monotonic() - began)
        corner = (width - 4, height - 4)
        left, number = [window(place.folder, page) for page in scams.windows], 0
        for kind, key in (("full screen", "i"), ("over animation", "v"), ("beside animation", "v")):
            place.key(key)
            delays = watched.delays.setdefault(kind, [])
            for _ in scams.windows:
                time.sleep(PAUSE + chance.random())
                before = len(seen())
                if kind == "beside animation":
                    at = (max(0, size[0] - 1000), size[1] // 6)
                    shown_page = left.pop()
                    area = f"--window-size={WINDOW[0]},{WINDOW[1]}"
                    shown = place.browse(shown_page, area, f"--window-position={at[0]},{at[1]}")
                    painted = place.wait(lambda at=at: _marked(place, at))
                else:
                    shown_page = scams.whole[number]
                    number += 1
                    place.key("n")
                    painted = place.wait(lambda: place.pixel(*corner) == MARK)
                with suppress(TimeoutError):
                    place.wait(lambda n=before: len(seen()) > n, MISSED)
                found = seen()[before:]
                delays.append(found[0] - painted if found else MISSED)
                if delays[-1] > LATE:
                    watched.late.append(f"{kind}: {shown_page.stem} {delays[-1]:.1f} s")
                watched.verdicts += [at - began for at in found]
                if kind == "beside animation":
                    shown.terminate()
                else:
                    place.key("x")
        place.key("i")
        time.sleep(REST)
        watched.reads = [at - wall for at in reads_in(place.folder)]
    return watched


def reads_in(folder: Path) -> Iterator[float]:
    """When something was read, in seconds since 1970, as the log tells that lies somewhere in *folder*."""
    for log in folder.rglob("watch.log"):
        for line in log.read_text(encoding="utf-8").splitlines():
            if " DEBUG read " in line:
                yield datetime.strptime(line[:23], "%Y-%m-%d %H:%M:%S,%f").timestamp()


def _marked(place: Desktop, at: tuple[int, int]) -> bool:
    """Whether the mark stands in the lower right corner of the window at *at*, wherever its frame put that."""
    from Xlib import X, display

    connection = display.Display(place.name)  # given back: a server has room for 256
    try:
        width = min(300, place.size[0] - at[0] - 700)
        area = connection.screen().root.get_image(at[0] + 700, at[1] + 500, width, 260, X.ZPixmap, 0xFFFFFFFF)
    finally:
        connection.close()
    return MARK.to_bytes(3, "little") in area.data


@dataclass(frozen=True)
class Scams:
    """What is shown: pages that fill a monitor, and half as many in windows."""

    whole: list[Path]
    windows: list[Path]


def scams_for(size: tuple[int, int], trials: int) -> Scams:
    """Scam pages of ours, each of which is one to `popupwatch scan` in the size it will have: how fast a scam is seen
    is asked here, not which."""
    pages = sorted((ROOT / "fixtures" / "scam").glob("*.html"))
    random.Random(7).shuffle(pages)
    browser, left = find_browser(), iter(pages)

    def found(size: tuple[int, int], count: int) -> list[Path]:
        scams = (page for page in left if scan(render_page(page, Look(size), browser)).level is Level.SCAM)
        return list(itertools.islice(scams, count))

    return Scams(found(size, 2 * trials), found((WINDOW[0], WINDOW[1] - FRAME), trials))


NAIVE = """
import sys, time
import mss, pytesseract
from PIL import Image
from popupwatch.ocr.recorded import from_plain_text
from popupwatch.rules.judge import judge
from popupwatch.rules.load import load_rules
rules, grabber, last = load_rules(), mss.MSS(), ""
while True:
    start = time.monotonic()
    for monitor in grabber.monitors[1:]:
        shot = grabber.grab(monitor)
        text = pytesseract.image_to_string(Image.frombytes("RGB", shot.size, shot.bgra, "raw", "BGRX"))
        verdict = judge(from_plain_text(text), rules)
        found = verdict.findings[0].rule if verdict.level.value == "scam" else ""
        if found and not last:
            print("!!", found, flush=True)
        last = found
    time.sleep(max(0, 1 - (time.monotonic() - start)))
"""


def table(ways: list[Watched]) -> None:
    """Print what was measured, a column for each way."""
    print(f"\n{'':32s}" + "".join(f"{way.name:>16s}" for way in ways))
    for phase in ways[0].phases:
        print(
            f"{phase + ', % of one core':32s}" + "".join(f"{100 * way.share(*way.phases[phase]):16.2f}" for way in ways)
        )
    whole = [way.share(0, way.cpu[-1][0]) for way in ways]
    print(f"{'whole session, % of one core':32s}" + "".join(f"{100 * share:16.2f}" for share in whole))
    print(f"{'worst minute, % of one core':32s}" + "".join(f"{100 * way.worst_minute():16.2f}" for way in ways))
    print(f"{'memory, median MB':32s}" + "".join(f"{statistics.median(way.memory):16.0f}" for way in ways))
    print(f"{'memory, at rest at the end MB':32s}" + "".join(f"{way.memory[-1]:16.0f}" for way in ways))
    print(f"{'memory, most MB':32s}" + "".join(f"{max(way.memory):16.0f}" for way in ways))
    for kind in ways[0].delays:
        for label, pick in (("median", statistics.median), ("worst", max)):
            print(f"{f'{kind}, {label} s':32s}" + "".join(f"{pick(way.delays[kind]):16.2f}" for way in ways))
    together = [sorted(delay for delays in way.delays.values() for delay in delays) for way in ways]
    print(f"{'all, median s':32s}" + "".join(f"{statistics.median(d):16.2f}" for d in together))
    print(f"{'all, 95 % within s':32s}" + "".join(f"{d[math.ceil(0.95 * len(d)) - 1]:16.2f}" for d in together))
    print(f"{'not seen':32s}" + "".join(f"{sum(delay >= MISSED for delay in d):13d}/{len(d)}" for d in together))
    for way in ways:
        print(f"late by {way.name}: {', '.join(way.late) or 'none'}")
    if len(ways) > 1:
        print(f"popupwatch used {whole[1] / whole[0]:.1f} times less CPU than the naive loop")


def plot(ways: list[Watched], file: Path) -> None:
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(len(ways), 1, figsize=(12, 3.2 * len(ways)), sharex=True, squeeze=False)
    for way, axis in zip(ways, axes[:, 0], strict=True):
        times = [at for at, _ in way.cpu[4:]]
        shares = [100 * way.share(at - 2, at) for at in times]
        axis.plot(times, shares, linewidth=1)
        for phase, (begin, end) in way.phases.items():
            axis.axvspan(begin, end, alpha=0.08)
            axis.text(begin, axis.get_ylim()[1] * 0.9, phase, fontsize=8)
        axis.plot(way.reads, [0.0] * len(way.reads), "|", color="tab:green", markersize=14)
        for at in way.verdicts:
            axis.axvline(at, color="tab:red", linewidth=0.8, linestyle=":")
        axis.set_title(f"{way.name}: CPU, % of one core (2 s); green: something was read; dotted: a scam was seen")
    axes[-1, 0].set_xlabel("seconds")
    figure.tight_layout()
    figure.savefig(file, dpi=90)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", default="1920x1080")
    parser.add_argument("--monitors", type=int, default=1)
    parser.add_argument("--trials", type=int, default=6)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--no-naive", action="store_true")
    options = parser.parse_args()
    width, height = map(int, options.size.split("x"))
    scams = scams_for((width // options.monitors, height), options.trials)
    ours = [sys.executable, "-m", "popupwatch", "watch", "--verbose"]
    ways = {"popupwatch": ours} | ({} if options.no_naive else {"naive loop": [sys.executable, "-c", NAIVE]})
    print(f"{options.size}, monitors: {options.monitors}, {options.trials} trials of each kind", flush=True)
    watched = []
    for name, command in ways.items():
        watched.append(session((width, height), options.monitors, scams, options.seconds, command, name))
        table(watched[-1:])
    if len(watched) > 1:
        table(watched)
    if options.plot:
        plot(watched, options.plot)


if __name__ == "__main__":
    sys.exit(main())
