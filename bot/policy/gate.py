"""The gate: who may draw what and where, decided from memory before anything else happens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec
import structlog

from bot.delivering.reach import elsewhere, home_of
from bot.policy.forcing import force
from bot.policy.judging import PromptJudge, forms_of
from bot.policy.refusals import (
    BannedError,
    BannedForGoodError,
    ChannelClosedError,
    DrawingPausedError,
    PolicyRefusedError,
    PromptRefusedError,
    RoleMissingError,
    SlowedDownError,
    TermsError,
    TimedOutError,
)
from db.errors import DatabaseError
from db.prompt_rules import record_refusal
from engine.model_info import model_named

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    import discord

    from bot.clock import Clock
    from bot.credits.charging import HasModels
    from bot.ordering.orders import Plan
    from bot.policy.knowledge import GuildPolicy, Knowledge
    from bot.policy.memory import PolicyMemory
    from bot.policy.rules import PromptRule, PromptVerdict
    from bot.tasks import Tasks
    from db.connection import Database

    Interaction = discord.Interaction[Any]

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for a picture, and where.

    Attributes:
        interaction_id: Discord's.
        guild_id: Where; None outside of guilds.
        channel_id: Where.
        parent_id: The channel of a thread, else None.
        user_id: Who.
        role_ids: Their roles there.
    """

    interaction_id: int
    guild_id: int | None
    channel_id: int
    parent_id: int | None
    user_id: int
    role_ids: frozenset[int]


class Gate:
    """Lets orders through or refuses them; every refusal is recorded in the background.

    Args:
        memory: What is known about guilds and people.
        judge: Who judges prompts.
        database: Where refusals are recorded.
        tasks: Who records them.
        clock: The time.
        terms: The version of the terms that must have been accepted; empty asks nobody.
        engine: Knows the models, which say whether a negative prompt counts.
    """

    def __init__(
        self,
        memory: PolicyMemory,
        *,
        judge: PromptJudge,
        database: Database,
        tasks: Tasks,
        clock: Clock,
        terms: str,
        engine: HasModels,
    ) -> None:
        self._memory = memory
        self._judge = judge
        self._database = database
        self._tasks = tasks
        self._clock = clock
        self._terms = terms
        self._engine = engine
        self._on_notice: Callable[[Asking, PromptRule, str], None] = lambda *_: None

    def when_noticed(self, act: Callable[[Asking, PromptRule, str], None]) -> None:
        """Say what is to be called when a rule finds what it only watches for."""
        self._on_notice = act

    async def check(self, asking: Asking, prompt: str | None) -> None:
        """Refuse an order that may not be drawn; None is a prompt that is not known yet.

        Raises:
            bot.policy.refusals.PolicyUnknownError: The rules are not known, so nobody may.
            bot.errors.RefusedError: Why not.
        """
        known, now = self._memory.known, self._clock.now()
        try:
            self._check_person(known, asking, now)
            if prompt is not None:
                _check_verdict(await self._judge.judge(forms_of(prompt), asking.guild_id))
        except PolicyRefusedError as refusal:
            self._record(asking, refusal, prompt)
            raise

    def check_looking(self, asking: Asking) -> None:
        """Refuse who is banned; whatever draws nothing asks for no more than that.

        So moderators can trace pictures while drawing is paused.

        Raises:
            bot.policy.refusals.PolicyUnknownError: The bans are not known, so nobody may.
            bot.policy.refusals.PolicyRefusedError: The person is banned.
        """
        try:
            _check_ban(self._memory.known, asking, self._clock.now())
        except PolicyRefusedError as refusal:
            self._record(asking, refusal, None)
            raise

    async def judge(self, asking: Asking, prompts: tuple[str, ...]) -> None:
        """Judge what ``admit`` found unjudged."""
        await self._judge.judge(prompts, asking.guild_id)

    def admit(self, asking: Asking, plan: Plan) -> Plan:
        """Look at a plan that is known to the last word, and add what rules force into it.

        What a rule finds in any of its pictures' prompts holds for all of them. Much may have
        changed since ``check`` while a picture was looked at. Rules that only watch have the
        moderators told.

        Raises:
            bot.policy.judging.UnjudgedError: ``judge`` has not looked at its prompt.
            bot.errors.RefusedError: Its prompt is not allowed, or its person may not draw any more.
        """
        prompt = plan.params.prompt
        try:
            self._check_person(self._memory.known, asking, self._clock.now())
            verdict = self._judge.judged(forms_of(prompt), asking.guild_id)
            _check_verdict(verdict)
        except PolicyRefusedError as refusal:
            self._record(asking, refusal, prompt)
            raise
        if verdict.notifying is not None:
            self._on_notice(asking, verdict.notifying, prompt)
        asked = plan.params.negative_prompt
        forced = verdict.negative_prompt(asked)
        if forced == asked:
            return plan
        model = model_named(self._engine.models, plan.params.model)
        return msgspec.structs.replace(plan, params=force(plan.params, forced, model))

    def _check_person(self, known: Knowledge, asking: Asking, now: dt.datetime) -> None:
        _check_ban(known, asking, now)
        _check_place(known.guild(asking.guild_id), asking)
        if self._terms and asking.user_id not in known.accepted:
            raise TermsError(version=self._terms)
        self._check_standing(known, asking, now)

    def _check_standing(self, known: Knowledge, asking: Asking, now: dt.datetime) -> None:
        standing = known.standing(asking.guild_id, asking.user_id, now)
        if standing.closed_until:
            raise TimedOutError(until=int(standing.closed_until.timestamp()))
        last = known.last_offence(asking.guild_id, asking.user_id)
        if last and standing.wait_seconds:
            left = standing.wait_seconds - (now - last).total_seconds()
            if left > 0:
                raise SlowedDownError(seconds=int(left) + 1)

    def _record(self, asking: Asking, refusal: PolicyRefusedError, prompt: str | None) -> None:
        self._tasks.spawn(
            self._write(asking, refusal, prompt), name=f"refusal-{asking.interaction_id}"
        )

    async def _write(self, asking: Asking, refusal: PolicyRefusedError, prompt: str | None) -> None:
        rule_id = refusal.rule_id if isinstance(refusal, PromptRefusedError) else None
        try:
            async with self._database.begin() as session:
                await record_refusal(
                    session,
                    asking.interaction_id,
                    guild_id=asking.guild_id,
                    user_id=asking.user_id,
                    code=refusal.code,
                    rule_id=rule_id,
                    prompt=prompt,
                    now=self._clock.now(),
                )
        except DatabaseError as error:
            log.error("refusal_unrecorded", error_code=error.code)  # noqa: TRY400  no bug of ours


