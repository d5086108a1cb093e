#!/usr/bin/env python3
"""popupwatch against the naive way, in one run: recall, seconds a picture, judging alone, the cold command.

The naive way is what a first try does: ``pytesseract.image_to_string(colour picture)``. Its text goes through the same
rules, so what is compared is the reading. Times are medians over the same pictures, read in turn, so that other load on
the machine hits both alike; only their ratio means anything.

usage: scan.py [--corpus FOLDER] [--limit N] [--compare] [--judging] [--cold]      (all parts where no flag is given)
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import statistics
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image

from popupwatch.capture.images import open_picture
from popupwatch.model import Box, Level, ScreenText, TextLine
from popupwatch.ocr.reader import Reader, choose_reader
from popupwatch.ocr.recorded import from_plain_text
from popupwatch.rules.judge import judge
from popupwatch.rules.load import RuleBook, load_rules
from popupwatch.scanning import scan_frame

ROOT = Path(__file__).parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
NAIVE = "naive image_to_string"
THREADS = "OMP_THREAD_LIMIT"


@dataclass(frozen=True)
class Case:
    path: Path
    expected: Level


def fixtures() -> Iterator[Case]:
    for spec in sorted((ROOT / "fixtures").glob("*/*.toml")):
        yield Case(spec.with_suffix(".png"), Level(tomllib.loads(spec.read_text(encoding="utf-8"))["expected"]))


def corpus(folder: Path) -> Iterator[Case]:
    with (folder / "manifest.csv").open(encoding="utf-8") as manifest:
        for row in csv.DictReader(manifest):
            yield Case(folder / row["path"], Level(row["expected"]))


def compare(name: str, cases: list[Case], reader: Reader, rules: RuleBook) -> None:
    """Print recall, false alarms and median seconds of each way on *cases*. Tesseract's own threads get in each other's
    way, which a first try does not know: so the naive way is measured as it comes, and with OMP_THREAD_LIMIT=1."""
    ways: dict[str, list[tuple[Case, Level, float]]] = {NAIVE: [], f"{NAIVE}, one thread": [], "popupwatch": []}
    for case in cases:
        picture = Image.open(case.path).convert("RGB")
        ways[NAIVE].append((case, *_naive(picture, rules, threads=None)))
        ways[f"{NAIVE}, one thread"].append((case, *_naive(picture, rules, threads="1")))
        result = scan_frame(open_picture(case.path), reader, rules)
        ways["popupwatch"].append((case, result.verdict.level, result.seconds))
    print(f"\n{name}: {len(cases)} pictures")
    print(f"{'':34s} {'recall':>12s} {'false alarms':>14s} {'median seconds':>16s}")
    medians = []
    for way, results in ways.items():
        scams = [level.rank >= case.expected.rank for case, level, _ in results if case.expected is not Level.CLEAR]
        alarms = [level is Level.SCAM for case, level, _ in results if case.expected is Level.CLEAR]
        medians.append(statistics.median(seconds for *_, seconds in results))
        print(f"{way:34s} {sum(scams):5d}/{len(scams):<6d} {sum(alarms):6d}/{len(alarms):<7d} {medians[-1]:16.3f}")
    naive, one_thread, ours = medians
    print(
        f"popupwatch is {naive / ours:.1f} times faster per picture ({one_thread / ours:.1f} than with one thread)",
        flush=True,
    )


def _naive(picture: Image.Image, rules: RuleBook, threads: str | None) -> tuple[Level, float]:
    """What the naive way makes of *picture*, and in how many seconds."""
    import pytesseract

    ours = os.environ.pop(THREADS, None)  # our own reader's setting, which the command would inherit
    if threads:
        os.environ[THREADS] = threads
    start = time.perf_counter()
    level = judge(from_plain_text(pytesseract.image_to_string(picture)), rules).level
    seconds = time.perf_counter() - start
    os.environ[THREADS] = ours or "1"
    return level, seconds


def judging(reader: Reader, rules: RuleBook) -> None:
    """Print how long judging alone takes on a dense full-HD screen, and how that grows with the number of scenarios."""
    ordinary = [case for case in fixtures() if case.expected is Level.CLEAR]
    in_french = [case for case in ordinary if case.path.name.startswith("fr-")]
    for name, cases in (("windows in French", in_french), ("windows in many languages", ordinary[::3])):
        texts = sorted((reader.read(open_picture(case.path)) for case in cases), key=lambda text: -text.words_read)
        dense = _dense(texts)
        size = f"{dense.words_read} words of {dense.size[0]}x{dense.size[1]}"
        print(f"\njudging alone, {name}: {size}, {len(rules.phrases)} phrases")
        for count in (len(rules.scenarios), 100, 300, 1000):
            many = tuple(replace(rules.scenarios[i % len(rules.scenarios)], id=f"scenario-{i}") for i in range(count))
            book = replace(rules, scenarios=many)
            times = []
            for _ in range(15):
                start = time.process_time()
                judge(dense, book)
                times.append(time.process_time() - start)
            print(f"{count:6d} scenarios {1000 * statistics.median(times):8.1f} ms", flush=True)


def _dense(texts: list[ScreenText]) -> ScreenText:
    """A full-HD screen of small print (about 1,000 words): *texts* in windows beside and below each other."""
    lines: list[TextLine] = []
    for number, text in enumerate(texts[:6]):
        left, top = 640 * (number % 3), 540 * (number // 3)
        across, down = 640 / text.size[0], 540 / text.size[1]
        for line in text.lines:
            words = [replace(word, box=_moved(word.box, across, down, left, top)) for word in line.words]
            lines.append(TextLine(tuple(words), line.block + 1000 * number))
    return ScreenText(tuple(lines), (1920, 1080), texts[0].reader)


def _moved(box: Box, across: float, down: float, left: int, top: int) -> Box:
    return Box(
        left + round(box.left * across),
        top + round(box.top * down),
        left + round(box.right * across),
        top + round(box.bottom * down),
    )


def cold(picture: Path, runs: int = 7) -> None:
    """Print the whole command, from a cold start, against the bare command tesseract on the same full-HD picture."""
    commands = {
        "tesseract x.png -": ["tesseract", str(picture), "-"],
        "popupwatch scan x.png": [shutil.which("popupwatch") or "popupwatch", "scan", str(picture)],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, capture_output=True, check=False)
            times[name].append(time.perf_counter() - start)
    print(f"\nthe whole command, cold, on {picture.name}")
    for name, seconds in times.items():
        print(f"{name:24s} {statistics.median(seconds):8.2f} s")
    bare, ours = (statistics.median(seconds) for seconds in times.values())
    print(f"ratio {ours / bare:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--limit", type=int, help="only every so many pictures that this number remains")
    parser.add_argument("--compare", action="store_true")
    parser.add_argument("--judging", action="store_true")
    parser.add_argument("--cold", action="store_true")
    options = parser.parse_args()
    everything = not (options.compare or options.judging or options.cold)
    reader, rules = choose_reader(), load_rules()
    if everything or options.compare:
        sets = [("our fixtures", list(fixtures()))]
        if options.corpus.is_dir():
            sets.append(("corpus", list(corpus(options.corpus))))
        for name, cases in sets:
            step = max(1, len(cases) // options.limit) if options.limit else 1
            compare(name, cases[::step], reader, rules)
    if everything or options.judging:
        judging(reader, rules)
    if everything or options.cold:
        full_hd = [case.path for case in fixtures() if case.expected is Level.SCAM]
        sizes = {path: Image.open(path).size for path in full_hd}
        cold(next(path for path, size in sizes.items() if size == (1920, 1080)))


if __name__ == "__main__":
    sys.exit(main())
