"""How strict guilds are, which of their channels are open, and who accepted the terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from db.audit import record_action
from db.inserts import insert_unless_there
from db.tables_moderation import Channel, ModerationSettings, TermsAcceptance

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.ext.asyncio import AsyncSession


async def save_settings(
    session: AsyncSession,
    guild_id: int,
    *,
    actor_id: int | None,
    now: dt.datetime,
    **changes: Any,
) -> ModerationSettings:
    """Change some of a guild's settings; the others stay, and the revision counts up.

    Args:
        session: In a write transaction; the caller commits.
        guild_id: Whose.
        actor_id: Who decided; None is the operator.
        now: The present instant, aware.
        changes: Columns of ``ModerationSettings`` by name.
    """
    first = {
        "guild_id": guild_id,
        "thresholds": {},
        "moderator_role_ids": [],
        "drawing_role_ids": [],
        "updated_at": now,
    }
    await insert_unless_there(session, ModerationSettings, first, key=("guild_id",))
    saved = (
        update(ModerationSettings)
        .where(ModerationSettings.guild_id == guild_id)
        .values(**changes, revision=ModerationSettings.revision + 1, updated_at=now)
        .returning(ModerationSettings)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    settings = (await session.scalars(saved)).one()
    await record_action(
        session,
        "change_settings",
        guild_id=guild_id,
        actor_id=actor_id,
        now=now,
        settings=", ".join(sorted(changes)),
        revision=settings.revision,
    )
    return settings


async def read_settings(session: AsyncSession, guild_id: int) -> ModerationSettings | None:
    """Return a guild's settings; None where it has none."""
    return await session.get(ModerationSettings, guild_id, populate_existing=True)


async def read_thresholds(session: AsyncSession, guild_id: int) -> dict[str, float]:
    """Return a guild's own thresholds, locked until the transaction that changes them ends."""
    found = select(ModerationSettings.thresholds).where(ModerationSettings.guild_id == guild_id)
    return dict((await session.scalars(found.with_for_update())).one_or_none() or {})


async def all_settings(session: AsyncSession) -> list[ModerationSettings]:
    """List the settings of every guild that has any."""
    return list(await session.scalars(select(ModerationSettings)))


async def save_channel(
    session: AsyncSession,
    channel_id: int,
    *,
    guild_id: int,
    actor_id: int | None,
    now: dt.datetime,
    **changes: Any,
) -> Channel:
    """Open, close, lock or unlock a channel.

    Args:
        session: In a write transaction; the caller commits.
        channel_id: Which.
        guild_id: Its guild.
        actor_id: Who decided; None is the operator.
        now: The present instant, aware.
        changes: ``is_allowed`` or ``lock_reason``.
    """
    first = {"id": channel_id, "guild_id": guild_id, "is_allowed": False, "updated_at": now}
    await insert_unless_there(session, Channel, first, key=("id",))
    saved = (
        update(Channel)
        .where(Channel.id == channel_id, Channel.guild_id == guild_id)
        .values(**changes, updated_at=now)
        .returning(Channel)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    channel = (await session.scalars(saved)).one()
    await record_action(
        session,
        "change_channel",
        guild_id=guild_id,
        actor_id=actor_id,
        now=now,
        channel_id=channel_id,
        is_allowed=channel.is_allowed,
        is_locked=channel.lock_reason is not None,
    )
    return channel


async def all_channels(session: AsyncSession) -> list[Channel]:
    """List the channels that have rules of their own."""
    return list(await session.scalars(select(Channel)))


async def channels_of(session: AsyncSession, guild_id: int) -> list[Channel]:
    """List the channels of a guild that have rules of their own."""
    return list(await session.scalars(select(Channel).where(Channel.guild_id == guild_id)))


async def accept_terms(
    session: AsyncSession, user_id: int, version: str, *, now: dt.datetime
) -> None:
    """Note that a person accepts the terms of use; once for each version."""
    values = {"user_id": user_id, "version": version, "accepted_at": now}
    if await insert_unless_there(session, TermsAcceptance, values, key=("user_id", "version")):
        await record_action(
            session,
            "accept_terms",
            guild_id=None,
            actor_id=user_id,
            user_id=user_id,
            now=now,
            version=version,
        )


async def accepted_users(session: AsyncSession, version: str) -> set[int]:
    """Return everybody who has accepted a version of the terms."""
    found = select(TermsAcceptance.user_id).where(TermsAcceptance.version == version)
    return set(await session.scalars(found))
