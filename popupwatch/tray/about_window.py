"""About popupwatch: its version and licence, and what of it lies where on this computer."""

from __future__ import annotations

import popupwatch
from popupwatch.advice.contacts import contacts_of, country_of
from popupwatch.settings import history_path, load_settings, log_path, settings_path
from popupwatch.tray.alone import Alone
from popupwatch.tray.page import Page
from popupwatch.tray.stage import Action, View
from popupwatch.tray.window import Tray

_PLACES = {"settings": settings_path, "history": history_path, "log": log_path}


def open_about(tray: Tray) -> None:
    """Content: ``language``, ``text_size``, ``monitor``."""
    content = tray.content()
    alone = Alone(tray, content, "about.window")
    say = alone.texts.say
    settings, _ = load_settings(settings_path())
    checked = [contact.checked_on for contact in contacts_of(settings.country or country_of())]

    def build(page: Page) -> None:
        page.heading(say("about.stays-title"))
        page.paragraph(say("about.stays"))
        for name, path in _PLACES.items():
            with page.card():
                page.strong(say(f"about.{name}"))
                page.quiet(str(path()))
        page.heading(say("about.contacts-title"))
        page.paragraph(say("about.contacts", day=min(checked)) if checked else say("about.no-contacts"))
        page.heading(say("about.licence-title"))
        page.paragraph(say("about.licence"))

    close = Action("close", say("about.close"), alone.close, main=True, always=True)
    title = say("about.title", version=popupwatch.__version__)
    alone.show(View(title, build, [close], alone.close, alone.close, (say("about.lead"),)), "close")
    alone.run(lambda message: alone.root.lift())
