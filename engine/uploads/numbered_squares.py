"""A picture with numbered squares over it, for people to say by number what is redrawn."""

from __future__ import annotations

import io
import itertools
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from engine.uploads.inspection import open_upload

MAX_COLUMNS: Final = 5  # 25 squares, as many as a list in Discord holds
MAX_SHOWN_SIDE: Final = 1024  # pixels; it is only looked at
QUALITY: Final = 85
_NUMBER: Final = 0.3  # height of a number, of a square's shorter side
_LINE: Final = 300  # part of the shorter side that a line is wide
_WHITE: Final = (255, 255, 255)
_BLACK: Final = (0, 0, 0)


def number_squares(data: bytes, columns: int) -> bytes:
    """Return a JPEG of a picture under a grid, its squares numbered row by row from 1.

    White on black outlines reads on any picture.

    Args:
        data: The upload.
        columns: Squares across, and as many down; 1 to 5.

    Raises:
        UnreadableImageError: As ``open_upload``.
    """
    image = open_upload(data).image
    image.thumbnail((MAX_SHOWN_SIDE, MAX_SHOWN_SIDE), Image.Resampling.LANCZOS)
    columns = min(max(columns, 1), MAX_COLUMNS)
    draw = ImageDraw.Draw(image)
    _draw_lines(draw, image.size, columns)
    _draw_numbers(draw, image.size, columns)
    file = io.BytesIO()
    image.save(file, "JPEG", quality=QUALITY)
    return file.getvalue()


def _draw_lines(draw: ImageDraw.ImageDraw, size: tuple[int, int], columns: int) -> None:
    (width, height), line = size, max(1, min(size) // _LINE)
    for colour, thick in ((_BLACK, 3 * line), (_WHITE, line)):
        for place in range(1, columns):
            across, down = round(width * place / columns), round(height * place / columns)
            draw.line([(across, 0), (across, height)], fill=colour, width=thick)
            draw.line([(0, down), (width, down)], fill=colour, width=thick)


def _draw_numbers(draw: ImageDraw.ImageDraw, size: tuple[int, int], columns: int) -> None:
    (width, height), cell = size, min(size) / columns
    font = ImageFont.load_default(max(8, round(cell * _NUMBER)))
    stroke = max(1, round(cell * _NUMBER / 10))
    for number, (row, column) in enumerate(itertools.product(range(columns), repeat=2), 1):
        middle = (width * (column + 0.5) / columns, height * (row + 0.5) / columns)
        draw.text(
            middle,
            str(number),
            _WHITE,
            font,
            anchor="mm",
            stroke_width=stroke,
            stroke_fill=_BLACK,
        )
