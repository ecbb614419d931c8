"""Squares of the grid are read as people write them, and become a mask."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from bot.files.upload_errors import CellsUnreadableError
from bot.ordering.cells import CELL, draw_mask, parse_cells


@pytest.mark.parametrize(
    ("typed", "cells"),
    [
        ("1", {1}),
        ("1 2, 5-8", {1, 2, 5, 6, 7, 8}),
        ("16;15", {15, 16}),
        ("1 - 4", {1, 2, 3, 4}),
    ],
)
def test_squares_are_read(typed, cells):
    assert parse_cells(typed) == cells


@pytest.mark.parametrize("typed", ["", "0", "17", "1 x", "5-99", "a", "8-5", "1-999"])
def test_what_names_no_square_is_refused(typed):
    with pytest.raises(CellsUnreadableError):
        parse_cells(typed)


def test_a_mask_is_white_in_its_squares_alone():
    with Image.open(io.BytesIO(draw_mask(frozenset({2, 16})))) as mask:
        middles = [
            mask.getpixel((column * CELL + CELL // 2, row * CELL + CELL // 2))
            for row in range(4)
            for column in range(4)
        ]

    assert [number for number, value in enumerate(middles, 1) if value == 255] == [2, 16]
    assert set(middles) == {0, 255}
