"""The commands of those who manage a server: set Atelier up, give and set credits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot.commands.credits import role_ids_of
from bot.commands.setup import Wishes, set_up, show_summary
from bot.credits.credit_errors import AmountUnreadableError
from bot.credits.credit_words import shared_lines, thousandths_of
from bot.languages import private_text
from bot.ordering.options import parse_text
from bot.setup.administrators import check_manages
from bot.setup.changing import change, state_of
from bot.setup.thresholds import category_names, threshold_changes
from bot.views.setup import begin_setup
from db.accounts import Allowance

if TYPE_CHECKING:
    from bot.client import Atelier

Interaction = discord.Interaction[Any]  # read at run time, by discord.py
Choices = list[app_commands.Choice[str]]
MOST: Final = 1_000_000.0  # credits
MAX_OFFERED: Final = 25  # Discord's limit
Strictness = Literal["as the operator", "stricter", "strictest"]
Language = Literal["as Discord", "English", "Deutsch", "日本語", "Español", "Français"]


class Admin(commands.Cog):
    """Owns /admin."""

    admin = app_commands.Group(
        name="admin",
        description="What only those may do who manage this server",
        default_permissions=discord.Permissions(manage_guild=True),
        guild_only=True,
    )
    accounts = app_commands.Group(name="credits", description="People's credits", parent=admin)

    def __init__(self, atelier: Atelier) -> None:
        self._atelier = atelier

    @admin.command()
    @app_commands.describe(
        review_channel="Where moderators see what was withheld; make it private",
        moderators="A role that moderates, besides those who may manage messages",
        artists="Only this role may draw",
        open_channel="Open this channel; once one is open, all others are closed",
        close_channel="Close a channel that was opened",
        strictness="How early pictures are withheld",
        restricted_strictness="The same in age-restricted channels, where it differs",
        images="Pictures of one command at most; 0: as the operator has it",
        waiting="Jobs of one person that may wait here; 0: as the operator has it",
        running="Jobs of one person that may be drawn here at once; 0: as the operator has it",
        daily="Pictures of one person a day (UTC); 0: as the operator has it",
        language="What everybody sees here is said in it",
        age_restricted="What happens to flagged pictures in age-restricted channels",
        shared_buttons="Whether others may press U, V, Reroll and Info, as jobs of their own",
    )
    async def setup(  # noqa: PLR0917  discord.py passes options by name
        self,
        interaction: Interaction,
        review_channel: discord.TextChannel | None = None,
        moderators: discord.Role | None = None,
        artists: discord.Role | None = None,
        open_channel: discord.TextChannel | discord.ForumChannel | None = None,
        close_channel: discord.TextChannel | discord.ForumChannel | None = None,
        strictness: Strictness | None = None,
        age_restricted: Literal["withhold", "spoiler"] | None = None,
        shared_buttons: bool | None = None,  # noqa: FBT001  discord.py passes options by name
        restricted_strictness: Strictness | None = None,
        images: app_commands.Range[int, 0, 9] | None = None,
        waiting: app_commands.Range[int, 0, 1000] | None = None,
        running: app_commands.Range[int, 0, 100] | None = None,
        language: Language | None = None,
        daily: app_commands.Range[int, 0, 1_000_000] | None = None,
    ) -> None:
        """Set Atelier up for this server; without options, step by step."""
        check_manages(interaction)
        wishes = Wishes(
            review_channel=review_channel,
            moderators=moderators,
            artists=artists,
            open_channel=open_channel,
            close_channel=close_channel,
            strictness=strictness,
            restricted_strictness=restricted_strictness,
            age_restricted=age_restricted,
            shared_buttons=shared_buttons,
            images=images,
            waiting=waiting,
            running=running,
            daily=daily,
            language=language,
        )
        await interaction.response.defer(ephemeral=True)
        if wishes == Wishes():
            await begin_setup(interaction)
        else:
            await set_up(self._atelier, interaction, wishes)

    @admin.command()
    @app_commands.describe(
        category="What the safety filter looks for",
        limit="0 to 1: withheld is what scores more; leave out for the operator's",
    )
    async def threshold(
        self,
        interaction: Interaction,
        category: app_commands.Range[str, 1, 64],
        limit: app_commands.Range[float, 0.0, 1.0] | None = None,
    ) -> None:
        """Say how early pictures of one category are withheld here."""
        check_manages(interaction)
        await interaction.response.defer(ephemeral=True)
        asked = parse_text(category)
        await change(self._atelier, interaction, lambda now: threshold_changes(asked, limit, now))
        await show_summary(self._atelier, interaction)

    @threshold.autocomplete("category")
    async def _offer_categories(self, interaction: Interaction, typed: str) -> Choices:
        names = category_names(await state_of(self._atelier, interaction))
        fitting = [name for name in names if typed.casefold() in name.casefold()]
        return [app_commands.Choice(name=name, value=name) for name in fitting[:MAX_OFFERED]]

    @accounts.command()
    @app_commands.describe(person="Who gets them", amount="Credits; below 0 takes some away")
    async def grant(
        self,
        interaction: Interaction,
        person: discord.Member,
        amount: app_commands.Range[float, -MOST, MOST],
    ) -> None:
        """Give somebody credits on top of the usual allowance."""
        check_manages(interaction)
        thousandths = _read(amount)
        await interaction.response.defer(ephemeral=True)
        balance = await self._atelier.parts.credit_desk.grant(
            interaction.guild_id or 0,
            person.id,
            role_ids_of(person),
            thousandths,
            actor_id=interaction.user.id,
        )
        await _tell_balance(interaction, person, balance)

    @accounts.command(name="set")
    @app_commands.describe(person="Whose", balance="Credits that the person then has")
    async def set_(
        self,
        interaction: Interaction,
        person: discord.Member,
        balance: app_commands.Range[float, 0.0, MOST],
    ) -> None:
        """Set how many credits somebody has."""
        check_manages(interaction)
        thousandths = _read(balance)
        await interaction.response.defer(ephemeral=True)
        now_there = await self._atelier.parts.credit_desk.set(
            interaction.guild_id or 0,
            person.id,
            role_ids_of(person),
            thousandths,
            actor_id=interaction.user.id,
        )
        await _tell_balance(interaction, person, now_there)

    @accounts.command()
    @app_commands.describe(
        role="Whose members",
        capacity="Credits that a member can save up",
        per_day="Credits that flow back within 24 hours",
        weight="Share of the service beside others, in percent of the usual",
    )
    async def role(
        self,
        interaction: Interaction,
        role: discord.Role,
        capacity: app_commands.Range[float, 0.0, MOST],
        per_day: app_commands.Range[float, 0.0, MOST],
        weight: app_commands.Range[int, 1, 1000] = 100,
    ) -> None:
        """Say what members of a role get instead of the usual allowance."""
        check_manages(interaction)
        allowance = Allowance(_read(capacity), _read(per_day))
        await interaction.response.defer(ephemeral=True)
        await self._atelier.parts.credit_desk.set_role(
            interaction.guild_id or 0, role.id, allowance, weight=weight
        )
        await interaction.edit_original_response(
            content=private_text(interaction).say(
                "credits.role",
                role=role.mention,
                capacity=allowance.capacity,
                per_day=allowance.per_day,
                weight=weight,
            ),
            allowed_mentions=discord.AllowedMentions.none(),
        )

    @accounts.command()
    @app_commands.describe(
        capacity="Credits that the whole server can save up; 0: it shares none",
        per_day="Credits that flow back into them within 24 hours",
        relaxed="Whether people out of credits go on for nothing, after the others",
    )
    async def pool(
        self,
        interaction: Interaction,
        capacity: app_commands.Range[float, 0.0, MOST] | None = None,
        per_day: app_commands.Range[float, 0.0, MOST] = 0.0,
        relaxed: bool | None = None,  # noqa: FBT001  discord.py passes options by name
    ) -> None:
        """Say what this server shares; without options, show it."""
        check_manages(interaction)
        shared = None if capacity is None else Allowance(_read(capacity), _read(per_day))
        await interaction.response.defer(ephemeral=True)
        terms = await self._atelier.parts.credit_desk.set_guild(
            interaction.guild_id or 0, pool=shared, has_relaxed=relaxed
        )
        lines = shared_lines(terms, private_text(interaction))
        await interaction.edit_original_response(content="\n".join(lines))


def _read(amount: float) -> int:
    try:
        return thousandths_of(amount)
    except ValueError as error:
        raise AmountUnreadableError(amount=str(amount)) from error


async def _tell_balance(interaction: Interaction, person: discord.Member, balance: int) -> None:
    text = private_text(interaction)
    await interaction.edit_original_response(
        content=text.say("credits.granted", mention=person.mention, balance=balance),
        allowed_mentions=discord.AllowedMentions.none(),
    )
