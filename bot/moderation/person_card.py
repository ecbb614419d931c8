"""Everything that is known about one person in a place, for moderators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.moderation.card import note_line
from bot.moderation.log_lines import action_line
from db.audit import list_actions
from db.notes import list_notes
from db.reviews import count_flags

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.policy.knowledge import Knowledge
    from bot.text import Text

MAX_ACTIONS = 15
MAX_NOTES = 5


async def person_lines(
    session: AsyncSession,
    user_id: int,
    *,
    guild_id: int | None,
    known: Knowledge,
    now: dt.datetime,
    text: Text,
) -> list[str]:
    """Read a person's record: how they stand, then what was noted and decided.

    It is that of one guild; None is that of no guild: direct messages, and what holds everywhere.
    """
    flags = await count_flags(session, guild_id, user_id)
    notes = await list_notes(session, guild_id, user_id=user_id, limit=MAX_NOTES)
    actions = await list_actions(
        session,
        guild_id=guild_id,
        user_id=user_id,
        is_global=guild_id is None,
        limit=MAX_ACTIONS,
    )
    ban = known.ban(guild_id, user_id, now)
    head = text.say(
        "mod.user",
        mention=f"<@{user_id}>",
        flags=flags,
        strikes=f"{known.standing(guild_id, user_id, now).weight:.1f}",
        state=text.say("mod.banned" if ban else "mod.free", reason=ban.reason if ban else ""),
    )
    return [
        head,
        *(note_line(note, text) for note in notes),
        *(action_line(action, text) for action in actions),
    ]
