from __future__ import annotations

import contextlib
import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from engine.errors import UnreadableImageError
from engine.uploads.inspection import MAX_TEXT_LENGTH, MAX_UPLOAD_BYTES, measure_upload, open_upload
from tests.support.pictures import a_picture


@pytest.mark.parametrize(
    ("kind", "mode", "media_type"),
    [
        ("PNG", "RGBA", "image/png"),
        ("PNG", "L", "image/png"),
        ("PNG", "P", "image/png"),
        ("JPEG", "CMYK", "image/jpeg"),
        ("MPO", "RGB", "image/jpeg"),
        ("WEBP", "RGB", "image/webp"),
        ("GIF", "P", "image/gif"),
    ],
)
def test_every_kind_of_picture_is_opened_as_rgb(kind, mode, media_type):
    upload = open_upload(a_picture(40, 24, kind, mode=mode))

    assert (upload.image.mode, upload.image.size) == ("RGB", (40, 24))
    assert upload.media_type == media_type


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "ICO", "PPM", "PDF", "EPS"])
def test_other_kinds_are_refused(kind):
    with pytest.raises(UnreadableImageError):
        open_upload(a_picture(16, 16, kind))


def test_the_first_frame_of_an_animation_counts():
    red, blue = (Image.new("RGB", (16, 16), colour) for colour in ("red", "blue"))
    data = a_picture(16, 16, "GIF", save_all=True, append_images=[red, blue])

    upload = open_upload(data)

    assert upload.image.getpixel((0, 0)) == pytest.approx((0, 128, 128), abs=2)


@pytest.mark.parametrize(("orientation", "size"), [(1, (40, 24)), (3, (40, 24)), (6, (24, 40))])
def test_a_picture_is_turned_as_its_camera_said(orientation, size):
    assert open_upload(a_picture(40, 24, "JPEG", orientation=orientation)).image.size == size


def test_the_texts_of_a_png_are_returned():
    text = {"parameters": "a 🐟\nSteps: 20", "Software": "x"}

    assert open_upload(a_picture(text=text)).text == text


def test_texts_are_returned_only_as_far_as_they_are_short():
    text = {"long": "x" * MAX_TEXT_LENGTH, "parameters": "a fish"}

    assert "long" not in open_upload(a_picture(text=text)).text


def test_a_file_over_the_limit_is_not_looked_into():
    with pytest.raises(UnreadableImageError, match="bytes exceed"):
        open_upload(bytes(MAX_UPLOAD_BYTES + 1))


def header_only_png(width, height):
    """A PNG that claims a size and holds no pixels: whoever decodes first never gets there."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", len(header))
        + chunk
        + struct.pack(">I", zlib.crc32(chunk))
        + struct.pack(">I", 0)
        + b"IDAT"
        + struct.pack(">I", zlib.crc32(b"IDAT"))
    )


@pytest.mark.parametrize(
    ("size", "reason"),
    [
        pytest.param((8000, 5001), "pixels exceed", id="just over the limit"),
        pytest.param((11_000, 9000), "too many pixels", id="what Pillow warns of"),
        pytest.param((50_000, 50_000), "too many pixels", id="what Pillow refuses"),
    ],
)
def test_a_bomb_is_refused_by_its_header(size, reason):
    with pytest.raises(UnreadableImageError, match=reason):
        open_upload(header_only_png(*size))


@pytest.mark.parametrize("size", [(1, 20_000), (20_000, 1), (8000, 5001), (11_000, 9000)])
def test_a_size_that_cannot_be_drawn_over_is_refused_by_its_header(size):
    with pytest.raises(UnreadableImageError):
        measure_upload(header_only_png(*size))


def test_measuring_reads_the_header_alone():
    assert measure_upload(header_only_png(4000, 3000)) == (4000, 3000)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize(("orientation", "size"), [(1, (40, 24)), (3, (40, 24)), (6, (24, 40))])
def test_a_picture_is_measured_as_it_will_be_turned(kind, orientation, size):
    assert measure_upload(a_picture(40, 24, kind, orientation=orientation)) == size


@pytest.mark.parametrize(("backdrop", "expected"), [("white", 255), ("black", 0)])
@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_shows_the_backdrop(mode, backdrop, expected):
    image = Image.new("RGBA", (8, 8), (9, 99, 9, 0)).convert(mode)
    file = io.BytesIO()
    image.save(file, "PNG", **({"transparency": image.getpixel((0, 0))} if mode == "P" else {}))

    seen = open_upload(file.getvalue(), backdrop=backdrop).image

    assert seen.getpixel((4, 4)) == (expected,) * 3


def test_sixteen_bits_of_grey_become_eight():
    file = io.BytesIO()
    Image.new("I;16", (8, 8), 0x4000).save(file, "PNG")

    assert open_upload(file.getvalue()).image.getpixel((4, 4)) == (0x40,) * 3


def test_a_large_picture_under_the_limit_is_opened():
    assert open_upload(a_picture(6000, 4000, "PNG", mode="L")).image.size == (6000, 4000)


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow's remarks about damaged EXIF data
@given(st.sampled_from(["PNG", "JPEG", "WEBP", "GIF"]), st.data())
def test_a_damaged_file_is_refused_or_opened_and_nothing_worse(kind, data):
    intact = bytearray(a_picture(24, 16, kind, orientation=None if kind == "GIF" else 6))
    for _ in range(data.draw(st.integers(0, 4))):
        intact[data.draw(st.integers(0, len(intact) - 1))] = data.draw(st.integers(0, 255))
    damaged = bytes(intact[: data.draw(st.integers(0, len(intact)))])

    with contextlib.suppress(UnreadableImageError):
        assert open_upload(damaged).image.mode == "RGB"
