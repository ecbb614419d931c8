"""A person draws with the model that Atelier carries."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.support.results import is_result, parameters_of, seed_of

pytestmark = pytest.mark.slow

OPTIONS = {"prompt": "a red apple on a blue background", "seed": 7, "steps": 4, "number": 2}
WATERMARK = 4  # every image carries an id of its own in its lowest bits
PATIENCE = 120  # seconds; importing torch on a busy machine takes most of it


@pytest.mark.timeout(300)
async def test_the_same_options_draw_the_same_pictures_again(start_bot, member):
    await start_bot(engine={"runner": "torch"})
    await member.wait_for_bot("imagine")

    first = await member.command("imagine", **OPTIONS)
    drawn = await member.wait_for(first, is_result, PATIENCE)
    pictures = await member.pictures(drawn)
    second = await member.command("imagine", **OPTIONS)
    again = await member.pictures(await member.wait_for(second, is_result, PATIENCE))

    assert [seed_of(png) for png in pictures] == [7, 8]
    assert "a red apple on a blue background" in parameters_of(pictures[0])
    assert Image.open(io.BytesIO(pictures[0])).size == (512, 512)
    assert difference(pictures[0], again[0]) <= WATERMARK
    assert difference(pictures[1], again[1]) <= WATERMARK
    assert difference(pictures[0], pictures[1]) > 5 * WATERMARK


def difference(one, other):
    """The largest difference of two pictures that are made small, in steps of 255."""
    return max(abs(a - b) for a, b in zip(pixels(one), pixels(other), strict=True))


def pixels(png):
    return Image.open(io.BytesIO(png)).convert("L").resize((16, 16)).tobytes()
