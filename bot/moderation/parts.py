"""The parts of moderation, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.moderation.reviews import ReviewDesk
from bot.moderation.takedown import Takedown
from bot.text import ENGLISH

if TYPE_CHECKING:
    import discord

    from bot.assembly import Ground
    from bot.delivery import Delivery
    from bot.policy.parts import PolicyParts


def moderation(
    client: discord.Client, ground: Ground, policy: PolicyParts, delivery: Delivery
) -> tuple[ReviewDesk, Takedown]:
    """Return the review desk, and what takes pictures down."""
    desk = ReviewDesk(
        client,
        database=ground.database,
        memory=policy.memory,
        quarantine=policy.quarantine,
        storage=ground.storage,
        delivery=delivery,
        clock=ground.clock,
        text=ENGLISH,
    )
    policy.screening.when_flagged(desk.wake)
    takedown = Takedown(
        database=ground.database,
        storage=ground.storage,
        quarantine=policy.quarantine,
        delivery=delivery,
        clock=ground.clock,
    )
    return desk, takedown
