"""Makes icons.png beside it: every icon at every size, on panels light and dark, as it is and enlarged.

python docs/pictures/icons.py
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from popupwatch.tray.drawing import STATES, icon

SIZES = (16, 22, 24, 32, 48, 64)
PANELS = ((245, 245, 245), (196, 196, 196), (72, 72, 72), (28, 28, 30))
_CELL = 72


def main() -> None:
    width, row = 110 + _CELL * len(SIZES) + 2 * 150, 80
    sheet = Image.new("RGB", (width * 2, row * len(STATES) * 2), "white")
    pen = ImageDraw.Draw(sheet)
    for number, panel in enumerate(PANELS):
        left, top = width * (number % 2), row * len(STATES) * (number // 2)
        pen.rectangle((left, top, left + width, top + row * len(STATES)), fill=panel)
        letters = "black" if panel[0] > 128 else "white"
        for line, state in enumerate(STATES):
            y = top + line * row
            pen.text((left + 10, y + 30), state, fill=letters, font=ImageFont.load_default(15))
            for column, size in enumerate(SIZES):
                picture = icon(state, size)
                sheet.paste(picture, (left + 110 + column * _CELL, y + (row - size) // 2), picture)
            for column, size in enumerate((16, 24)):
                picture = icon(state, size).resize((72, 72), Image.Resampling.NEAREST)
                sheet.paste(picture, (left + 110 + len(SIZES) * _CELL + 20 + column * 140, y + 4), picture)
    sheet.save(Path(__file__).with_name("icons.png"))


if __name__ == "__main__":
    main()