def asking_of(interaction: Interaction) -> Asking:
    """Return who asks and where, as an interaction says."""
    if home := elsewhere(interaction):
        return Asking(
            interaction_id=interaction.id,
            guild_id=home.guild_id,
            channel_id=home.channel_id,
            parent_id=home.parent_id,
            user_id=interaction.user.id,
            role_ids=home.role_ids,
        )
    roles = getattr(interaction.user, "roles", ())
    return Asking(
        interaction_id=interaction.id,
        guild_id=home_of(interaction),
        channel_id=interaction.channel_id or 0,
        parent_id=getattr(getattr(interaction, "channel", None), "parent_id", None),
        user_id=interaction.user.id,
        role_ids=frozenset(role.id for role in roles),
    )


def _check_ban(known: Knowledge, asking: Asking, now: dt.datetime) -> None:
    if ban := known.ban(asking.guild_id, asking.user_id, now):
        if ban.expires_at is None:
            raise BannedForGoodError(reason=ban.reason)
        raise BannedError(until=int(ban.expires_at.timestamp()), reason=ban.reason)


def _check_verdict(verdict: PromptVerdict) -> None:
    rule = verdict.refusing
    if rule is not None:
        raise PromptRefusedError(term=rule.pattern, rule_id=rule.id)


def _check_place(guild: GuildPolicy, asking: Asking) -> None:
    if guild.pause_reason is not None:
        raise DrawingPausedError(reason=guild.pause_reason or "not said")
    places = {asking.channel_id, asking.parent_id}
    for channel_id in places & set(guild.locked_channels):
        raise DrawingPausedError(reason=guild.locked_channels[channel_id or 0] or "not said")
    if guild.open_channels and not places & guild.open_channels:
        listed = ", ".join(f"<#{one}>" for one in sorted(guild.open_channels)[:5])
        raise ChannelClosedError(channels=listed)
    if guild.drawing_role_ids and not guild.drawing_role_ids & asking.role_ids:
        raise RoleMissingError
