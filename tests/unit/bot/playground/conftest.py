"""The playground that unit tests speak to."""

import pytest

from tests.support.playground import PlaygroundHandles
from tests.unit.bot.playground.wire import served

DRAW = {
    "name": "draw",
    "description": "Draw a picture",
    "options": [
        {"name": "prompt", "description": "What", "type": 3, "required": True, "max_length": 50},
        {"name": "seed", "description": "Seed", "type": 4, "min_value": 0, "max_value": 100},
        {"name": "scale", "description": "Scale", "type": 10},
        {"name": "loud", "description": "Loud", "type": 5},
        {"name": "friend", "description": "For whom", "type": 6},
        {"name": "image", "description": "Start", "type": 11},
        {"name": "room", "description": "Where", "type": 7},
        {"name": "role", "description": "Who", "type": 8},
        {
            "name": "size",
            "description": "Size",
            "type": 3,
            "choices": [{"name": "small", "value": "s"}, {"name": "large", "value": "l"}],
        },
        {"name": "sampler", "description": "How", "type": 3, "autocomplete": True},
    ],
}


@pytest.fixture
async def wire(tmp_path):
    """A playground with nobody in it."""
    async with served(tmp_path / "world.sqlite") as wire:
        yield wire


@pytest.fixture
async def drawing(wire):
    """A playground with the command ``/draw`` and a connected bot: (wire, connection)."""
    await wire.register(DRAW)
    async with wire.online() as connection:
        yield wire, connection


@pytest.fixture
async def playground(wire):
    """The same playground by the handles that end-to-end tests use."""
    return PlaygroundHandles(wire.base_url)
