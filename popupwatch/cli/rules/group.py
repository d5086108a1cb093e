"""``popupwatch rules``: the workshop for those who write rules."""

from __future__ import annotations

import click

from popupwatch.cli.speaking import SpeakingGroup

_COMMANDS: dict[str, str] = {
    "list": "popupwatch.cli.rules.listing:list_rules",
    "show": "popupwatch.cli.rules.show:show",
    "new": "popupwatch.cli.rules.new:new",
    "lint": "popupwatch.cli.rules.lint:lint",
    "test": "popupwatch.cli.rules.trial:test",
    "explain": "popupwatch.cli.rules.explain:explain",
    "stats": "popupwatch.cli.rules.stats:stats",
    "schema": "popupwatch.cli.rules.schema:schema",
    "watch": "popupwatch.cli.rules.watching:watch",
}


@click.command(cls=SpeakingGroup, table=_COMMANDS, help="rules-group")
def rules() -> None:
    pass
