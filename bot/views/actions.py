"""The names of what buttons do, as they stand in custom ids for ever."""

from __future__ import annotations

from typing import Final

ENLARGEMENTS: Final = ("subtle2", "creative2", "plain2", "subtle4", "creative4", "plain4")
"""How a picture is enlarged, and how many times."""

PICTURE_ACTIONS: Final = (
    "pick",
    "strong",
    "upscale",
    "remix",
    "info",
    "zoom15",
    "zoom2",
    "zoom",
    "left",
    "right",
    "up",
    "down",
    "square",
    *ENLARGEMENTS,
)
"""On one picture; ``bot.ordering.presses`` says what they do."""

JOB_ACTIONS: Final = ("reroll", "remix-all", "info-all", "delete")
"""On all pictures of a job."""
