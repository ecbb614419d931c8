"""The witness of the end-to-end runs sees what was shown for a moment only."""

from __future__ import annotations

import io
import json
import random

import pytest
from PIL import Image

from bot.bench.end_to_end import _is_right
from bot.bench.people import FAULTS, Ask, Epoch, draw_ask, draw_epoch
from bot.bench.witness import DESK_ID, Sight, Witness
from bot.playground.clock import Clock
from bot.playground.file_store import StoredFile
from bot.playground.seed import GENERAL_ID, GUILD_ID, RESTRICTED_ID
from bot.playground.world import World

RED = (200, 10, 10)


@pytest.fixture
def world(tmp_path):
    world = World(tmp_path / "world.sqlite", Clock(), max_files=5)
    yield world
    world.close()


def png(colour):
    file = io.BytesIO()
    Image.new("RGB", (4, 4), colour).save(file, "PNG")
    return file.getvalue()


def test_a_file_that_was_dropped_again_was_seen(world, tmp_path):
    witness = Witness(tmp_path / "world.sqlite")
    world.files.put("7", StoredFile("preview-1-1.png", "image/png", png(RED)))
    body = json.dumps({"attachments": [{"id": "7"}]})
    world._db.execute("INSERT INTO messages VALUES (1, ?, NULL, NULL, ?)", (GENERAL_ID, body))
    world._db.execute("UPDATE messages SET body = '{}'")
    world.files.drop(["7"])

    assert world.files.read("7") is None
    assert witness.sights() == [Sight(GENERAL_ID, "preview-1-1.png", RED)]
    witness.close()


def test_the_desk_is_for_moderators_only(world, tmp_path):
    witness = Witness(tmp_path / "world.sqlite")
    witness.open_desk()

    desk = world.require_channel(DESK_ID)
    members = world.personas()

    def sees(persona):
        return bool(world.permissions(members[persona]["user"]["id"], desk) & (1 << 10))

    assert desk["guild_id"] == GUILD_ID
    assert [sees(one) for one in ("member", "moderator", "bot")] == [False, True, True]
    witness.close()


@pytest.mark.parametrize(
    ("kind", "changes", "channel_id", "name", "is_right"),
    [
        ("clean", {}, GENERAL_ID, "atelier-1-1.png", True),
        ("clean", {"is_stricter": True}, GENERAL_ID, "preview-1-1.png", False),
        ("flagged", {"is_spoiling": True}, GENERAL_ID, "SPOILER_atelier-1-1.png", False),
        ("flagged", {"is_spoiling": True}, RESTRICTED_ID, "SPOILER_atelier-1-1.png", True),
        ("flagged", {"is_spoiling": True}, RESTRICTED_ID, "atelier-1-1.png", False),
        ("special", {"is_spoiling": True}, RESTRICTED_ID, "SPOILER_atelier-1-1.png", False),
        ("unjudged", {"is_spoiling": True}, RESTRICTED_ID, "SPOILER_atelier-1-1.png", False),
        ("reviewed", {}, GENERAL_ID, "atelier-1-1.png", False),
    ],
)
def test_what_may_be_seen_follows_from_what_was_asked_alone(
    kind, changes, channel_id, name, is_right
):
    policy = {"is_stricter": False, "is_spoiling": False, "has_desk": False} | changes
    ask = Ask(Epoch(**policy, fault="none", after_seconds=0), kind, channel_id, {})

    assert _is_right(Sight(channel_id, name, RED), {RED: ask}) is is_right
    assert not _is_right(Sight(channel_id, name, (1, 2, 3)), {RED: ask})
    assert _is_right(Sight(DESK_ID, name, RED), {RED: ask})


def test_every_fault_and_every_kind_is_drawn():
    rng = random.Random(0)
    epochs = [draw_epoch(rng) for _ in range(200)]
    asks = [draw_ask(rng, epoch, number) for number, epoch in enumerate(epochs)]

    assert {epoch.fault for epoch in epochs} == set(FAULTS)
    assert {ask.kind for ask in asks} == {"clean", "reviewed", "flagged", "special", "unjudged"}
    assert {ask.channel_id for ask in asks} == {GENERAL_ID, RESTRICTED_ID}
    assert any(ask.may_be_covered and not ask.may_be_open for ask in asks)
