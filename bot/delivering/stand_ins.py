"""Direct messages that stand in for answers elsewhere: their buttons count where it was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.delivering.reach import Home, settle
from db.jobs import read_job

if TYPE_CHECKING:
    from bot.client import Atelier
    from db.tables import Job

    Interaction = discord.Interaction[Any]


async def count_at_home(interaction: Interaction, job_id: int | None) -> None:
    """Let what a person presses under their own stand-in count where its job was asked for.

    There the guild's policy, limits and credits hold for them as ever. For whoever is no longer a
    member, and anywhere but in the direct messages with the bot, nothing changes: what was drawn
    in a guild is not known outside of it.

    Args:
        interaction: A press, or a form that was handed in; not answered yet.
        job_id: The job that its custom id names, if any.
    """
    if job_id is None or not interaction.context.dm_channel:
        return
    atelier: Atelier = interaction.client
    async with atelier.database.read() as session:
        job = await read_job(session, job_id)
    if job is None or job.user_id != interaction.user.id:
        return
    if job.channel_id == interaction.channel_id:  # it was asked for here
        return
    if home := await _home_of(atelier, job):
        settle(interaction, home)


async def _home_of(atelier: Atelier, job: Job) -> Home | None:
    """Return where a job was asked for, if its person is there still."""
    if job.guild_id is None:
        return Home(None, job.channel_id, None, frozenset())
    guild = atelier.get_guild(job.guild_id)
    member = await _member(guild, job.user_id) if guild else None
    if guild is None or member is None:
        return None
    thread = guild.get_thread(job.channel_id)
    roles = frozenset(role.id for role in member.roles)
    return Home(guild.id, job.channel_id, thread.parent_id if thread else None, roles)


async def _member(guild: discord.Guild, user_id: int) -> discord.Member | None:
    """Ask Discord, which alone knows who has left: the bot sees no members coming and going."""
    try:
        return await guild.fetch_member(user_id)
    except discord.NotFound:
        return None
