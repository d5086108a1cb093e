"""What to do who already called, paid or let somebody in: the steps in their order, with whom to turn to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from popupwatch.advice.contacts import Contact, Kind, Matter
from popupwatch.advice.texts import Texts

BANK = "bank"
# As long as the computer is connected, whoever was let in may still be there: nothing is more urgent but money on its
# way. The contacts of these matters belong to the steps they stand beside.
_ORDER: tuple[tuple[str, Matter | None], ...] = (
    ("disconnect", None),
    (BANK, Matter.MONEY),
    ("help", Matter.HELP),
    ("uninstall", None),
    ("virus-scan", None),
    ("passwords", None),
    ("proof", None),
    ("report", Matter.REPORT),
    ("callers", None),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: what, in a few words, then in a sentence or two, and with whom."""

    key: str
    title: str
    text: str
    contacts: tuple[Contact, ...] = ()


def first_aid(texts: Texts, contacts: Sequence[Contact] = (), paid_only: bool = False) -> tuple[Step, ...]:
    """The steps in the language of *texts*, with *contacts*. *paid_only*: money went, and nobody was let in, so that
    the bank comes before all else; the step itself is about that bank, so it is not named again."""
    order = sorted(_ORDER, key=lambda step: step[0] != BANK) if paid_only else _ORDER
    return tuple(
        Step(
            key,
            texts.say(f"first-aid.{key}.title"),
            texts.say(f"first-aid.{key}.text"),
            tuple(contact for contact in contacts if contact.matter is matter and contact.kind is not Kind.BANK),
        )
        for key, matter in order
    )


def lines_of(contact: Contact, texts: Texts) -> tuple[str, ...]:
    """*contact* as it is shown: its name, how to reach it, what it is for."""
    language = texts.language
    ways = [contact.url.removeprefix("https://"), contact.number.replace(" ", "\u00a0"), contact.email]
    if contact.cost:
        ways.append(texts.say(f"contact.cost-{contact.cost}"))
    if contact.hours:
        ways.append(contact.hours.say(language))
    reached = " · ".join(filter(None, ways))
    name = contact.name.say(language)
    lines = [texts.say("contact.reached", name=name, ways=reached) if reached else name, contact.about.say(language)]
    if contact.source_of:
        lines.append(texts.say("contact.as-of", when=contact.source_of))
    return tuple(lines)
