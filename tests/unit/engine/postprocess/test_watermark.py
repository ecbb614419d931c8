"""The watermark, read by our own decoder and by invisible-watermark's."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageFilter

from engine.postprocess import watermark


@pytest.fixture
def picture():
    """A smooth picture with some texture, 512 pixels a side."""
    rng = np.random.default_rng(3)
    noise = Image.fromarray(rng.integers(0, 255, (512, 512, 3), dtype=np.uint8))
    return np.asarray(noise.filter(ImageFilter.GaussianBlur(6)))


@pytest.mark.parametrize("watermark_id", [0, 1, 0xDEADBEEF, 0x80000001, 2**32 - 1])
def test_an_id_comes_back(picture, watermark_id):
    reading = watermark.extract(watermark.embed(picture, watermark_id))

    assert reading.watermark_id == watermark_id
    assert reading.confidence > 0.9


@pytest.mark.parametrize("quality", [95, 75, 50])
def test_an_id_survives_jpeg(picture, quality):
    stream = io.BytesIO()
    Image.fromarray(watermark.embed(picture, 0xDEADBEEF)).save(stream, "JPEG", quality=quality)

    reread = np.asarray(Image.open(stream))
    assert watermark.extract(reread).watermark_id == 0xDEADBEEF


def test_a_mark_is_hardly_seen(picture):
    difference = watermark.embed(picture, 0xDEADBEEF).astype(float) - picture
    psnr = 10 * np.log10(255**2 / (difference**2).mean())

    assert psnr > 40


def test_white_and_black_do_not_wrap_round():
    for value in (0, 255):
        flat = np.full((256, 256, 3), value, dtype=np.uint8)
        marked = watermark.embed(flat, 0xDEADBEEF).astype(int)

        assert np.abs(marked - value).max() < 40


@pytest.mark.parametrize(
    "colour",
    [(255, 255, 255), (0, 0, 0), (255, 0, 0), (0, 0, 255), (255, 255, 0), (0, 255, 0)],
    ids=["white", "black", "red", "blue", "yellow", "green"],
)
def test_saturated_flat_colours_carry_the_id(colour):
    flat = np.full((512, 512, 3), colour, np.uint8)

    marked = watermark.embed(flat, 0xDEADBEEF)

    psnr = 10 * np.log10(255**2 / ((marked.astype(float) - flat) ** 2).mean())
    assert watermark.extract(marked).watermark_id == 0xDEADBEEF
    assert psnr > 37


def test_an_unmarked_picture_has_little_confidence(picture):
    assert watermark.extract(picture).confidence < 0.4


@pytest.mark.parametrize("size", [(256, 256), (264, 520), (258, 301)])
def test_sizes_off_the_grid_carry_the_id_too(picture, size):
    cut = np.ascontiguousarray(picture[: size[0], : size[1]])

    assert watermark.extract(watermark.embed(cut, 0x12345678)).watermark_id == 0x12345678


def test_small_pictures_carry_none():
    assert not watermark.can_carry(255, 512)
    assert watermark.can_carry(256, 256)


def test_the_decoder_of_invisible_watermark_reads_it(picture):
    from imwatermark import WatermarkDecoder

    marked = watermark.embed(picture, 0xDEADBEEF)
    decoder = WatermarkDecoder("bits", 32)
    bits = decoder.decode(
        np.ascontiguousarray(marked[..., ::-1]), "dwtDctSvd", scales=[watermark.SCALE, 0, 0]
    )

    assert int("".join("1" if bit else "0" for bit in bits), 2) == 0xDEADBEEF
