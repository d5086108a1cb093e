"""Tables for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence


def table(rows: Iterable[Sequence[object]], separator: str = ",") -> str:
    """*rows* as CSV, the first one of headings."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    for row in rows:
        writer.writerow([no_formula(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue()


def no_formula(text: str) -> str:
    """*text* so that a spreadsheet does not calculate with it: these are the words of a scammer."""
    return f"'{text}" if text.startswith(tuple("=+-@\t\r")) else text
