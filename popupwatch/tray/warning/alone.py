"""First aid and the trusted person as windows of their own, opened from the menu. They end when the tray does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from popupwatch.advice.contacts import contacts_of
from popupwatch.advice.texts import load_texts
from popupwatch.model import Box
from popupwatch.tray.look import Look, new_root
from popupwatch.tray.stage import Action, Stage, View
from popupwatch.tray.warning.content import Trusted
from popupwatch.tray.warning.views import first_aid_view, trusted_view
from popupwatch.tray.window import Tray

_EVERY = 200


def open_first_aid(tray: Tray) -> None:
    """Content: ``language``, ``text_size``, ``country``, ``trusted`` (name and number), ``monitor``."""
    content = tray.content()
    texts = load_texts(content["language"])
    contacts = contacts_of(content["country"])

    def view(close: Action) -> View:
        return first_aid_view(texts, contacts, Trusted(**content["trusted"]), [close], close.do, close.do)

    _open(tray, content, texts.say("warning.called"), texts.say("warning.close"), view)


def open_trusted(tray: Tray) -> None:
    """Content: ``language``, ``text_size``, ``trusted`` (name and number), ``monitor``."""
    content = tray.content()
    texts = load_texts(content["language"])

    def view(close: Action) -> View:
        return trusted_view(texts.say, Trusted(**content["trusted"]), close, close.do)

    _open(tray, content, texts.say("warning.trusted-title"), texts.say("warning.close"), view)


def _open(tray: Tray, content: dict[str, Any], title: str, close: str, view: Callable[[Action], View]) -> None:
    root = new_root(title)
    root.report_callback_exception = lambda kind, error, trace: tray.tell_failure(error)
    monitor = Box(**content["monitor"]) if content.get("monitor") else None
    stage = Stage(root, Look(root, content["text_size"]), monitor)
    stage.show(view(Action("close", close, root.destroy, main=True, always=True)))
    root.deiconify()

    def listen() -> None:
        heard = tray.heard()
        if None in heard:
            root.destroy()
            return
        if heard:
            root.lift()  # it was asked for again
        root.after(_EVERY, listen)

    listen()
    root.mainloop()
