"""What every button shares: it survives restarts, and its errors reach the person."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, Self, TypeVar

import discord
from typing_extensions import override

from bot.delivering.stand_ins import count_at_home

if TYPE_CHECKING:
    import re

    from bot.client import Atelier


ItemT = TypeVar("ItemT", bound=discord.ui.Item[Any])


class AtelierItem(discord.ui.DynamicItem[ItemT], ABC, template=r"(?!)"):
    """A button or select whose custom id says everything that using it needs.

    discord.py finds the class by its ``template`` and makes a new object for each press, so
    nothing is kept in memory and nothing is lost in a restart. It swallows what is raised while
    it does so; therefore ``from_custom_id`` only takes the id apart, without the database, and
    ``callback`` hands every error to the error handler. Subclasses write ``press``.

    A subclass's template names its groups after the arguments of its ``from_match``.
    """

    @classmethod
    @override
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str]
    ) -> Self:
        """Make the button that was pressed."""
        return cls.from_match(match)

    @classmethod
    def understands(cls, custom_id: str) -> bool:
        """Return whether pressing a button of this id is for this class."""
        return cls.__discord_ui_compiled_template__.fullmatch(custom_id) is not None

    @classmethod
    @abstractmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        """Make the button from its custom id; the template lets only sound ids pass."""

    @abstractmethod
    async def press(self, interaction: discord.Interaction[Atelier]) -> None:
        """Do what the button is for.

        Raises:
            bot.errors.RefusedError: The person is told privately.
        """

    @override
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Press the button; whatever goes wrong is worded for the person."""
        await interaction.client.errors.guard(interaction, self._press_at_home(interaction))

    async def _press_at_home(self, interaction: discord.Interaction[Atelier]) -> None:
        await count_at_home(interaction, getattr(self, "job_id", None))
        await self.press(interaction)


def chosen_in(interaction: discord.Interaction[Any]) -> list[str]:
    """Return the values that were chosen in a select, as they were sent."""
    data: dict[str, Any] = dict(interaction.data or {})
    return [str(value) for value in data.get("values") or []]


class AtelierButton(AtelierItem[discord.ui.Button[discord.ui.View]], template=r"(?!)"):
    """A button."""
