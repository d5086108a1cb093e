"""Which rules a command goes by: those that come along, the person's own, and those in the folders that are named."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from popupwatch.advice.texts import Texts
from popupwatch.errors import RuleError

if TYPE_CHECKING:
    from popupwatch.rules.load import RuleBook
    from popupwatch.rules.model import Scenario


def rules_with(folders: Sequence[Path], texts: Texts) -> RuleBook:
    """All of them, those in *folders* too. Raises RuleError where a folder is none."""
    check_folders(folders, texts)
    return load_with(folders)


def check_folders(folders: Sequence[Path], texts: Texts) -> None:
    """Raises RuleError where one of *folders* is none."""
    for folder in folders:
        if not folder.is_dir():
            raise RuleError(texts.say("scan.no-rules-folder", path=folder))


def load_with(folders: Sequence[Path]) -> RuleBook:
    """All of them, those in *folders* too, which are folders or hold no rules."""
    # Imported here: a scan does that beside its other work.
    from popupwatch.rules.load import load_rules
    from popupwatch.settings import own_rules_folder

    return load_rules((own_rules_folder(), *folders))


def scenario_named(name: str, rules: RuleBook) -> Scenario:
    """The scenario of that id. Raises RuleError where there is none."""
    from popupwatch.rules.source import did_you_mean

    known = {scenario.id: scenario for scenario in rules.scenarios}
    if name not in known:
        raise RuleError("There is no scenario “{name}”. {hint}", name=name, hint=did_you_mean(name, known))
    return known[name]
