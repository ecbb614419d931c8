"""Given pictures: the library's edge also takes PIL images where parameters hold encoded ones."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import msgspec
from PIL import Image

from engine.postprocess.parameters import PICTURE_FIELDS

if TYPE_CHECKING:
    from engine.params import GenerationParams


def with_encoded_pictures(params: GenerationParams) -> GenerationParams:
    """Turn PIL images, which only the library's edge takes, into encoded bytes."""
    pictures = {
        name: _encode(picture)
        for name in PICTURE_FIELDS
        if isinstance(picture := getattr(params, name), Image.Image)
    }
    return msgspec.structs.replace(params, **pictures) if pictures else params


def _encode(picture: Image.Image) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()
