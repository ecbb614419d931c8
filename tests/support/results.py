"""What the pictures of a message say about themselves."""

from __future__ import annotations

import io
import re

from PIL import Image


def is_result(message):
    """Whether a message is at its end: with buttons other than Cancel, which only an end has."""
    return any(button != "Cancel" for button in message.buttons)


def parameters_of(png):
    """Return the ``parameters`` text of a PNG."""
    with Image.open(io.BytesIO(png)) as image:
        return image.text["parameters"]


def seed_of(png):
    """Return the seed in a PNG's parameters."""
    return int(re.search(r"Seed: (\d+)", parameters_of(png))[1])
