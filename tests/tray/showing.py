"""An icon in a process of its own, as the tests' other end: told on standard input, one JSON object a line, what to show;
tells on standard output what was chosen, and ``ended`` at its end. SIGTERM and SIGINT stop it, as they do the tray."""

from __future__ import annotations

import json
import signal
import sys
import threading
from datetime import datetime
from typing import Any

from popupwatch.advice.texts import load_texts
from popupwatch.tray.drawing import icon_of
from popupwatch.tray.icon import Icon, backend_of_this_system, make_icon, tray_is_there
from popupwatch.tray.menu import entries, headline, shown_as
from popupwatch.watch.state import Doing, State


def tell(**fields: Any) -> None:
    print(json.dumps(fields), flush=True)


def listen(icon: Icon) -> None:
    for line in sys.stdin:
        told = json.loads(line)
        if told["kind"] == "notify":
            tell(kind="notified", could=icon.notify("Title", "Text"))
        elif told["kind"] == "stop":
            icon.stop()
        else:
            show(icon, told["state"])
            tell(kind="shown")


def show(icon: Icon, doing: str) -> None:
    fields = State(Doing(doing), 0.0, until=None).as_fields()
    texts = load_texts("en")
    icon.show(icon_of(shown_as(fields)), headline(fields, texts, datetime.now()))
    icon.set_menu(entries(fields, texts, datetime.now()))


def main() -> None:
    icon = make_icon(lambda key: tell(kind="chose", key=key))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: icon.stop())
    show(icon, "watching")
    tell(kind="ready", backend=backend_of_this_system().name, has_menu=icon.has_menu, tray=tray_is_there())
    threading.Thread(target=listen, args=(icon,), daemon=True).start()
    icon.run()
    tell(kind="ended")


if __name__ == "__main__":
    main()
