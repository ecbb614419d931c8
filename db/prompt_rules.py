"""The prompt rules of guilds and of the operator, and the prompts that they refused."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from db.audit import record_action
from db.inserts import insert_unless_there
from db.tables import Job
from db.tables_moderation import PromptRuleRow, Refusal

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True, kw_only=True)
class NewRule:
    """A prompt rule before it is a row; see ``bot.policy.rules.PromptRule``."""

    guild_id: int | None
    kind: str
    pattern: str
    action: str
    exceptions: list[str]
    negative_prompt: str


async def add_rule(
    session: AsyncSession, new: NewRule, *, actor_id: int | None, now: dt.datetime
) -> PromptRuleRow:
    """Record a rule; it holds once those who keep rules in memory have read it."""
    rule = PromptRuleRow(**asdict(new), created_by=actor_id, created_at=now)
    session.add(rule)
    await session.flush()
    await record_action(
        session,
        "add_rule",
        guild_id=new.guild_id,
        actor_id=actor_id,
        now=now,
        rule_id=rule.id,
        effect=new.action,
    )
    return rule


async def remove_rule(
    session: AsyncSession,
    rule_id: int,
    *,
    guild_id: int | None,
    actor_id: int | None,
    now: dt.datetime,
) -> bool:
    """Remove a rule of this guild (None: a global one); False where there is none."""
    own = delete(PromptRuleRow).where(
        PromptRuleRow.id == rule_id, PromptRuleRow.guild_id.is_not_distinct_from(guild_id)
    )
    removed = (await session.scalars(own.returning(PromptRuleRow.id))).one_or_none()
    if removed is None:
        return False
    await record_action(
        session, "remove_rule", guild_id=guild_id, actor_id=actor_id, now=now, rule_id=rule_id
    )
    return True


async def all_rules(session: AsyncSession) -> list[PromptRuleRow]:
    """List the rules of everybody, in the order in which they were made."""
    return list(await session.scalars(select(PromptRuleRow).order_by(PromptRuleRow.id)))


async def count_rules(session: AsyncSession, guild_id: int | None) -> int:
    """Count a guild's own rules."""
    own = PromptRuleRow.guild_id.is_not_distinct_from(guild_id)
    return (await session.scalars(select(func.count(PromptRuleRow.id)).where(own))).one()


async def record_refusal(
    session: AsyncSession,
    interaction_id: int,
    *,
    guild_id: int | None,
    user_id: int,
    code: str,
    rule_id: int | None,
    prompt: str | None,
    now: dt.datetime,
) -> None:
    """Note what was refused, with its entry in the log; the same interaction again adds nothing."""
    values = {
        "interaction_id": interaction_id,
        "guild_id": guild_id,
        "user_id": user_id,
        "code": code,
        "rule_id": rule_id,
        "prompt": prompt,
        "created_at": now,
    }
    if await insert_unless_there(session, Refusal, values, key=("interaction_id",)):
        await record_action(
            session,
            "refuse",
            guild_id=guild_id,
            actor_id=None,
            user_id=user_id,
            now=now,
            code=code,
            rule_id=rule_id,
        )


async def prompts_since(
    session: AsyncSession, guild_id: int | None, since: dt.datetime, *, limit: int
) -> list[str]:
    """List the prompts of a guild's jobs (None: of everybody's), the newest first.

    What was asked for privately is left out: it is read by nobody else.
    """
    found = select(Job.params).where(Job.created_at >= since, ~Job.is_private)
    found = found.order_by(Job.id.desc()).limit(limit)
    if guild_id is not None:
        found = found.where(Job.guild_id == guild_id)
    return [str(params.get("prompt", "")) for params in await session.scalars(found)]
