"""What a bot stands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

    from bot.clock import Clock
    from bot.config import Settings
    from bot.files.storage import Storage
    from bot.monitoring.metrics import CountsJobs
    from db.connection import Database
    from engine.client import EngineClient


@dataclass(frozen=True)
class Ground:
    """What a bot stands on: opened before it and closed after it.

    Attributes:
        settings: The whole configuration.
        database: Migrated to the newest form.
        engine: Started, though perhaps still loading.
        storage: The folder with the pictures.
        clock: The time.
        rng: Where seeds and watermark ids come from.
        metrics: Who is told when a job moves.
    """

    settings: Settings
    database: Database
    engine: EngineClient
    storage: Storage
    clock: Clock
    rng: Random
    metrics: CountsJobs
