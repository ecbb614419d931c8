"""All settings of one guild: read together, and changed together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.ordering.styles import change_style
from bot.policy.knowledge import read_guild_policy
from db.audit import record_action
from db.guilds import change_guild, read_guild
from db.moderation import judged_categories
from db.moderation_settings import read_thresholds, save_channel, save_settings
from db.people import styles_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.ordering.styles import StyleBody
    from bot.policy.knowledge import GuildPolicy
    from db.tables import Guild


@dataclass(frozen=True, slots=True)
class GuildState:
    """How a guild is set.

    Attributes:
        policy: Who and where, and how strict.
        limits: How much, and in which language; None where it has set none.
        styles: Names of its own styles.
        categories: What the classifier judged the newest picture by; empty before the first.
    """

    policy: GuildPolicy
    limits: Guild | None = None
    styles: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is changed of a guild's settings; what is not named stays.

    Attributes:
        policy: Columns of ``ModerationSettings``.
        limits: Columns of ``Guild``; None leaves one to the operator.
        channels: Whether a channel is open, by id.
        thresholds: Of categories; None leaves one to the operator.
        styles: The guild's styles by name; None removes one.
    """

    policy: Mapping[str, Any] = field(default_factory=dict)
    limits: Mapping[str, Any] = field(default_factory=dict)
    channels: Mapping[int, bool] = field(default_factory=dict)
    thresholds: Mapping[str, float | None] = field(default_factory=dict)
    styles: Mapping[str, StyleBody | None] = field(default_factory=dict)


async def read_state(session: AsyncSession, guild_id: int) -> GuildState:
    """Read how a guild is set now."""
    limits = await read_guild(session, guild_id)
    policy = await read_guild_policy(session, guild_id, locale=limits.locale if limits else None)
    styles = tuple(style.name for style in await styles_of(session, [guild_id]))
    return GuildState(policy, limits, styles, tuple(await judged_categories(session)))


async def save_changes(
    session: AsyncSession,
    guild_id: int,
    changes: Changes,
    *,
    actor_id: int | None,
    now: dt.datetime,
) -> None:
    """Change a guild's settings, each with its entry in the log of decisions.

    Args:
        session: In a write transaction; the caller commits.
        guild_id: Whose.
        changes: What changes.
        actor_id: Who decided; None is the operator.
        now: The present instant, aware.

    Raises:
        bot.ordering.refusals.TooManyStylesError: The guild has as many as it may have.
        bot.ordering.refusals.StyleUnknownError: A style to be removed is not there.
    """
    by: dict[str, Any] = {"actor_id": actor_id, "now": now}
    policy = dict(changes.policy)
    if changes.thresholds:
        merged = {**await read_thresholds(session, guild_id), **changes.thresholds}
        policy["thresholds"] = {name: one for name, one in merged.items() if one is not None}
    if policy:
        await save_settings(session, guild_id, **policy, **by)
    if changes.limits:
        await change_guild(session, guild_id, changes.limits, **by)
    for channel_id, is_open in changes.channels.items():
        await save_channel(session, channel_id, guild_id=guild_id, is_allowed=is_open, **by)
    for name, body in changes.styles.items():
        await _change_style(session, guild_id, name, body, **by)


async def _change_style(
    session: AsyncSession,
    guild_id: int,
    name: str,
    body: StyleBody | None,
    *,
    actor_id: int | None,
    now: dt.datetime,
) -> None:
    await change_style(session, guild_id, name, body, created_by=actor_id or 0, now=now)
    action = "add_style" if body else "remove_style"
    await record_action(session, action, guild_id=guild_id, actor_id=actor_id, now=now)
