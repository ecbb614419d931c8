"""Addresses of messages, as Discord's own apps open them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.tables import Job


def link_to(job: Job) -> str:
    """Return the address of a job's message, or of its channel where the message is no link's."""
    place = f"https://discord.com/channels/{job.guild_id or '@me'}/{job.channel_id}"
    return f"{place}/{job.message_id}" if job.is_reachable else place
