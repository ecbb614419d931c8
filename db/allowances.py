"""What guilds have set about credits: allowances, pools, and what roles get."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from db.accounts import Allowance
from db.admission import Terms
from db.inserts import insert_unless_there
from db.tables import GuildCredits, RoleAllowance

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.ext.asyncio import AsyncSession


async def read_terms(
    session: AsyncSession, guild_id: int, role_ids: Collection[int], *, usual: Terms
) -> Terms:
    """Return the terms of somebody with these roles in a guild.

    What neither the guild nor a role has set is ``usual``. Of several roles each number counts
    that is the best for the person.
    """
    guild = await session.get(GuildCredits, guild_id) or GuildCredits()
    allowance = _allowance(usual.allowance, guild.capacity, guild.per_day)
    roles = await _read_roles(session, guild_id, role_ids)
    if roles and allowance:
        allowance = Allowance(
            max(role.capacity for role in roles), max(role.per_day for role in roles)
        )
    pool = _allowance(usual.pool, guild.pool_capacity, guild.pool_per_day)
    return Terms(
        allowance=allowance,
        pool=pool if pool and pool.capacity else None,
        weight=max((role.weight for role in roles), default=usual.weight),
        has_relaxed=usual.has_relaxed if guild.has_relaxed is None else guild.has_relaxed,
    )


async def save_role_allowance(
    session: AsyncSession, guild_id: int, role_id: int, allowance: Allowance, *, weight: int
) -> None:
    """Say what a role's members get; of two callers at once the later one wins as a whole."""
    key = {"guild_id": guild_id, "role_id": role_id}
    values = {"capacity": allowance.capacity, "per_day": allowance.per_day, "weight": weight}
    first = {**key, **values}
    if await insert_unless_there(session, RoleAllowance, first, key=tuple(key)) is None:
        same = update(RoleAllowance).filter_by(**key).values(values)
        await session.execute(same.execution_options(synchronize_session=False))


async def save_guild_credits(
    session: AsyncSession,
    guild_id: int,
    *,
    allowance: Allowance | None = None,
    pool: Allowance | None = None,
    has_relaxed: bool | None = None,
) -> None:
    """Change what a guild has set; None leaves a setting as it is.

    What a guild never set is as the configuration file says. A pool without room is none.
    """
    named = {
        "capacity": allowance and allowance.capacity,
        "per_day": allowance and allowance.per_day,
        "pool_capacity": pool and pool.capacity,
        "pool_per_day": pool and pool.per_day,
        "has_relaxed": has_relaxed,
    }
    values = {column: value for column, value in named.items() if value is not None}
    if not values:
        return
    first = {"guild_id": guild_id, **values}
    if await insert_unless_there(session, GuildCredits, first, key=("guild_id",)) is None:
        same = update(GuildCredits).where(GuildCredits.guild_id == guild_id).values(values)
        await session.execute(same.execution_options(synchronize_session=False))


async def _read_roles(
    session: AsyncSession, guild_id: int, role_ids: Collection[int]
) -> list[RoleAllowance]:
    mine = select(RoleAllowance).where(
        RoleAllowance.guild_id == guild_id, RoleAllowance.role_id.in_(role_ids)
    )
    return list(await session.scalars(mine))


def _allowance(
    usual: Allowance | None, capacity: int | None, per_day: int | None
) -> Allowance | None:
    """Return a guild's own allowance, with what it leaves open as usual."""
    if capacity is None and per_day is None:
        return usual
    open_capacity, open_rate = (usual.capacity, usual.per_day) if usual else (0, 0)
    return Allowance(
        open_capacity if capacity is None else capacity, open_rate if per_day is None else per_day
    )
