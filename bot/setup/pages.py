"""Messages of the wizard while presses under them are on their way: the last one decides."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

if TYPE_CHECKING:
    import discord

    Interaction = discord.Interaction[Any]


class Page:
    """One message, with the step that it is to show in the end.

    Attributes:
        step: That of the newest press.
        drawing: Held while the step is read and shown, so that nothing older comes after it.
    """

    def __init__(self, step: str) -> None:
        self.step = step
        self.drawing = asyncio.Lock()
        self._newest = 0

    def turn(self, interaction_id: int, step: str) -> None:
        """Turn to a press's step, unless a newer press has turned the page already."""
        if interaction_id >= self._newest:
            self._newest, self.step = interaction_id, step


class Pages:
    """The messages under which somebody has just pressed; they are forgotten after that."""

    def __init__(self) -> None:
        self._pages: WeakValueDictionary[int, Page] = WeakValueDictionary()

    def turn(self, interaction: Interaction, step: str) -> Page:
        """Return the page of an interaction, turned to its step; called before it waits.

        Whoever presses keeps the page until the step is shown. A command begins a new one.
        """
        page = Page(step)
        if interaction.message is not None:
            page = self._pages.setdefault(interaction.message.id, page)
        page.turn(interaction.id, step)
        return page
