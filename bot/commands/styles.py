"""The command with which people and servers name styles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.commands.offers import offer_samplers, offer_styles
from bot.commands.private_answer import answer_privately
from bot.languages import private_text
from bot.ordering.options import parse_sampler, parse_text
from bot.ordering.recollection import Place
from bot.ordering.refusals import ServerStyleError
from bot.ordering.styles import StyleBody, change_style, known_styles, style_name
from bot.setup.settings import Changes, save_changes
from bot.text import clip, quote_prompt
from db.people import MAX_STYLE_NAME
from engine.params import MAX_GUIDANCE, MAX_STEPS

if TYPE_CHECKING:
    from bot.client import Atelier

Interaction = discord.Interaction[Any]  # read at run time, by discord.py
Choices = list[app_commands.Choice[str]]

MAX_WORDS = 1000
MAX_CONTENT = 2000  # Discord's limit


@app_commands.guild_install()
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
class StylesCommand(commands.GroupCog, group_name="styles"):
    """Words and options under one name, for /imagine."""

    def __init__(self, atelier: Atelier) -> None:
        self._atelier = atelier

    @app_commands.command()
    async def show(self, interaction: Interaction) -> None:
        """List the styles that you can use here.

        (Discord shows the line above to people; what follows is for developers.)

        Answers privately.
        """
        async with self._atelier.database.read() as session:
            styles = await known_styles(
                session, user_id=interaction.user.id, guild_id=interaction.guild_id
            )
        lines = [
            private_text(interaction).say(
                "styles.one",
                name=quote_prompt(name),
                words=quote_prompt(clip(style.prompt or style.negative_prompt, 120)),
            )
            for name, style in sorted(styles.items())
        ]
        listed = "\n".join([private_text(interaction).say("styles.all"), *lines])
        await answer_privately(interaction, clip(listed, MAX_CONTENT))

    @app_commands.command()
    @app_commands.describe(
        name="What you call it",
        words="Words around {prompt}, such as: watercolour of {prompt}, soft edges",
        negative_prompt="What to keep out as well",
        steps="Steps, unless somebody says otherwise",
        guidance="Guidance, unless somebody says otherwise",
        sampler="Sampler, unless somebody says otherwise",
        server="For everybody here; needs the permission Manage Server",
    )
    async def save(  # noqa: PLR0917  discord.py passes options by name
        self,
        interaction: Interaction,
        name: app_commands.Range[str, 1, MAX_STYLE_NAME],
        words: app_commands.Range[str, 0, MAX_WORDS] = "",
        negative_prompt: app_commands.Range[str, 0, MAX_WORDS] = "",
        steps: app_commands.Range[int, 1, MAX_STEPS] | None = None,
        guidance: app_commands.Range[float, 1.0, MAX_GUIDANCE] | None = None,
        sampler: str | None = None,
        server: bool = False,  # noqa: FBT001, FBT002  an option of the command
    ) -> None:
        """Save a style, or change the one of that name.

        (Discord shows the line above to people; what follows is for developers.)

        Answers privately.

        Refuses, privately: RefusedError and RequestRejectedError, worded by the tree's handler.
        """
        body = StyleBody(
            prompt=parse_text(words).strip(),
            negative_prompt=parse_text(negative_prompt).strip(),
            steps=steps,
            guidance=guidance,
            sampler=parse_sampler(sampler and parse_text(sampler), self._atelier.engine.model)
            or None,
        )
        shown = style_name(parse_text(name))
        await self._change(interaction, shown, body, is_server=server)
        sentence = private_text(interaction).say("styles.saved", name=quote_prompt(shown))
        await answer_privately(interaction, sentence)

    @app_commands.command()
    @app_commands.describe(
        name="Which one", server="One of the server's; needs the permission Manage Server"
    )
    async def remove(
        self,
        interaction: Interaction,
        name: app_commands.Range[str, 1, MAX_STYLE_NAME],
        server: bool = False,  # noqa: FBT001, FBT002  an option of the command
    ) -> None:
        """Remove a style of yours, or of the server.

        (Discord shows the line above to people; what follows is for developers.)

        Answers privately.

        Refuses, privately: StyleUnknownError and ServerStyleError.
        """
        shown = style_name(parse_text(name))
        await self._change(interaction, shown, None, is_server=server)
        sentence = private_text(interaction).say("styles.removed", name=quote_prompt(shown))
        await answer_privately(interaction, sentence)

    async def _change(
        self, interaction: Interaction, name: str, body: StyleBody | None, *, is_server: bool
    ) -> None:
        """Save a style, or remove it; a server's with its entry in the log of decisions."""
        user_id, now = interaction.user.id, self._atelier.clock.now()
        if is_server and not interaction.permissions.manage_guild:
            raise ServerStyleError
        async with self._atelier.database.begin() as session:
            if is_server:
                changes = Changes(styles={name: body})
                guild_id = interaction.guild_id or 0
                await save_changes(session, guild_id, changes, actor_id=user_id, now=now)
            else:
                await change_style(session, user_id, name, body, created_by=user_id, now=now)
        self._forget(interaction)

    def _forget(self, interaction: Interaction) -> None:
        place = Place(interaction.user.id, interaction.guild_id or 0)
        self._atelier.recollection.styles.forget(place)

    @save.autocomplete("sampler")
    async def _offer_samplers(self, _interaction: Interaction, typed: str) -> Choices:
        return offer_samplers(self._atelier, typed)

    @remove.autocomplete("name")
    async def _offer_styles(self, interaction: Interaction, typed: str) -> Choices:
        place = Place(interaction.user.id, interaction.guild_id or 0)
        return await offer_styles(self._atelier, place, typed)
