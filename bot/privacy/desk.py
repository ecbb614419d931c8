"""What people ask about their own data, put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.delivering.copies import Copies
from bot.privacy.erasing import Erasing
from bot.privacy.export import Exporter

if TYPE_CHECKING:
    import discord

    from bot.files.uploads import Uploads
    from bot.ground import Ground


@dataclass(frozen=True)
class PrivacyDesk:
    """The parts of privacy.

    Attributes:
        exporter: Makes copies.
        erasing: Deletes; ``run`` goes on with what was begun.
        case_days: How long is kept what abuse handling needs; 0 for ever.
    """

    exporter: Exporter
    erasing: Erasing
    case_days: int


def privacy_desk(client: discord.Client, ground: Ground, uploads: Uploads) -> PrivacyDesk:
    """Put the parts together."""
    erasing = Erasing(
        client,
        database=ground.database,
        storage=ground.storage,
        uploads=uploads,
        copies=Copies(client, database=ground.database, clock=ground.clock),
        clock=ground.clock,
    )
    return PrivacyDesk(Exporter(ground.database), erasing, ground.settings.retention.case_days)
