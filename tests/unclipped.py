"""Looks from inside at a window that is open in this process: whether all it says can be seen."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Iterator
from typing import Any

from popupwatch.model import Box
from popupwatch.tray.page import Page

SCREEN = Box(0, 0, 1366, 768)
PANEL = 48


def settle(root: tk.Misc) -> None:
    for _ in range(20):
        root.update()
        root.after(5)


def below(widget: tk.Misc) -> Iterator[Any]:
    """All that stands in *widget*, and itself."""
    yield widget
    for child in widget.winfo_children():
        yield from below(child)


def check_nothing_is_clipped(root: tk.Misc, page: Page | None) -> None:
    """Every label of the window *root* is as large as what it says, and can be scrolled into sight on its *page*."""
    settle(root)
    assert root.winfo_width() <= SCREEN.width
    assert root.winfo_height() + 40 <= SCREEN.height - PANEL, "with a frame and a panel"
    for label in said_in(root):
        said = label["text"]
        assert label.winfo_ismapped(), said
        assert label.winfo_reqwidth() <= label.winfo_width() + 1, said
        assert label.winfo_reqheight() <= label.winfo_height() + 1, said
        if page is None or not str(label).startswith(str(page)):
            assert label.winfo_rootx() + label.winfo_width() <= root.winfo_rootx() + root.winfo_width(), said
            assert label.winfo_rooty() + label.winfo_height() <= root.winfo_rooty() + root.winfo_height(), said
    if page:
        _check_all_of_it_can_be_reached(root, page)


def said_in(widget: tk.Misc) -> list[Any]:
    """The labels in *widget* that say something."""
    return [label for label in below(widget) if isinstance(label, tk.Label) and label["text"]]


def _check_all_of_it_can_be_reached(root: tk.Misc, page: Page) -> None:
    canvas, edge = page._canvas, page._canvas.winfo_rootx() + page._canvas.winfo_width()
    labels = said_in(page)
    page.scroll_to(0)
    settle(root)
    assert min(label.winfo_rooty() for label in labels) >= canvas.winfo_rooty()
    page.scroll_to(1)
    settle(root)
    lowest = max(label.winfo_rooty() + label.winfo_height() for label in labels)
    assert lowest <= canvas.winfo_rooty() + canvas.winfo_height()
    assert all(label.winfo_rootx() + label.winfo_width() <= edge for label in labels)
