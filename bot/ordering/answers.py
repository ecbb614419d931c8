"""Answers to what people are asked before something is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec
from typing_extensions import override

from bot.delivering.stand_ins import count_at_home
from bot.ordering.job_drafts import JobDraft
from bot.ordering.orders import Plan, PlannedOrder, UnfinishedOrder
from bot.ordering.refusals import DraftUnknownError
from bot.ordering.upload_drafts import UploadDraft
from db.drafts import new_draft_id, read_draft, take_draft
from db.images import read_image

if TYPE_CHECKING:
    from random import Random

    import discord
    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.client import Atelier
    from bot.ordering.orders import Order
    from bot.policy.gate import Asking

    Interaction = discord.Interaction[Any]


class PlanDraft(msgspec.Struct, frozen=True, kw_only=True, tag="plan"):
    """An order that was planned, and then needed a yes (``bot.ordering.chains``).

    Attributes:
        plan: To the last parameter.
        guild_id: Where it was asked for.
    """

    plan: Plan
    guild_id: int | None

    def order(self, guild_id: int | None) -> Order:
        """Return the order, agreed to.

        Raises:
            bot.ordering.refusals.DraftUnknownError: It was asked for elsewhere.
        """
        if guild_id != self.guild_id:
            raise DraftUnknownError
        return PlannedOrder(msgspec.structs.replace(self.plan, is_agreed=True))


AnyDraft = UploadDraft | JobDraft | PlanDraft


@dataclass(frozen=True)
class AnsweredOrder(UnfinishedOrder):
    """What a person was asked about and has answered.

    Attributes:
        atelier: Who draws.
        interaction: The answer.
        draft_id: What it answers.
        cells: The squares that it names; None where it was asked for none.
    """

    atelier: Atelier
    interaction: Interaction
    draft_id: int
    cells: frozenset[int] | None = None

    @property
    @override
    def header(self) -> tuple[str, dict[str, str]]:
        """Who asked; the prompt is in the database."""
        return "header.change", {}

    @property
    @override
    def num_images(self) -> None:
        """Known once the draft is read."""

    @override
    async def finish(self, asking: Asking) -> Order:
        """Read the draft and do what there is to do before it is planned.

        An answer that names squares leaves the draft, so that others can be tried.

        Raises:
            bot.ordering.refusals.DraftUnknownError: It was answered already, or is too old.
            bot.errors.RefusedError: It cannot be ordered.
        """
        user_id = self.interaction.user.id
        async with self.atelier.database.read() as session:
            body = await read_draft(session, self.draft_id, user_id=user_id)
        if body is None:
            raise DraftUnknownError
        draft: AnyDraft = msgspec.convert(body, AnyDraft)
        if isinstance(draft, PlanDraft):
            return OnceOrder(draft.order(asking.guild_id), self.draft_id, user_id)
        if isinstance(draft, JobDraft):
            return OnceOrder(draft.order(self.atelier, user_id), self.draft_id, user_id)
        if self.cells is not None:
            draft = draft.with_cells(self.cells)
            return await draft.order(self.atelier, self.interaction).finish(asking)
        order = await draft.order(self.atelier, self.interaction).finish(asking)
        return OnceOrder(order, self.draft_id, user_id)


@dataclass(frozen=True)
class OnceOrder:
    """An order that the first answer alone places."""

    order: Order
    draft_id: int
    user_id: int

    @property
    def header(self) -> tuple[str, dict[str, str]]:
        """The order's."""
        return self.order.header

    @property
    def num_images(self) -> int | None:
        """The order's."""
        return self.order.num_images

    async def plan(self, session: AsyncSession, *, guild_id: int | None, rng: Random) -> Plan:
        """Take the draft, so that a second answer finds nothing."""
        if await take_draft(session, self.draft_id, user_id=self.user_id) is None:
            raise DraftUnknownError
        return await self.order.plan(session, guild_id=guild_id, rng=rng)


async def count_answer_at_home(atelier: Atelier, interaction: Interaction, draft_id: int) -> None:
    """Let an answer count where the picture was asked for that it begins with.

    As ``bot.delivering.stand_ins.count_at_home``, whose job the draft names.
    """
    if not interaction.context.dm_channel:
        return
    async with atelier.database.read() as session:
        body = await read_draft(session, draft_id, user_id=interaction.user.id)
    draft = msgspec.convert(body, AnyDraft) if body else None
    if isinstance(draft, JobDraft):
        await count_at_home(interaction, draft.job_id)
    elif isinstance(draft, PlanDraft) and draft.plan.parent_image_id:
        async with atelier.database.read() as session:
            image = await read_image(session, draft.plan.parent_image_id)
        await count_at_home(interaction, image.job_id if image else None)


async def keep_draft(atelier: Atelier, draft: UploadDraft | JobDraft, user_id: int) -> int:
    """Keep what somebody is asked about for a day, and return its id."""
    draft_id = new_draft_id(atelier.rng)
    await atelier.save_draft(draft_id, user_id, msgspec.to_builtins(draft))
    return draft_id
