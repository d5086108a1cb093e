"""A desktop of one's own: a real X server, a window manager, and a real browser that shows what it is told to.

Used by the tests of the watcher and by benchmarks/watch.py.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parents[1]
NEEDS = ("Xvfb", "openbox", "chromium", "xdotool", "xrandr")
# Shown in a corner once a page is painted; a colour no fixture has.
MARK = 0x13579B
_MARK_SIZE = 8

_STAGE = """<!doctype html><meta charset="utf-8"><title>stage</title>
<style>
html, body {{ margin: 0; height: 100%; overflow: hidden; background: #fff; font: 15px sans-serif }}
iframe, canvas, #typed, #long {{ position: absolute; inset: 0; width: 100%; height: 100%; border: 0 }}
#typed {{ padding: 80px; box-sizing: border-box; background: #fff }} #long {{ overflow: auto; background: #fff }}
#long p {{ margin: 12px 200px; line-height: 1.4 }}
#mark {{ position: fixed; right: 0; bottom: 0; width: 8px; height: 8px; background: #13579b; z-index: 9 }}
[hidden] {{ display: none }}
</style>
<iframe id="page"></iframe><div id="typed" hidden></div><div id="long" hidden></div>
<canvas id="video" hidden width="1280" height="720"></canvas>
<iframe id="scam" hidden></iframe><div id="mark" hidden></div>
<script>
const ordinary = {ordinary}, scams = {scams}, words = {words};
const show = name => ["page", "typed", "long", "video"].forEach(id => document.getElementById(id).hidden = id !== name);
const word = () => words[Math.floor(Math.random() * words.length)];
const painted = () => requestAnimationFrame(() => requestAnimationFrame(() => mark.hidden = false));
let timer, page_number = 0;
for (let i = 0; i < 400; i++) {{
  const p = document.createElement("p"); p.textContent = Array.from({{length: 60}}, word).join(" "); long.append(p);
}}
const acts = {{
  i() {{ page.src = ordinary[0]; show("page") }},
  t() {{
    show("typed");
    timer = setInterval(() => typed.textContent += (Math.random() < .2 ? " " : "") + word()[0], 180);
  }},
  s() {{ show("long"); timer = setInterval(() => long.scrollBy(0, 120), 700) }},
  l() {{
    show("page");
    const next = () => page.src = ordinary[++page_number % ordinary.length];
    next(); timer = setInterval(next, 3500);
  }},
  v() {{
    show("video"); const pen = video.getContext("2d"); let n = 0;
    timer = setInterval(() => {{
      n++;
      for (let x = 0; x < 16; x++) for (let y = 0; y < 9; y++) {{
        pen.fillStyle = `hsl(${{(x * 20 + y * 30 + n * 5) % 360}} 60% ${{40 + 20 * Math.sin(n / 9 + x)}}%)`;
        pen.fillRect(x * 80, y * 80, 80, 80);
      }}
      pen.fillStyle = "#fff"; pen.beginPath();
      pen.arc(640 + 400 * Math.cos(n / 20), 360 + 200 * Math.sin(n / 13), 60, 0, 7); pen.fill();
    }}, 33);
  }},
  x() {{ scam.hidden = mark.hidden = true; scam.src = "about:blank" }},
}};
let scam_number = -1;
addEventListener("keydown", event => {{
  if (event.key === "n") {{
    scam.onload = () => painted(); scam.hidden = false; scam.src = scams[++scam_number % scams.length]; return;
  }}
  if (!(event.key in acts)) return;
  if (event.key !== "x") clearInterval(timer);
  acts[event.key]();
}});
acts.i();
</script>"""

_WINDOW = """<!doctype html><meta charset="utf-8"><title>window</title>
<style>body {{ margin: 0 }} iframe {{ position: absolute; inset: 0; width: 100%; height: 100%; border: 0 }}
#mark {{ position: fixed; right: 0; bottom: 0; width: 8px; height: 8px; background: #13579b }}</style>
<iframe src="{page}" onload="requestAnimationFrame(() => requestAnimationFrame(() => mark.hidden = false))"></iframe>
<div id="mark" hidden></div>"""

_WORDS = (
    "jardin marché fenêtre lecture dimanche rivière montagne voyage cuisine famille courrier soleil hiver chemin maison"
    " village papier musique histoire saison lettre matin soir chapitre garden market window reading Sunday river"
)


@dataclass
class Desktop:
    """An X server called *name* of *size* pixels, split into so many *monitors* side by side, and what runs on it."""

    name: str
    size: tuple[int, int]
    folder: Path
    server: subprocess.Popen[bytes]
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    _held: socket.socket | None = None  # the name of a server that was lost

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("WAYLAND")}
        return kept | {"DISPLAY": self.name, "HOME": str(self.folder)}

    @property
    def address(self) -> str:
        """Where its X server can be reached, and no other as long as somebody has it."""
        return f"\0/tmp/.X11-unix/X{self.name[1:]}"

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """A program on this desktop; it ends with it."""
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, env=self.environment)
        self.processes.append(process)
        return process

    def browse(self, page: Path, *more: str) -> subprocess.Popen[bytes]:
        """Chromium, showing *page* in a window without tabs."""
        profile = tempfile.mkdtemp(dir=self.folder)
        plain = ["--no-first-run", "--disable-gpu", "--password-store=basic", "--disable-features=Translate"]
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        return self.start("chromium", *plain, *root, f"--user-data-dir={profile}", f"--app={page.as_uri()}", *more)

    def picture(
        self, picture: Path | Image.Image, at: tuple[int, int] = (0, 0), program: str = "viewer", title: str = "picture"
    ) -> Picture:
        """A window without a frame that shows *picture*, of a program called so; it can be seen when this returns."""
        return Picture(
            self.name, picture if isinstance(picture, Image.Image) else Image.open(picture), at, program, title
        )

    def titles_of(self, program: str) -> list[str]:
        """The titles of the windows of *program* that can be seen."""
        found = self._xdotool("search", "--onlyvisible", "--class", f"^{program}$").split()
        return [self._xdotool("getwindowname", number).strip() for number in found]

    def has_keyboard(self, program: str) -> bool:
        """Whether what is typed goes to a window of a program whose name begins with *program*."""
        from Xlib import display
        from Xlib.error import XError

        connection = display.Display(self.name)
        try:
            window = connection.get_input_focus().focus
            while not isinstance(window, int) and window != connection.screen().root:
                if any(name.startswith(program) for name in window.get_wm_class() or ()):
                    return True
                window = window.query_tree().parent
            return False
        except XError:  # it has just gone
            return False
        finally:
            connection.close()

    def _xdotool(self, *words: str) -> str:
        command = ["xdotool", *words]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False).stdout

    def lose_server(self) -> None:
        """The X server is killed, and with it whatever it showed. No other server, of another test perhaps, gets its
        name: who lost it would find that one."""
        self.server.kill()
        self.server.wait()
        self._held = socket.socket(socket.AF_UNIX)
        self._held.bind(self.address)  # and nobody listens there
        self.__dict__.pop("_x", None)

    def free_name(self) -> None:
        """Where the server was lost, another may have its name now."""
        if self._held:
            self._held.close()

    def serve_again(self) -> None:
        """The X server is back under the same name, with a window manager and nothing else."""
        self.free_name()
        self.server = _serve(self.size, self.name)[0]
        self.manage()

    def manage(self, manager: str = "openbox") -> None:
        """Start the window *manager*; returns when it is there."""
        from Xlib import X, display

        self.start(manager)
        connection = display.Display(self.name)
        atom = connection.intern_atom("_NET_SUPPORTING_WM_CHECK")
        self.wait(lambda: connection.screen().root.get_full_property(atom, X.AnyPropertyType))
        connection.close()

    def key(self, *keys: str) -> None:
        """Press *keys*, one after the other."""
        subprocess.run(["xdotool", "key", *keys], env=self.environment, check=True, capture_output=True)

    def wait(self, condition: Callable[[], object], seconds: float = 30.0) -> float:
        """Wait until *condition* holds; the time (monotonic) it was seen to. Raises TimeoutError."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if condition():
                return time.monotonic()
            time.sleep(0.02)
        raise TimeoutError(f"waited {seconds} seconds")

    def pixel(self, x: int, y: int) -> int:
        """The colour at a place of the desktop, as 0xRRGGBB."""
        from Xlib import X, display

        if not hasattr(self, "_x"):
            self._x = display.Display(self.name)
        image = self._x.screen().root.get_image(x, y, 1, 1, X.ZPixmap, 0xFFFFFFFF)
        blue, green, red = image.data[:3]
        return (red << 16) | (green << 8) | blue


class Picture:
    """A window of this process on the display called *name*."""

    def __init__(self, name: str, image: Image.Image, at: tuple[int, int], program: str, title: str) -> None:
        from Xlib import X, Xutil, display

        self._connection = connection = display.Display(name)
        screen, (width, height) = connection.screen(), image.size
        self._window = window = screen.root.create_window(*at, width, height, 0, screen.root_depth)
        window.set_wm_class(program, program)
        window.set_wm_name(title)
        window.set_wm_normal_hints(flags=Xutil.USPosition | Xutil.USSize, x=at[0], y=at[1], width=width, height=height)
        motif = connection.intern_atom("_MOTIF_WM_HINTS")
        window.change_property(motif, motif, 32, [2, 0, 0, 0, 0])  # no frame, no title
        ground = window.create_pixmap(width, height, screen.root_depth)
        pen, data = ground.create_gc(), image.convert("RGB").tobytes("raw", "BGRX")
        rows = 200_000 // (4 * width)  # as much as one request takes
        for top in range(0, height, rows):
            part = data[4 * width * top : 4 * width * (top + rows)]
            ground.put_image(pen, 0, top, width, min(rows, height - top), X.ZPixmap, screen.root_depth, 0, part)
        window.change_attributes(background_pixmap=ground, event_mask=X.VisibilityChangeMask)
        window.map()
        window.configure(stack_mode=X.Above)
        while connection.next_event().type != X.VisibilityNotify:
            continue
        window.clear_area()
        connection.sync()

    def close(self) -> None:
        self._window.destroy()
        self._connection.close()


def _serve(size: tuple[int, int], name: str = "") -> tuple[subprocess.Popen[bytes], str]:
    """An X server, called *name* or by any that is free, once it answers; and its name."""
    ready, tells = os.pipe()
    named, screen = [name] if name else [], f"{size[0]}x{size[1]}x24"
    server = subprocess.Popen(
        ["Xvfb", *named, "-displayfd", str(tells), "-screen", "0", screen, "-nolisten", "tcp", "-noreset"],
        pass_fds=[tells],
        stderr=subprocess.DEVNULL,
    )
    os.close(tells)
    with os.fdopen(ready) as answer:
        return server, f":{answer.readline().strip()}"


@contextmanager
def desktop(size: tuple[int, int] = (1920, 1080), monitors: int = 1, manager: str = "openbox") -> Iterator[Desktop]:
    """A desktop with a window *manager*, and nothing else on it."""
    folder = Path(tempfile.mkdtemp(prefix="popupwatch-"))
    server, name = _serve(size)
    made = Desktop(name, size, folder, server)
    try:
        made.manage(manager)
        if monitors > 1:
            _split(made, monitors)
        yield made
    finally:
        for process in (*reversed(made.processes), made.server):
            process.terminate()
        for process in (*made.processes, made.server):
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        made.free_name()
        shutil.rmtree(folder, ignore_errors=True)


def _split(made: Desktop, monitors: int) -> None:
    width, height = made.size[0] // monitors, made.size[1]
    for number in range(monitors):
        place = f"{width}/300x{height}/300+{number * width}+0"
        output = "screen" if number == 0 else "none"
        command = ["xrandr", "--setmonitor", f"M{number}", place, output]
        subprocess.run(command, env=made.environment, check=True, capture_output=True)


def stage(folder: Path, ordinary: Sequence[Path], scams: Sequence[Path]) -> Path:
    """A page that plays what keys tell it: i an ordinary page, t typing, s scrolling a long page, l pages loading, v an
    animation; n the next of *scams* in front of it, with MARK in the corner once it is painted, x away with it."""
    page = folder / "stage.html"
    lists = {"ordinary": _uris(ordinary), "scams": _uris(scams), "words": _WORDS.split()}
    page.write_text(_STAGE.format(**lists), encoding="utf-8")
    return page


def window(folder: Path, page: Path) -> Path:
    """*page* in a page of its own that shows MARK in the corner once it is painted."""
    framed = folder / f"window-{page.stem}.html"
    framed.write_text(_WINDOW.format(page=page.as_uri()), encoding="utf-8")
    return framed


def _uris(pages: Sequence[Path]) -> list[str]:
    return [page.as_uri() for page in pages]
