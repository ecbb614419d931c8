"""The commands about one's own data."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.languages import private_text
from bot.privacy.words import erasure_lines
from bot.views.erase import EraseButton
from db.erasures import count_erasure

if TYPE_CHECKING:
    from bot.client import Atelier
    from bot.privacy.export import Export

Interaction = discord.Interaction[Any]  # read at run time, by discord.py


class Privacy(commands.GroupCog, group_name="privacy", group_description="Your own data."):
    """Owns /privacy."""

    def __init__(self, atelier: Atelier) -> None:
        self._atelier = atelier

    @app_commands.command()
    async def export(self, interaction: Interaction) -> None:
        """Get a copy of everything that is stored about you."""
        await interaction.response.defer(ephemeral=True)
        export = await self._atelier.parts.privacy.exporter.export(
            interaction.user.id, max_bytes=interaction.filesize_limit
        )
        for number in range(1, len(export.parts) + 1):
            fields = _part(interaction, export, number)
            if number == 1:
                file = fields.pop("file")
                await interaction.edit_original_response(attachments=[file], **fields)
            else:
                await interaction.followup.send(ephemeral=True, **fields)

    @app_commands.command()
    async def delete(self, interaction: Interaction) -> None:
        """Show what deleting your data takes and leaves, and delete it if you say so."""
        await interaction.response.defer(ephemeral=True)
        text, user_id = private_text(interaction), interaction.user.id
        async with self._atelier.database.read() as session:
            count = await count_erasure(session, user_id)
        lines = erasure_lines(count, self._atelier.parts.privacy.case_days, text)
        view = discord.ui.View(timeout=None)
        view.add_item(EraseButton(user_id, label=text.say("button.erase")))
        await interaction.edit_original_response(content="\n".join(lines), view=view)


def _part(interaction: Interaction, export: Export, number: int) -> dict[str, Any]:
    said = private_text(interaction).say(
        "privacy.part", rows=export.num_rows, number=number, count=len(export.parts)
    )
    data = io.BytesIO(export.parts[number - 1])
    return {"content": said, "file": discord.File(data, f"atelier-export-{number}.zip")}
