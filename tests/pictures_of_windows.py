"""Pictures of the welcome, the control window, “about” and the practice for docs/pictures:
``python tests/pictures_of_windows.py``, when one of them has changed.

All but the practice alert must be judged clear when they are scanned.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desktop import Desktop
from pictures import FOLDER, LANGUAGES, SIZES, TEXT_SIZES, in_front_of_a_page, take
from running import watching
from warned import warned

SIZE = SIZES[0]
VIEWS = ("welcome-1", "welcome-2", "welcome-3", "control", "about", "practise", "practise-done")
# Stands for the person's own folder.
HOME = Path("/tmp/popupwatch-pictures")
_LINE = {"en": "Watching the screen.", "fr": "L'écran est surveillé."}
_LABELS = {
    "en": ("Look now", "Pause", "Past warnings", "First aid", "Practise", "Settings", "About", "Quit"),
    "fr": (
        "Regarder maintenant",
        "Faire une pause",
        "Avertissements passés",
        "Premiers secours",
        "S'exercer",
        "Réglages",
        "À propos",
        "Quitter",
    ),
}


def name_of(view: str, language: str, text_size: int) -> str:
    return f"{view}-{language}-{text_size}-{SIZE[0]}x{SIZE[1]}.png"


def control(language: str) -> dict[str, Any]:
    entries = [
        {"key": str(number), "label": label, "enabled": True, "children": []}
        for number, label in enumerate(_LABELS[language])
    ]
    return {"line": _LINE[language], "entries": entries}


def take_all(folder: Path) -> Iterator[Path]:
    """Take every picture; the path of each."""
    for name in ("CONFIG", "DATA", "STATE"):
        os.environ[f"XDG_{name}_HOME"] = str(HOME / name.lower())
    os.environ["XDG_RUNTIME_DIR"] = str(HOME)
    HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    with in_front_of_a_page(SIZE) as made, watching(made, HOME):
        for language in LANGUAGES:
            for text_size in TEXT_SIZES:
                yield from _windows(made, folder, language, text_size)


def _windows(made: Desktop, folder: Path, language: str, text_size: int) -> Iterator[Path]:
    def taken(view: str) -> Path:
        path = folder / name_of(view, language, text_size)
        take(made, path)
        return path

    content: dict[str, Any] = {"language": language, "text_size": text_size}
    with warned(made, content, "welcome") as window:
        yield taken("welcome-1")
        made.key("Return")
        window.wait_for("back")
        yield taken("welcome-2")
        made.key("Return")
        window.wait_for("done")
        yield taken("welcome-3")
    with warned(made, content | control(language), "control"):
        yield taken("control")
    with warned(made, content, "about"):
        yield taken("about")
    with warned(made, content, "practise") as window:
        made.wait(lambda: window.heard("outcome"))  # seen by a watcher that runs
        yield taken("practise")
        made.key("Return")
        window.wait_for("again")
        yield taken("practise-done")


if __name__ == "__main__":
    for picture in take_all(FOLDER):
        sys.stdout.write(f"{picture}\n")
