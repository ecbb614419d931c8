"""Encoded pictures of any kind."""

from __future__ import annotations

import io

from PIL import Image, PngImagePlugin

ORIENTATION = 0x0112  # EXIF tag


def a_picture(
    width=64, height=64, kind="PNG", *, mode="RGB", orientation=None, text=None, **options
):
    """Encode a picture of one colour, with an EXIF orientation or PNG texts if wanted."""
    image = Image.new(mode, (width, height), 90 if mode in {"L", "P"} else "teal")
    if orientation:
        exif = image.getexif()
        exif[ORIENTATION] = orientation
        options["exif"] = exif
    if text:
        chunks = PngImagePlugin.PngInfo()
        for name, value in text.items():
            chunks.add_itxt(name, value)
        options["pnginfo"] = chunks
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()
