"""Effects change a picture as they say, and the same way every time."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from popupwatch.workshop.effects import EXAMPLES, apply, is_effect


@pytest.fixture
def page() -> Image.Image:
    image = Image.new("RGB", (240, 120), "white")
    ImageDraw.Draw(image).text((20, 40), "Call now", fill="black")
    return image


@pytest.mark.parametrize("effect", EXAMPLES)
def test_each_changes_the_picture_and_repeats_itself(page: Image.Image, effect: str) -> None:
    once, again = apply(page, [effect]), apply(page, [effect])
    assert is_effect(effect)
    assert once.tobytes() == again.tobytes()
    assert (once.size, once.tobytes()) != (page.size, page.tobytes())
    assert once.mode == "RGB"


def test_sizes(page: Image.Image) -> None:
    assert apply(page, ["shrink:0.5"]).size == (120, 60)
    turned = apply(page, ["rotate:90"]).size
    assert turned == (120, 240)
    assert apply(page, ["photo"]).size == page.size


def test_they_are_done_in_order(page: Image.Image) -> None:
    assert apply(page, ["shrink:0.5", "noise:20"]).tobytes() != apply(page, ["noise:20", "shrink:0.5"]).tobytes()
    assert apply(page, []).tobytes() == page.tobytes()


def test_noise_is_as_strong_as_asked() -> None:
    grey = Image.new("RGB", (200, 200), (128, 128, 128))
    spread = float(np.asarray(apply(grey, ["noise:12"]))[:, :, 0].std())
    assert 11 < spread < 13


def test_less_contrast(page: Image.Image) -> None:
    low, high = apply(page, ["contrast:0.5"]).convert("L").getextrema()
    assert isinstance(low, int)
    assert low > 60
    assert high <= 255


@pytest.mark.parametrize(
    "written", ["jpg:35", "jpeg", "jpeg:", "jpeg:abc", "jpeg:0", "jpeg:200", "photo:3", "shrink:2", "rotate:nan", ""]
)
def test_what_is_no_effect(page: Image.Image, written: str) -> None:
    assert not is_effect(written)
    with pytest.raises(ValueError, match="^" + written + "$"):
        apply(page, [written])
