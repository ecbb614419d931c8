"""The parts of moderation, put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.delivering.copies import Copies
from bot.moderation.aftermath import Aftermath
from bot.moderation.appeals import AppealDesk
from bot.moderation.decisions import Decisions
from bot.moderation.notices import Notices
from bot.moderation.reviews import ReviewDesk
from bot.moderation.takedown import Takedown

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import discord

    from bot.clock import Clock
    from bot.delivering.delivery import Delivery
    from bot.files.quarantine import Quarantine
    from bot.files.storage import Storage
    from bot.ground import Ground
    from bot.policy.parts import PolicyParts
    from bot.tasks import Tasks
    from db.connection import Database


@dataclass(frozen=True)
class Desks:
    """What carries decisions out; it needs no Discord.

    Attributes:
        decisions: About withheld pictures.
        appeals: About appeals.
        takedown: Removes pictures for good.
    """

    decisions: Decisions
    appeals: AppealDesk
    takedown: Takedown


@dataclass(frozen=True)
class Moderation(Desks):
    """The parts of moderation in a bot.

    Attributes:
        reviews: Puts up to moderators what waits for them.
        aftermath: Tells people what was decided.
        copies: Where pictures are shown once more.
    """

    reviews: ReviewDesk
    aftermath: Aftermath
    copies: Copies


def desks(
    *,
    database: Database,
    quarantine: Quarantine,
    storage: Storage,
    clock: Clock,
    changed: Callable[[], Awaitable[None]],
) -> Desks:
    """Put together what carries decisions out.

    ``changed`` is called after each decision, so that it holds and is told at once; where it does
    nothing, a running bot finds the decision within seconds.
    """
    about: dict[str, Any] = {"database": database, "clock": clock, "changed": changed}
    decisions = Decisions(quarantine=quarantine, storage=storage, **about)
    return Desks(
        decisions,
        AppealDesk(decisions=decisions, **about),
        Takedown(quarantine=quarantine, storage=storage, **about),
    )


def moderation(
    client: discord.Client, ground: Ground, policy: PolicyParts, delivery: Delivery, tasks: Tasks
) -> Moderation:
    """Put the parts together."""
    about: dict[str, Any] = {"database": ground.database, "clock": ground.clock}
    reviews = ReviewDesk(client, memory=policy.memory, quarantine=policy.quarantine, **about)
    copies = Copies(client, **about)
    aftermath = Aftermath(client, delivery=delivery, copies=copies, **about)
    notices = Notices(client, reviews=reviews, tasks=tasks, **about)

    async def changed() -> None:
        aftermath.wake()
        await policy.memory.look()

    made = desks(quarantine=policy.quarantine, storage=ground.storage, changed=changed, **about)
    policy.screening.when_flagged(reviews.wake)
    policy.gate.when_noticed(notices.give)
    return Moderation(made.decisions, made.appeals, made.takedown, reviews, aftermath, copies)
