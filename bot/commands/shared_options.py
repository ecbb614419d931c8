"""How options are described that several commands have."""

from __future__ import annotations

from typing import Final

_DESCRIBED: Final = {
    "negative_prompt": "What to keep out of the picture",
    "steps": "More steps take longer and draw finer",
    "guidance": "How closely to follow the prompt: 1 is loosely, 35 is to the letter",
    "sampler": "The method that draws; leave out for the model's own",
    "seed": "The same seed and options draw the same picture; leave out for a new one",
    "number": "How many pictures",
    "private": "Show it to you alone",
}


def shared(*names: str) -> dict[str, str]:
    """Return the descriptions of options, for ``app_commands.describe``."""
    return {name: _DESCRIBED[name] for name in names}
