"""What the bot knows by heart about guilds and people, so that a first answer asks no database."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from bot.policy.pictures import SAFEST, Action, PictureSettings
from bot.policy.record import MEMORY, Offence, Standing, standing
from bot.policy.rules import PromptRule, RuleAction, RuleBook, RuleKind
from db.bans import holding_bans
from db.guilds import chosen_locales
from db.moderation_settings import (
    accepted_users,
    all_channels,
    all_settings,
    channels_of,
    read_settings,
)
from db.prompt_rules import all_rules
from db.strikes import strikes_since

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

    from db.tables_moderation import Ban, Channel, ModerationSettings, PromptRuleRow


@dataclass(frozen=True, slots=True)
class GuildPolicy:
    """A guild's settings as they are needed in memory; the defaults are the safe ones.

    Attributes:
        pictures: How strict it is.
        review_channel_id: Where moderators decide, or None.
        moderator_role_ids: Who are moderators besides those who may manage messages.
        drawing_role_ids: Who may draw; empty for everybody.
        others_may_press: Whether a picture's buttons work for others than who asked for it.
        pause_reason: Why nothing is drawn, or None.
        open_channels: Where pictures may be drawn; empty for everywhere.
        locked_channels: Channels that are locked, with the reason.
        locale: The language that it has chosen; None for that of its Discord.
    """

    pictures: PictureSettings = SAFEST
    review_channel_id: int | None = None
    moderator_role_ids: frozenset[int] = frozenset()
    drawing_role_ids: frozenset[int] = frozenset()
    others_may_press: bool = True
    pause_reason: str | None = None
    open_channels: frozenset[int] = frozenset()
    locked_channels: Mapping[int, str] = field(default_factory=dict)
    locale: str | None = None


UNCHANGED: Final = GuildPolicy()


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All of it, as it was at one instant; a change makes a new one."""

    guilds: Mapping[int, GuildPolicy]
    rules: RuleBook
    bans: Mapping[tuple[int | None, int], Ban]
    offences: Mapping[tuple[int | None, int], tuple[Offence, ...]]
    accepted: frozenset[int]

    def guild(self, guild_id: int | None) -> GuildPolicy:
        """Return a guild's policy; one that has set nothing has the safe defaults."""
        return self.guilds.get(guild_id or 0, UNCHANGED)

    def ban(self, guild_id: int | None, user_id: int, now: dt.datetime) -> Ban | None:
        """Return the ban that keeps a person from drawing, everywhere or in this guild."""
        for key in ((None, user_id), (guild_id, user_id)):
            ban = self.bans.get(key)
            if ban is not None and (ban.expires_at is None or ban.expires_at > now):
                return ban
        return None

    def standing(self, guild_id: int | None, user_id: int, now: dt.datetime) -> Standing:
        """Return how a person stands in a guild."""
        return standing(self.offences.get((guild_id, user_id), ()), now)

    def last_offence(self, guild_id: int | None, user_id: int) -> dt.datetime | None:
        """Return when the person was last given a strike in a guild."""
        return max((one.at for one in self.offences.get((guild_id, user_id), ())), default=None)


async def read_knowledge(session: AsyncSession, *, terms: str, now: dt.datetime) -> Knowledge:
    """Read everything from the database in one state."""
    strikes = await strikes_since(session, now - MEMORY)
    offences: dict[tuple[int | None, int], tuple[Offence, ...]] = {}
    for strike in strikes:
        key = (strike.guild_id, strike.user_id)
        offences[key] = (*offences.get(key, ()), Offence(strike.created_at, strike.weight))
    return Knowledge(
        guilds=await _read_guilds(session),
        rules=RuleBook(map(rule_of, await all_rules(session))),
        bans={(ban.guild_id, ban.user_id): ban for ban in await holding_bans(session, now=now)},
        offences=offences,
        accepted=frozenset(await accepted_users(session, terms)),
    )


async def read_guild_policy(
    session: AsyncSession, guild_id: int, *, locale: str | None
) -> GuildPolicy:
    """Read one guild's policy as it stands in the database now."""
    row = await read_settings(session, guild_id)
    return _guild_policy(row, await channels_of(session, guild_id), locale)


def rule_of(row: PromptRuleRow) -> PromptRule:
    """Return a rule's row as the rule book takes it."""
    return PromptRule(
        id=row.id,
        guild_id=row.guild_id,
        kind=RuleKind(row.kind),
        pattern=row.pattern,
        action=RuleAction(row.action),
        exceptions=tuple(row.exceptions),
        negative_prompt=row.negative_prompt,
    )


async def _read_guilds(session: AsyncSession) -> dict[int, GuildPolicy]:
    channels, locales = await all_channels(session), await chosen_locales(session)
    rows = {row.guild_id: row for row in await all_settings(session)}
    guild_ids = {*rows, *locales, *(channel.guild_id for channel in channels)}
    return {
        guild_id: _guild_policy(
            rows.get(guild_id),
            [channel for channel in channels if channel.guild_id == guild_id],
            locales.get(guild_id),
        )
        for guild_id in guild_ids
    }


def _guild_policy(
    row: ModerationSettings | None, channels: Sequence[Channel], locale: str | None
) -> GuildPolicy:
    policy = GuildPolicy(
        open_channels=frozenset(one.id for one in channels if one.is_allowed),
        locked_channels={
            one.id: one.lock_reason for one in channels if one.lock_reason is not None
        },
        locale=locale,
    )
    if row is None:
        return policy
    pictures = PictureSettings(
        revision=row.revision,
        general_offset=row.general_offset,
        restricted_offset=row.restricted_offset,
        thresholds={name: float(value) for name, value in row.thresholds.items()},
        restricted_action=Action(row.restricted_action),
    )
    return replace(
        policy,
        pictures=pictures,
        review_channel_id=row.review_channel_id,
        moderator_role_ids=frozenset(row.moderator_role_ids),
        drawing_role_ids=frozenset(row.drawing_role_ids),
        others_may_press=row.others_may_press,
        pause_reason=row.pause_reason,
    )
