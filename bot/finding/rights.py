"""Who sees what was drawn, and who may press which button under it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from bot.delivering.reach import elsewhere, home_of
from bot.errors import JobUnknownError
from bot.moderation.moderators import is_moderator
from bot.ordering.refusals import ButtonsClosedError, NotYoursError, RestrictedChannelError
from db.jobs import read_job

if TYPE_CHECKING:
    import discord
    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.client import Atelier
    from db.tables import Job

INFO: Final = frozenset({"info", "info-all"})
SHARED: Final = INFO | {"pick", "reroll", "subtle", "strong"}
"""What others may press, as their own job, unless the guild has closed it to them."""

MODERATED: Final = frozenset({"delete"})
"""What moderators may press too; everything else is for the person who asked."""


class Presser(Enum):
    """Who presses a button, seen from the job it belongs to."""

    REQUESTER = "requester"
    MODERATOR = "moderator"
    OTHER = "other"


def may_press(action: str, presser: Presser, *, is_shared: bool) -> bool:
    """Return whether a button may be pressed.

    Args:
        action: Its name (``bot.ordering.presses``); one that is not known here is the requester's.
        presser: Who presses.
        is_shared: Whether the guild lets others press at all.
    """
    if presser is Presser.REQUESTER:
        return True
    if presser is Presser.MODERATOR and action in MODERATED | INFO:
        return True
    return action in SHARED and is_shared


async def check_press(interaction: discord.Interaction[Atelier], action: str, job_id: int) -> None:
    """Let a press pass, or refuse it.

    The job is looked up for every button: a forged one may name any job.

    Raises:
        bot.errors.JobUnknownError: There is no such job here, or it is somebody's own.
        bot.ordering.refusals.NotYoursError: The button is for the person who asked.
        bot.ordering.refusals.ButtonsClosedError: The guild lets nobody else press it.
    """
    atelier = interaction.client
    memory = atelier.parts.policy.memory
    is_shared = memory.known.guild(home_of(interaction)).others_may_press
    job = await require_visible(interaction, job_id)
    presser = Presser.OTHER
    if job.user_id == interaction.user.id:
        presser = Presser.REQUESTER
    elif is_moderator(interaction, memory):
        presser = Presser.MODERATOR
    if not may_press(action, presser, is_shared=is_shared):
        raise ButtonsClosedError if action in SHARED else NotYoursError


async def require_visible(interaction: discord.Interaction[Atelier], job_id: int) -> Job:
    """Return a job that a person may see, read by itself.

    Raises:
        bot.errors.JobUnknownError: As ``visible_job``.
    """
    async with interaction.client.database.read() as session:
        return await visible_job(session, job_id, interaction)


async def visible_job(
    session: AsyncSession, job_id: int, interaction: discord.Interaction[Any]
) -> Job:
    """Return a job that a person may see where they are.

    Raises:
        bot.errors.JobUnknownError: There is none; what is another's own does not exist for them.
    """
    job = await read_job(session, job_id)
    if job is None or not is_visible(job, interaction):
        raise JobUnknownError
    return job


def is_visible(job: Job, interaction: discord.Interaction[Any]) -> bool:
    """Return whether a person may see a job: of this guild or conversation, and no other's own."""
    if job.guild_id != home_of(interaction):
        return False
    if job.user_id == interaction.user.id:
        return True
    is_here = job.guild_id is not None or job.channel_id == interaction.channel_id
    return is_here and not job.is_private


def check_channel(interaction: discord.Interaction[Any], job: Job) -> None:
    """Keep what was drawn in an age-restricted channel out of the others.

    A direct message that counts where the job was drawn is its person's own.

    Raises:
        bot.ordering.refusals.RestrictedChannelError: It was drawn in one, or nobody knows where.
    """
    home = elsewhere(interaction)
    here = home.channel_id if home else interaction.channel_id
    if job.channel_id == here or _is_restricted(interaction.channel):
        return
    drawn_in = interaction.client.get_channel(job.channel_id)
    if drawn_in is None or _is_restricted(drawn_in):
        raise RestrictedChannelError


def _is_restricted(channel: object) -> bool:
    is_nsfw = getattr(channel, "is_nsfw", None)
    return bool(is_nsfw and is_nsfw())
