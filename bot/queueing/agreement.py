"""Asks for a yes, with the price, before start pictures that have aged out are drawn again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from bot.delivering.reach import home_of
from bot.files.upload_errors import StartAgedOutError
from bot.ordering.answers import PlanDraft
from db.drafts import new_draft_id, save_draft

if TYPE_CHECKING:
    from random import Random

    import discord

    from bot.clock import Clock
    from bot.credits.charging import Charging
    from bot.delivering.reach import Reach
    from bot.ordering.orders import Plan
    from db.connection import Database
    from engine.params import GenerationParams

    Interaction = discord.Interaction[Any]


class UnagreedError(Exception):
    """A plan starts from what must be drawn again first, and nobody said yes to that.

    It never reaches a person: ``Agreement.question`` turns it into the refusal that asks.

    Attributes:
        plan: To the last parameter.
        first: What must be drawn again.
    """

    def __init__(self, plan: Plan, first: list[GenerationParams]) -> None:
        super().__init__(f"{len(first)} start pictures have aged out")
        self.plan = plan
        self.first = first


class Agreement:
    """Keeps orders that wait for a yes."""

    def __init__(self, database: Database, charging: Charging, clock: Clock, rng: Random) -> None:
        self._database = database
        self._charging = charging
        self._clock = clock
        self._rng = rng

    async def question(
        self, interaction: Interaction, unagreed: UnagreedError, reach: Reach
    ) -> StartAgedOutError:
        """Keep the plan for a day, and return the refusal whose button orders it."""
        plan, first, draft_id = unagreed.plan, unagreed.first, new_draft_id(self._rng)
        draft = PlanDraft(plan=plan, guild_id=home_of(interaction))
        async with self._database.begin(is_urgent=True) as session:
            await save_draft(
                session,
                draft_id,
                user_id=interaction.user.id,
                body=msgspec.to_builtins(draft),
                now=self._clock.now(),
            )
        return StartAgedOutError(
            count=len(first),
            draft_id=draft_id,
            num_images=len(first) + plan.num_images,
            price=sum(self._charging.quote(one, 1) for one in first)
            + self._charging.quote(plan.params, plan.num_images),
            is_private=reach.is_private,
        )
