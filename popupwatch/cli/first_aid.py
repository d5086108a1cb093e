"""``popupwatch first-aid``: what to do who already called, paid or let somebody in."""

from __future__ import annotations

import click

from popupwatch.advice.contacts import Contact, contacts_of, countries, country_of
from popupwatch.advice.first_aid import Step, first_aid, lines_of
from popupwatch.advice.texts import Texts
from popupwatch.cli.speaking import SpeakingCommand, printable, spoken
from popupwatch.errors import ExitCode
from popupwatch.settings import Settings, load_settings, settings_path

_WIDTH = 100


@click.command("first-aid", cls=SpeakingCommand, help="first-aid")
@click.option("--country", type=click.Choice(countries(), case_sensitive=False), help="first-aid-country")
@click.option("--paid", is_flag=True, help="first-aid-paid")
@click.option("--sources", is_flag=True, help="first-aid-sources")
@spoken
def aid(country: str | None, paid: bool, sources: bool, texts: Texts) -> int:
    settings, _ = load_settings(settings_path())
    contacts = contacts_of(country or settings.country or country_of())
    click.echo(texts.say("first-aid.head"))
    for number, step in enumerate(first_aid(texts, contacts, paid), 1):
        click.echo()
        _say_step(number, step, settings, sources, texts)
    if not contacts:
        click.echo()
        click.echo(texts.say("first-aid.no-country", countries=", ".join(countries())))
    return ExitCode.CLEAR


def _say_step(number: int, step: Step, settings: Settings, sources: bool, texts: Texts) -> None:
    click.secho(f"{number}. {step.title}", bold=True)
    _say(step.text, "   ")
    if step.key == "help" and (trusted := " ".join(filter(None, (settings.trusted_name, settings.trusted_number)))):
        _say(printable(trusted), "   - ")
    for contact in step.contacts:
        first, *others = lines_of(contact, texts)
        _say(first, "   - ")
        for line in (*others, *([_source(contact, texts)] if sources else [])):
            _say(line, "     ")


def _source(contact: Contact, texts: Texts) -> str:
    source = contact.source.say(texts.language)
    return texts.say("contact.source", source=source, day=contact.checked_on)


def _say(text: str, margin: str) -> None:
    click.echo(click.wrap_text(text, _WIDTH, margin, " " * len(margin)))
