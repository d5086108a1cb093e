"""Where a person's own files lie, and what is kept for them."""

from __future__ import annotations

from pathlib import Path


def own_rules_folder() -> Path:
    """The folder of a person's own rules, laid out like the package's ``rules``; it need not exist."""
    return _own_folder() / "rules"


def own_fixtures_folder() -> Path:
    """The folder of a person's own fixtures, beside their rules; it need not exist."""
    return _own_folder() / "fixtures"


def kept_texts_folder() -> Path:
    """Where ``popupwatch rules stats``, and nothing else, keeps the texts it read in pictures."""
    from platformdirs import user_cache_path

    return user_cache_path("popupwatch", appauthor=False) / "texts"


def _own_folder() -> Path:
    from platformdirs import user_config_path

    return user_config_path("popupwatch", appauthor=False)
