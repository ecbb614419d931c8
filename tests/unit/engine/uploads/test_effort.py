"""No upload makes its decoder work longer than its bytes and pixels account for."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from engine.errors import UnreadableImageError
from engine.uploads.effort import MAX_SCANS
from engine.uploads.inspection import measure_upload, open_upload
from tests.support.pictures import a_picture

SCAN = b"\xff\xda"
END = b"\xff\xd9"


def progressive(num_scans, *, tail=b""):
    """A JPEG whose last scan is repeated until there are so many."""
    stream = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(stream, "JPEG", progressive=True)
    body = stream.getvalue().removesuffix(END)
    last = body[body.rindex(SCAN) :]
    return body + last * (num_scans - body.count(SCAN)) + END + tail


def chunk(kind, body=b""):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def with_parts(kind, part):
    """A picture that has one part of its header 70 000 times."""
    file, number = a_picture(16, 16, kind, mode="P" if kind == "GIF" else "RGB"), 70_000
    places = {"JPEG": 20, "PNG": 33, "GIF": 13 + 3 * (2 << (file[10] & 7))}
    return file[: places[kind]] + part * number + file[places[kind] :]


@pytest.mark.parametrize("look", [open_upload, measure_upload])
def test_a_jpeg_of_too_many_scans_is_refused_before_it_is_decoded(look):
    assert look(progressive(MAX_SCANS))

    with pytest.raises(UnreadableImageError, match="too many parts"):
        look(progressive(MAX_SCANS + 1))


@pytest.mark.parametrize(
    "filler",
    [
        pytest.param(b"\x00\xff\xff", id="what is no marker"),
        pytest.param(b"\xff\xfe\x00\x04\xff\xd9", id="an end inside a comment"),
        pytest.param(b"\xff\xfe\x00\x00", id="a length that is too short"),
        pytest.param(b"\xff\xd0\xff\x01\xff\x00", id="restarts and stuffing"),
    ],
)
def test_what_stands_between_scans_hides_none_of_them(filler):
    parts = progressive(MAX_SCANS + 1).split(SCAN)

    with pytest.raises(UnreadableImageError, match="too many parts"):
        open_upload((filler + SCAN).join(parts))


def test_what_follows_a_jpeg_is_not_counted():
    film = SCAN * 1000  # phones put a film behind the picture

    assert open_upload(progressive(10, tail=film)).image.size == (64, 48)


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        pytest.param("JPEG", b"\xff\xfe\x00\x02", id="comments of a JPEG"),
        pytest.param("JPEG", b"\xff\xd0", id="restarts before a JPEG begins"),
        pytest.param("JPEG", b"\x00", id="junk before a JPEG begins"),
        pytest.param("PNG", chunk(b"prVt"), id="chunks of a PNG"),
        pytest.param("PNG", chunk(b"tEXt", b"a\0b"), id="texts of a PNG"),
        pytest.param("GIF", b"!\xfe\x01a\x00", id="comments of a GIF"),
        pytest.param("GIF", b"\x00", id="junk in a GIF"),
    ],
)
def test_a_file_of_too_many_parts_is_refused(kind, part):
    with pytest.raises(UnreadableImageError, match="too many parts"):
        open_upload(with_parts(kind, part))


def test_a_png_in_small_chunks_is_opened():
    raw = zlib.compress(bytes(65 * 64), 0)
    pieces = [raw[place : place + 2] for place in range(0, len(raw), 2)]
    header = struct.pack(">IIBBBBB", 64, 64, 8, 0, 0, 0, 0)
    pixels = b"".join(chunk(b"IDAT", piece) for piece in pieces)

    file = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + pixels + chunk(b"IEND")

    assert open_upload(file).image.size == (64, 64)
