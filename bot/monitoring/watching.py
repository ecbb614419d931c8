"""What watchers are shown of a running bot: its checks and its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.monitoring.health import HealthServer
from bot.monitoring.probes import (
    database_probe,
    discord_probe,
    engine_alive_probe,
    engine_ready_probe,
)
from db.errors import DatabaseError
from db.jobs import count_by_state

if TYPE_CHECKING:
    from bot.config import HttpSection
    from bot.monitoring.metrics import Metrics
    from bot.monitoring.probes import Connects
    from db.connection import Database
    from engine.client import EngineClient


def health_server(
    section: HttpSection,
    *,
    metrics: Metrics,
    database: Database,
    engine: EngineClient,
    discord: Connects,
) -> HealthServer:
    """Put the port together: alive without a hopeless engine, ready when all three are."""

    async def count_stored() -> None:
        try:
            async with database.read() as session:
                metrics.set_stored(await count_by_state(session))
        except DatabaseError:
            return  # the page shows the last counts, and check_ok says what is the matter

    return HealthServer(
        section,
        alive={"engine": engine_alive_probe(engine)},
        ready={
            "database": database_probe(database),
            "engine": engine_ready_probe(engine),
            "discord": discord_probe(discord),
        },
        metrics=metrics,
        refresh=count_stored,
    )
