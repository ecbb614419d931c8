"""The commands of a guild's moderators."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot.commands.mod_rules import ModRules
from bot.moderation.moderators import require_moderator
from bot.moderation.takedown import Target
from bot.text import ENGLISH, clip
from db.audit import list_actions
from db.bans import ban_user, unban_user
from db.moderation_settings import save_channel, save_settings
from db.reviews import count_flags, open_flags
from db.strikes import add_strike, forgive_user

if TYPE_CHECKING:
    from bot.client import Atelier

Interaction = discord.Interaction[Any]  # read at run time, by discord.py
Reason = app_commands.Range[str, 1, 300]
MAX_LISTED = 20


@app_commands.guild_install()
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.default_permissions(manage_messages=True)
class Mod(commands.GroupCog, group_name="mod", group_description="Moderate what is drawn here."):
    """Owns /mod; who may use it is looked at anew each time."""

    def __init__(self, atelier: Atelier) -> None:
        self._atelier = atelier

    rules = ModRules(name="rules", description="What may not be asked for here.")

    @app_commands.command()
    async def reviews(self, interaction: Interaction) -> None:
        """List what waits for a moderator's decision."""
        guild_id = await self._begin(interaction)
        async with self._atelier.database.read() as session:
            flags = await open_flags(session, guild_id, limit=MAX_LISTED)
        lines = [
            f"**{flag.id}** <@{flag.user_id}> job {flag.job_id}: {flag.category} {flag.score:.2f}"
            for flag in flags
        ]
        await self._say(interaction, *(lines or [ENGLISH.say("mod.nothing")]))

    @app_commands.command()
    @app_commands.describe(user="Whose record")
    async def user(self, interaction: Interaction, user: discord.User) -> None:
        """Show a person's record: strikes, bans and what was decided."""
        guild_id = await self._begin(interaction)
        known, now = self._atelier.parts.policy.memory.known, self._atelier.clock.now()
        standing, ban = known.standing(guild_id, user.id, now), known.ban(guild_id, user.id, now)
        async with self._atelier.database.read() as session:
            flags = await count_flags(session, guild_id, user.id)
            actions = await list_actions(
                session, guild_id=guild_id, user_id=user.id, limit=MAX_LISTED
            )
        state = ENGLISH.say("mod.banned" if ban else "mod.free", reason=ban.reason if ban else "")
        head = ENGLISH.say(
            "mod.user",
            mention=user.mention,
            flags=flags,
            strikes=f"{standing.weight:.1f}",
            state=state,
        )
        await self._say(interaction, head, *map(_line, actions))

    @app_commands.command()
    @app_commands.describe(user="Only decisions about this person")
    async def log(self, interaction: Interaction, user: discord.User | None = None) -> None:
        """Show the latest decisions of this server."""
        guild_id = await self._begin(interaction)
        async with self._atelier.database.read() as session:
            actions = await list_actions(
                session, guild_id=guild_id, user_id=user.id if user else None, limit=MAX_LISTED
            )
        await self._say(interaction, *(map(_line, actions) if actions else [_nothing()]))

    @app_commands.command()
    @app_commands.describe(user="Who", reason="They are told", days="Leave out for good")
    async def ban(
        self,
        interaction: Interaction,
        user: discord.User,
        reason: Reason,
        days: app_commands.Range[int, 1, 3650] | None = None,
    ) -> None:
        """Close drawing here to a person."""
        guild_id = await self._begin(interaction)
        now = self._atelier.clock.now()
        async with self._atelier.database.begin() as session:
            await ban_user(
                session,
                user.id,
                guild_id=guild_id,
                reason=reason,
                expires_at=now + dt.timedelta(days=days) if days else None,
                actor_id=interaction.user.id,
                now=now,
            )
        await self._done(interaction)

    @app_commands.command()
    @app_commands.describe(user="Who")
    async def unban(self, interaction: Interaction, user: discord.User) -> None:
        """Open drawing to a person again, and forgive their strikes."""
        guild_id = await self._begin(interaction)
        about: dict[str, Any] = {
            "guild_id": guild_id,
            "actor_id": interaction.user.id,
            "now": self._atelier.clock.now(),
        }
        async with self._atelier.database.begin() as session:
            await unban_user(session, user.id, **about)
            await forgive_user(session, user.id, **about)
        await self._done(interaction)

    @app_commands.command()
    @app_commands.describe(user="Who", reason="For the record")
    async def strike(self, interaction: Interaction, user: discord.User, reason: Reason) -> None:
        """Give a person a strike; several slow them down, and fade."""
        guild_id = await self._begin(interaction)
        async with self._atelier.database.begin() as session:
            await add_strike(
                session,
                user.id,
                guild_id=guild_id,
                weight=1.0,
                reason=reason,
                job_id=None,
                actor_id=interaction.user.id,
                now=self._atelier.clock.now(),
            )
        await self._done(interaction)

    @app_commands.command()
    @app_commands.describe(reason="People are told", channel="Only this channel")
    async def pause(
        self,
        interaction: Interaction,
        reason: Reason,
        channel: discord.TextChannel | None = None,
    ) -> None:
        """Stop drawing here, or in one channel."""
        await self._pause(interaction, reason, channel)

    @app_commands.command()
    @app_commands.describe(channel="Only this channel")
    async def resume(
        self, interaction: Interaction, channel: discord.TextChannel | None = None
    ) -> None:
        """Draw again here, or in one channel."""
        await self._pause(interaction, None, channel)

    @app_commands.command()
    @app_commands.describe(
        job="The job's number, as its files and messages say it",
        picture="Only this picture of it",
        derived="Also everything that was made from it",
        user="Instead of a job: this person's pictures",
        hours="... of so many hours",
        do="A dry run says what would go",
    )
    async def takedown(  # noqa: PLR0917  discord.py passes options by name
        self,
        interaction: Interaction,
        job: app_commands.Range[int, 1] | None = None,
        picture: app_commands.Range[int, 1, 9] | None = None,
        derived: bool = False,  # noqa: FBT001, FBT002  an option
        user: discord.User | None = None,
        hours: app_commands.Range[int, 1, 720] = 24,
        do: Literal["dry run", "remove"] = "dry run",
    ) -> None:
        """Remove pictures for good: files, messages and buttons."""
        guild_id = await self._begin(interaction)
        target = Target(
            job_id=job,
            index=picture - 1 if picture else None,
            has_derived=derived,
            user_id=user.id if user and not job else None,
            since=self._atelier.clock.now() - dt.timedelta(hours=hours),
        )
        takedown = self._atelier.parts.takedown
        if do == "remove":
            count = await takedown.remove(target, guild_id=guild_id, actor_id=interaction.user.id)
            await self._say(interaction, ENGLISH.say("takedown.done", count=count))
            return
        images = await takedown.find(target, guild_id)
        lines = [f"job {image.job_id}, picture {image.index + 1}" for image in images[:MAX_LISTED]]
        await self._say(interaction, ENGLISH.say("takedown.dry", count=len(images)), *lines)

    async def _pause(
        self, interaction: Interaction, reason: str | None, channel: discord.TextChannel | None
    ) -> None:
        guild_id = await self._begin(interaction)
        about: dict[str, Any] = {"actor_id": interaction.user.id, "now": self._atelier.clock.now()}
        async with self._atelier.database.begin() as session:
            if channel is None:
                await save_settings(session, guild_id, pause_reason=reason, **about)
            else:
                await save_channel(
                    session, channel.id, guild_id=guild_id, lock_reason=reason, **about
                )
        await self._done(interaction)

    async def _begin(self, interaction: Interaction) -> int:
        """Let moderators pass and nobody else; the answer follows privately."""
        guild_id = require_moderator(interaction, self._atelier.parts.policy.memory)
        await interaction.response.defer(ephemeral=True)
        return guild_id

    async def _done(self, interaction: Interaction) -> None:
        await self._atelier.parts.policy.memory.refresh()
        await self._say(interaction, ENGLISH.say("mod.done"))

    async def _say(self, interaction: Interaction, *lines: str) -> None:
        await interaction.edit_original_response(
            content=clip("\n".join(lines), 2000), allowed_mentions=discord.AllowedMentions.none()
        )


def _nothing() -> str:
    return ENGLISH.say("mod.nothing")


def _line(action: Any) -> str:
    who = f"<@{action.actor_id}>" if action.actor_id else "policy"
    whom = f" <@{action.user_id}>" if action.user_id else ""
    job = f" job {action.job_id}" if action.job_id else ""
    return f"<t:{int(action.created_at.timestamp())}:f> {who}: {action.action}{whom}{job}"
