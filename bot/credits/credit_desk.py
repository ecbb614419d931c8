"""What people are told of their credits, and what administrators give them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from db.accounts import NO_GUILD, POOL, Allowance, open_account, read_standing
from db.allowances import save_guild_credits, save_role_allowance
from db.credits import adjust, grant, last_entries

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.clock import Clock
    from bot.credits.charging import Charging
    from db.accounts import Standing
    from db.admission import Terms
    from db.connection import Database
    from db.tables import CreditEntry

NUM_ENTRIES: Final = 8


@dataclass(frozen=True)
class Statement:
    """One person's credits in one guild.

    Attributes:
        own: Their account; None where nothing is charged.
        pool: The guild's, where it has one.
        entries: The newest lines of their ledger that changed something.
    """

    own: Standing | None
    pool: Standing | None = None
    entries: Sequence[CreditEntry] = ()


class CreditDesk:
    """Reads and changes accounts on behalf of commands."""

    def __init__(self, database: Database, charging: Charging, *, clock: Clock) -> None:
        self._database = database
        self._charging = charging
        self._clock = clock

    async def statement(
        self, guild_id: int | None, user_id: int, role_ids: Collection[int]
    ) -> Statement:
        """Return what somebody has, holds and has spent last."""
        place, now = guild_id or NO_GUILD, self._clock.now()
        async with self._database.read() as session:
            terms = await self._charging.terms(session, guild_id, role_ids)
            if terms.allowance is None:
                return Statement(None)
            own = await read_standing(session, place, user_id, terms.allowance, now=now)
            entries = await last_entries(
                session, own.account_id or 0, limit=NUM_ENTRIES, has_zeros=False
            )
            if terms.pool is None:
                return Statement(own, None, entries)
            pool = await read_standing(session, place, POOL, terms.pool, now=now)
        return Statement(own, pool, entries)

    async def grant(
        self, guild_id: int, user_id: int, role_ids: Collection[int], amount: int, *, actor_id: int
    ) -> int:
        """Give somebody credits on top; a negative amount takes some; return the balance."""
        return await self._change(guild_id, user_id, role_ids, amount, actor_id, is_set=False)

    async def set(
        self, guild_id: int, user_id: int, role_ids: Collection[int], balance: int, *, actor_id: int
    ) -> int:
        """Set somebody's balance, and return it."""
        return await self._change(guild_id, user_id, role_ids, balance, actor_id, is_set=True)

    async def set_role(
        self, guild_id: int, role_id: int, allowance: Allowance, *, weight: int
    ) -> None:
        """Say what members of a role get instead of the usual."""
        async with self._database.begin() as session:
            await save_role_allowance(session, guild_id, role_id, allowance, weight=weight)

    async def set_guild(
        self, guild_id: int, *, pool: Allowance | None, has_relaxed: bool | None
    ) -> Terms:
        """Change what a guild shares and grants; None stays. Return its usual terms."""
        async with self._database.begin() as session:
            await save_guild_credits(session, guild_id, pool=pool, has_relaxed=has_relaxed)
            return await self._charging.terms(session, guild_id, ())

    async def _change(
        self,
        guild_id: int,
        user_id: int,
        role_ids: Collection[int],
        amount: int,
        actor_id: int,
        *,
        is_set: bool,
    ) -> int:
        now = self._clock.now()
        async with self._database.begin() as session:
            terms = await self._charging.terms(session, guild_id, role_ids)
            allowance = terms.allowance or Allowance(0, 0)
            account_id = await open_account(session, guild_id, user_id, allowance, now=now)
            change = adjust if is_set else grant
            return await change(session, account_id, amount, actor_id=actor_id, now=now)
