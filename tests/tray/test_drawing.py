"""The icon says by its shape what popupwatch is doing, on any panel, at any size."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from PIL import Image

from popupwatch.tray.drawing import STATES, icon, icon_of

SIZES = (16, 22, 24, 32, 48, 64)
# Those that are alike mean alike: it is not looking, and nobody need do anything.
SHAPES = [state for state in STATES if state not in ("starting", "locked")]
LIGHT, DARK = 240, 35


def grey_on(panel: int, state: str, size: int) -> np.ndarray:
    """The icon as somebody sees it who sees no colours."""
    ground = Image.new("RGBA", (size, size), (panel, panel, panel, 255))
    return np.asarray(Image.alpha_composite(ground, icon(state, size)).convert("L"), dtype=float)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", STATES)
def test_has_its_size_and_keeps_its_corners_free(state: str, size: int) -> None:
    image = icon(state, size)
    assert (image.size, image.mode) == ((size, size), "RGBA")
    assert image.getchannel("A").getpixel((0, 0)) < 160
    assert image.getchannel("A").getpixel((size // 2, size // 2)) == 255


@pytest.mark.parametrize("panel", [LIGHT, DARK])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", STATES)
def test_stands_out_from_the_panel(state: str, size: int, panel: int) -> None:
    differs = np.abs(grey_on(panel, state, size) - panel) > 60
    assert differs.mean() > 0.2


@pytest.mark.parametrize("panel", [LIGHT, DARK])
@pytest.mark.parametrize("size", SIZES)
def test_no_two_are_alike_without_their_colours(size: int, panel: int) -> None:
    for one, other in itertools.combinations(SHAPES, 2):
        differs = np.abs(grey_on(panel, one, size) - grey_on(panel, other, size)) > 50
        assert differs.mean() > 0.1, (one, other)


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_red(size: int) -> None:
    for state in STATES:
        red, green, _, alpha = np.moveaxis(np.asarray(icon(state, size), dtype=int), 2, 0)
        assert not ((red > 150) & (green < 90) & (alpha > 128)).any(), state


def test_an_unknown_state_is_told_of_at_once() -> None:
    with pytest.raises(KeyError):
        icon_of("dancing")
    assert icon_of("paused")(22) is icon("paused", 22)
