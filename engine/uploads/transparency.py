"""Where an uploaded picture is transparent, as a mask of what is to be redrawn."""

from __future__ import annotations

import io

from PIL import ImageChops

from engine.uploads.inspection import open_upload


def transparent_part(data: bytes) -> bytes | None:
    """Return a PNG that is white where a picture is transparent; None where it nowhere is.

    Over white a transparent pixel is white, over black it is black: the difference of the two is
    the transparency, whatever form the file keeps it in.

    Raises:
        UnreadableImageError: As ``open_upload``.
    """
    over_white = open_upload(data, backdrop="white").image
    over_black = open_upload(data, backdrop="black").image
    mask = ImageChops.difference(over_white, over_black).convert("L")
    if not mask.getbbox():
        return None
    file = io.BytesIO()
    mask.save(file, "PNG")
    return file.getvalue()
