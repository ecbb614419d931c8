"""Files as people upload them, good and bad."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><title>no picture</title>"


def png(size=(64, 96), mode="RGB", color=None, **options):
    """A picture of one colour."""
    return encoded("PNG", size, mode, color, **options)


def encoded(form, size=(64, 96), mode="RGB", color=None, **options):
    data = io.BytesIO()
    Image.new(mode, size, color or 0).save(data, form, **options)
    return data.getvalue()


def animated():
    """A GIF of two pictures."""
    frames = [Image.new("P", (64, 64), number) for number in (1, 2)]
    data = io.BytesIO()
    frames[0].save(data, "GIF", save_all=True, append_images=frames[1:])
    return data.getvalue()


def half_transparent(size=(64, 64)):
    """A picture whose right half is transparent."""
    image = Image.new("RGBA", size, (200, 0, 0, 255))
    image.paste((0, 0, 0, 0), (size[0] // 2, 0, *size))
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


def huge_header(side=30_000):
    """A PNG that claims to be 30 000 pixels wide and high, in a hundred bytes."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def polyglot():
    """A PNG with a page behind it."""
    return png() + HTML


GOOD = {
    "png": png(),
    "jpeg": encoded("JPEG"),
    "webp": encoded("WEBP"),
    "gif": animated(),
    "cmyk": encoded("JPEG", mode="CMYK"),
    "sixteen bits": png(mode="I;16"),
    "palette": png(mode="P"),
    "polyglot": polyglot(),
}
BAD = {
    "empty": b"",
    "svg": SVG,
    "html": HTML,
    "truncated": png((512, 512))[:200],
    "huge": huge_header(),
}
