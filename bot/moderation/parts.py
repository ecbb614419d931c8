"""The parts of moderation, put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.moderation.answers import Answers
from bot.moderation.appeals import AppealDesk
from bot.moderation.notices import Notices
from bot.moderation.reviews import ReviewDesk
from bot.moderation.takedown import Takedown

if TYPE_CHECKING:
    import discord

    from bot.assembly import Ground
    from bot.delivery import Delivery
    from bot.policy.parts import PolicyParts
    from bot.tasks import Tasks


@dataclass(frozen=True)
class Moderation:
    """The parts of moderation.

    Attributes:
        reviews: Where moderators decide about what was withheld.
        appeals: Where they decide about appeals.
        takedown: Removes pictures for good.
    """

    reviews: ReviewDesk
    appeals: AppealDesk
    takedown: Takedown


def moderation(
    client: discord.Client, ground: Ground, policy: PolicyParts, delivery: Delivery, tasks: Tasks
) -> Moderation:
    """Put the parts together."""
    answers = Answers(client, tasks)
    desk = ReviewDesk(
        client,
        database=ground.database,
        memory=policy.memory,
        quarantine=policy.quarantine,
        storage=ground.storage,
        delivery=delivery,
        answers=answers,
        clock=ground.clock,
    )
    policy.screening.when_flagged(desk.wake)
    notices = Notices(
        client, database=ground.database, reviews=desk, tasks=tasks, clock=ground.clock
    )
    policy.gate.when_noticed(notices.give)
    takedown = Takedown(
        database=ground.database,
        storage=ground.storage,
        quarantine=policy.quarantine,
        delivery=delivery,
        answers=answers,
        clock=ground.clock,
    )
    appeals = AppealDesk(
        database=ground.database,
        memory=policy.memory,
        reviews=desk,
        answers=answers,
        clock=ground.clock,
    )
    return Moderation(desk, appeals, takedown)
