"""The command that traces pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.policy.gate import asking_of

if TYPE_CHECKING:
    from bot.client import Atelier

Interaction = discord.Interaction[Any]  # read at run time, by discord.py


class Verify(commands.Cog):
    """Owns /verify."""

    def __init__(self, atelier: Atelier) -> None:
        self._atelier = atelier

    @app_commands.command()
    @app_commands.guild_install()
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.describe(
        picture="The picture in question: PNG, JPEG, WebP or GIF, up to 25 MB",
        replay="Draw it again from its recipe, and compare (only if you may see the recipe)",
    )
    async def verify(
        self,
        interaction: Interaction,
        picture: discord.Attachment,
        replay: bool = False,  # noqa: FBT001, FBT002  an option of the command
    ) -> None:
        """Find out whether a picture was made here, and how sure that is.

        (Discord shows the line above to people; what follows is for developers.)

        Answers privately, and defers first. Only who asked for the picture, and moderators where
        it was drawn, are told its recipe. A replay draws, so it passes the same gate as what is
        drawn for people; a search alone is refused to nobody but the banned.

        Refuses, privately: RefusedError and UnreadableImageError.
        """
        gate, asking = self._atelier.parts.policy.gate, asking_of(interaction)
        if replay:
            await gate.check(asking, None)
        else:
            gate.check_looking(asking)
        await self._atelier.parts.tracing.answer(interaction, picture, wants_replay=replay)
