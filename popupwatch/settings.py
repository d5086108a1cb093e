"""Where a person's own files lie."""

from __future__ import annotations

from pathlib import Path


def own_rules_folder() -> Path:
    """The folder of a person's own rules, laid out like the package's ``rules``; it need not exist."""
    from platformdirs import user_config_path

    return user_config_path("popupwatch", appauthor=False) / "rules"
