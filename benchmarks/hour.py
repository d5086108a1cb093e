#!/usr/bin/env python3
"""What all processes of the watcher hold after an hour's worth of frames: ``popupwatch watch`` on a real desktop of
full HD, at five looks a second, while another of our fixtures comes up every twenty looks. It takes twelve minutes.

usage: hour.py [--looks 3600] [--every 20]
"""

from __future__ import annotations

import argparse
import itertools
import random
import subprocess
import sys
import time
from pathlib import Path

import psutil
from PIL import Image

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
from desktop import Desktop, desktop  # noqa: E402

SIZE = (1920, 1080)
INTERVAL = 0.2
REST = 15.0  # seconds at the last picture, before the memory is looked at


def held(process: psutil.Process) -> tuple[float, float]:
    """What *process* and those it started hold, in MB: each for itself, and what they share counted once."""
    every = [one.memory_full_info() for one in (process, *process.children(recursive=True))]
    return sum(one.rss for one in every) / 2**20, sum(one.pss for one in every) / 2**20


def show(place: Desktop, looks: int, every: int) -> None:
    files = sorted((ROOT / "fixtures").glob("*/*.png"))
    random.Random(3).shuffle(files)
    for file in itertools.islice(itertools.cycle(files), looks // every):
        with Image.open(file) as image:
            picture = place.picture(image.convert("RGB").resize(SIZE))
        time.sleep(every * INTERVAL)
        picture.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--looks", type=int, default=3600)
    parser.add_argument("--every", type=int, default=20, help="so many looks to a picture")
    options = parser.parse_args()
    with desktop(SIZE) as place:
        environment = place.environment | {"XDG_RUNTIME_DIR": str(place.folder), "LC_ALL": "C.UTF-8"}
        for name in ("CONFIG", "CACHE", "DATA", "STATE"):
            environment[f"XDG_{name}_HOME"] = str(place.folder / name.lower())
        command = [sys.executable, "-m", "popupwatch", "watch", "--interval", str(INTERVAL)]
        quiet = subprocess.DEVNULL
        started = subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet)
        try:
            first = options.looks // 10
            for looks, so_far in ((first, first), (options.looks - first, options.looks)):
                show(place, looks, options.every)
                time.sleep(REST)
                each, once = held(psutil.Process(started.pid))
                print(f"after {so_far:5d} looks: {each:5.1f} MB, shared once {once:5.1f} MB", flush=True)
        finally:
            started.terminate()
            started.wait(20)


if __name__ == "__main__":
    main()
