"""Each probe tells one part's state, and never raises for a part that is away."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from bot.monitoring.probes import (
    database_probe,
    discord_probe,
    engine_alive_probe,
    engine_ready_probe,
)
from db.connection import Database
from engine.border.engine_state import EngineState


def engine(name, **details):
    return SimpleNamespace(state=EngineState(name, **details))


@pytest.mark.parametrize(
    ("state", "is_alive", "is_ready"),
    [
        ("starting", True, False),
        ("loading", True, False),
        ("ready", True, True),
        ("restarting", True, False),
        ("failed", False, False),
        ("closed", False, False),
    ],
)
async def test_engine_is_alive_while_it_may_come_back(state, is_alive, is_ready):
    assert (await engine_alive_probe(engine(state))()).is_ok == is_alive
    assert (await engine_ready_probe(engine(state))()).is_ok == is_ready


async def test_engine_says_what_is_the_matter():
    found = await engine_ready_probe(engine("failed", code="model_not_found", reason="/secret"))()

    assert found.words == "failed model_not_found"


async def test_database_that_answers(sqlite_database):
    assert await database_probe(sqlite_database)() == (True, "sqlite answers")


async def test_database_that_is_away():
    database = Database.open("postgresql://u:secret@127.0.0.1:1/n")

    found = await database_probe(database)()

    assert found == (False, "database_unavailable: the database does not answer")
    await database.close()


@pytest.mark.parametrize(
    ("is_ready", "is_closed", "found"),
    [
        (True, False, (True, "connected")),
        (False, False, (False, "connecting")),
        (True, True, (False, "closed")),
    ],
)
async def test_discord_is_fine_once_connected(is_ready, is_closed, found):
    client = SimpleNamespace(is_ready=lambda: is_ready, is_closed=lambda: is_closed)

    assert await discord_probe(client)() == found
