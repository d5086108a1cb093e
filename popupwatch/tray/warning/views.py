"""What the warning shows, one view at a time: said here, done in `window`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from popupwatch.tray.page import Page
from popupwatch.tray.stage import Action, View
from popupwatch.tray.warning.content import CLOSE, MUTE, SPEAK, Alert, Trusted, WarningContent

if TYPE_CHECKING:
    from popupwatch.advice.contacts import Contact
    from popupwatch.advice.texts import Texts

Do = Callable[[], object]
Say = Callable[..., str]


def warning_view(content: WarningContent, do: Mapping[str, Do]) -> View:
    """The warning itself. *do* holds what each button does, by its name."""
    say = content.say

    def build(page: Page) -> None:
        for alert in content.alerts:
            _tell(page, alert, say)
        page.heading(say("warning.to-do"))
        for number, step in enumerate(content.steps, 1):
            page.step(number, step)

    named = [("called", "called"), ("trusted", "trusted"), ("no-scam", "no-scam")]
    if MUTE in content.can:
        named.insert(0, ("mute", "mute"))
    actions = [Action(name, say(f"warning.{key}"), do[name]) for name, key in named]
    if SPEAK in content.can:
        actions.insert(0, Action("read", say("warning.read"), do["read"], always=True))
    if CLOSE in content.can:
        actions.insert(0, Action("close", say("warning.close-window"), do["close"], main=True, always=True))
    actions.append(
        Action("understood", say("warning.understood"), do["understood"], CLOSE not in content.can, True, apart=True)
    )
    return View(content.heading, build, actions, do["escape"], do["understood"], content.do_not)


def _tell(page: Page, alert: Alert, say: Say) -> None:
    page.heading(alert.title)
    if alert.why:
        page.paragraph(alert.why)
    if alert.reasons:
        with page.card():
            page.strong(say("warning.found"))
            for reason in alert.reasons:
                words = ", ".join(say("warning.quoted", words=words) for words in reason.quotes)
                page.paragraph(say("warning.reason", label=reason.label, words=words) if words else reason.label)
                for number in reason.numbers:
                    page.struck(number)
    if alert.statement:
        page.paragraph(alert.statement)
        page.quiet(alert.source)


def trusted_view(say: Say, trusted: Trusted, back: Action, close: Do) -> View:
    """The person to turn to, to be read across the room."""

    def build(page: Page) -> None:
        if trusted.name or trusted.number:
            page.space(8)
            if trusted.name:
                page.huge(trusted.name)
            if trusted.number:
                page.huge(trusted.number)
                page.paragraph(say("warning.trusted-say"))
        else:
            page.lead(say("warning.trusted-none"))
            page.paragraph(say("warning.trusted-none-now"))
            page.paragraph(say("warning.trusted-none-later"))

    return View(say("warning.trusted-title"), build, [back], back.do, close)


def first_aid_view(
    texts: Texts, contacts: Sequence[Contact], trusted: Trusted, actions: Sequence[Action], escape: Do, close: Do
) -> View:
    """What to do who already called or paid: the ordered steps, with whom to turn to."""
    from popupwatch.advice.first_aid import first_aid, lines_of

    def build(page: Page) -> None:
        page.space(8)
        for number, step in enumerate(first_aid(texts, contacts), 1):
            page.step(number, step.text, step.title)
            told = [lines_of(contact, texts) for contact in step.contacts]
            if step.key == "help" and (person := " ".join(filter(None, (trusted.name, trusted.number)))):
                told.insert(0, (person,))
            if told:
                with page.card():
                    for first, *others in told:
                        page.strong(first)
                        for line in others:
                            page.quiet(line)

    leads = (texts.say("warning.first-aid-lead"),)
    return View(texts.say("warning.first-aid-title"), build, actions, escape, close, leads)


def told_view(title: str, paragraphs: Sequence[str], actions: Sequence[Action], escape: Do, close: Do) -> View:
    """What happened, or a question, and what can be done now."""

    def build(page: Page) -> None:
        page.space(8)
        first, *others = paragraphs
        page.lead(first)
        for text in others:
            page.paragraph(text)

    return View(title, build, actions, escape, close)
