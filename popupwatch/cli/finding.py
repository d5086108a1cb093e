"""What ``popupwatch doctor`` finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: whether it is as it should be, what to say, and the command that mends it."""

    well: bool
    says: str
    mend: str | None = None
