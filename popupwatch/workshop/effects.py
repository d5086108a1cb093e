"""What may befall a picture of a screen on its way to us: compressed, turned, photographed. Each effect is written
``name`` or ``name:amount``; the same effects on the same picture give the same pixels every time."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageChops, ImageEnhance, ImageFilter

Picture = Image.Image


@dataclass(frozen=True)
class _Kind:
    """One effect. *example* is how it is written, *least* and *most* bound its amount; without them it takes none."""

    make: Callable[[Picture, float], Picture]
    example: str
    least: float = 0
    most: float = 0


def apply(image: Picture, effects: Iterable[str]) -> Picture:
    """*image* after each of *effects*, in order. Raises ValueError where one is none."""
    for effect in effects:
        if not is_effect(effect):
            raise ValueError(effect)
        name, _, amount = effect.partition(":")
        image = _KINDS[name].make(image, float(amount or 0))
    return image


def is_effect(written: str) -> bool:
    """Whether *written* is an effect: its name known, its amount a number within bounds."""
    name, colon, amount = written.partition(":")
    kind = _KINDS.get(name)
    if kind is None or kind.least == kind.most:
        return kind is not None and not colon
    try:
        return kind.least <= float(amount) <= kind.most
    except ValueError:
        return False


def _jpeg(image: Picture, quality: float) -> Picture:
    packed = io.BytesIO()
    image.save(packed, "JPEG", quality=int(quality))
    return Image.open(packed).convert("RGB")


def _rotate(image: Picture, degrees: float) -> Picture:
    return image.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=(90, 90, 90))


def _photo(image: Picture, _: float) -> Picture:
    """As photographed from the screen: a little askew and out of focus, light from below, grain, packed as JPEG."""
    width, height = image.size
    chance = random.Random(width * 7919 + height)
    slips = [chance.uniform(0, 0.03) for _ in range(8)]
    corners = ((0, 0, -1, -1), (0, 1, -1, 1), (1, 1, 1, 1), (1, 0, 1, -1))
    quad: list[float] = []
    for (x, y, out, down), slip in zip(corners, zip(slips[::2], slips[1::2], strict=True), strict=True):
        quad += [width * (x + out * slip[0]), height * (y + down * slip[1])]
    image = image.transform(
        (width, height), Image.Transform.QUAD, quad, Image.Resampling.BICUBIC, fillcolor=(40, 38, 36)
    )
    image = image.filter(ImageFilter.GaussianBlur(0.6))
    light = Image.linear_gradient("L").resize((width, height)).point(lambda value: 190 + value * 65 // 255)
    image = ImageChops.multiply(image, Image.merge("RGB", (light, light, light)))
    return _jpeg(_noise(image, 7), 70)


def _blur(image: Picture, radius: float) -> Picture:
    return image.filter(ImageFilter.GaussianBlur(radius))


def _shrink(image: Picture, share: float) -> Picture:
    smaller = (max(1, round(image.width * share)), max(1, round(image.height * share)))
    return image.resize(smaller, Image.Resampling.LANCZOS)


def _contrast(image: Picture, share: float) -> Picture:
    return ImageEnhance.Contrast(image).enhance(share)


def _noise(image: Picture, sigma: float) -> Picture:
    chance = np.random.default_rng(image.width * 7919 + image.height)
    grain = chance.normal(0, sigma, (image.height, image.width, 1))
    return Image.fromarray(np.clip(np.asarray(image.convert("RGB")) + grain, 0, 255).astype(np.uint8))


_KINDS = {
    "jpeg": _Kind(_jpeg, "jpeg:35", 1, 95),
    "rotate": _Kind(_rotate, "rotate:2.5", -180, 180),
    "photo": _Kind(_photo, "photo"),
    "blur": _Kind(_blur, "blur:0.8", 0, 50),
    "shrink": _Kind(_shrink, "shrink:0.7", 0.05, 1),
    "contrast": _Kind(_contrast, "contrast:0.5", 0, 1),
    "noise": _Kind(_noise, "noise:12", 0, 100),
}
# Every effect as it is written, for people.
EXAMPLES = tuple(kind.example for kind in _KINDS.values())
