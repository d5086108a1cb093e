#!/usr/bin/env python3
"""Memory over many frames: the watcher looks at synthetic screens, one a second of a clock that is passed in.

Of twenty looks seventeen see nothing new, two see a line typed, and one another page, which is read. The memory of the
process is printed after an hour's worth of looks and at the end, and by how much it grew in between.

usage: frames.py [--frames 20000] [--every 20]
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import sys
import time
from pathlib import Path

os.environ.setdefault("MALLOC_ARENA_MAX", "1")  # as the supervisor starts the reading process

import numpy as np
import psutil
from PIL import Image, ImageDraw

from popupwatch.capture.screen import Shot
from popupwatch.model import Box, Verdict
from popupwatch.ocr.reader import choose_reader
from popupwatch.rules.judge import judge
from popupwatch.rules.load import load_rules
from popupwatch.watch.budget import Budget
from popupwatch.watch.platform.memory import FRUGAL, give_back
from popupwatch.watch.watcher import Looked, Watcher

FIXTURES = Path(__file__).parents[1] / "fixtures"
SIZE = (960, 540)
HOUR = 3600


class Silent:
    def looked(self, looked: Looked) -> None: ...

    def reading(self, screen: int, box: Box) -> None: ...

    def judged(self, screen: int, verdict: Verdict, monitor: Box) -> None: ...


def pages() -> list[Image.Image]:
    files = sorted(FIXTURES.glob("*/*.png"))[::9]
    return [Image.open(file).convert("RGB").resize(SIZE) for file in files]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--frames", type=int, default=20_000)
    parser.add_argument("--every", type=int, default=20, help="so many looks to a page")
    options = parser.parse_args()
    if os.environ["MALLOC_ARENA_MAX"] != FRUGAL["MALLOC_ARENA_MAX"]:
        sys.exit("run this with MALLOC_ARENA_MAX=1")
    chance, known, rules = random.Random(3), pages(), load_rules()
    now = [0.0]
    current = [known[0].copy()]

    def grab() -> list[Shot]:
        pixels = np.array(current[0].convert("RGBX")).view(np.uint32)[:, :, 0]
        return [Shot(1, Box(0, 0, *SIZE), pixels)]

    watcher = Watcher(
        grab,
        choose_reader(cores=1),
        lambda t: judge(t, rules),
        Budget(1.0),
        Silent(),
        lambda: now[0],
        time.process_time,
    )
    process, sizes = psutil.Process(), {}
    for frame in range(options.frames + HOUR):
        now[0] += 1.0
        if frame % options.every == 0:
            current[0] = chance.choice(known).copy()
        elif frame % options.every in (7, 14):
            brush = ImageDraw.Draw(current[0])
            brush.text((chance.randrange(500), chance.randrange(500)), f"typed {frame}", fill="black")
        while watcher.look() == 0.0:
            pass
        if frame % options.every == options.every - 1:
            give_back()
        if frame + 1 in (HOUR, HOUR + options.frames // 2, HOUR + options.frames):
            gc.collect()
            give_back()
            sizes[frame + 1] = process.memory_info().rss / 2**20
            print(f"after {frame + 1:6d} looks: {sizes[frame + 1]:6.1f} MB", flush=True)
    print(f"{options.frames} looks grew it by {sizes[HOUR + options.frames] - sizes[HOUR]:+.1f} MB")


if __name__ == "__main__":
    sys.exit(main())
