"""What every form shares: it is understood by its id alone, also by a bot started after it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar, Final

import discord

from bot.delivering.stand_ins import count_at_home

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from bot.client import Atelier

OPEN_SECONDS: Final = 900.0  # discord.py forgets a form after it; ours are understood without it


class AtelierForm(ABC):
    """A form that was handed in; made anew for each, so nothing is lost in a restart.

    Attributes:
        TEMPLATE: The custom ids that it takes.
    """

    TEMPLATE: ClassVar[re.Pattern[str]]

    def __init__(self, match: re.Match[str], values: dict[str, str]) -> None:
        self._match = match
        self._values = values

    @classmethod
    def understands(cls, custom_id: str) -> bool:
        """Return whether a form of this id is for this class."""
        return cls.TEMPLATE.fullmatch(custom_id) is not None

    @classmethod
    async def take(cls, interaction: discord.Interaction[Atelier], custom_id: str) -> None:
        """Take a form apart and do what it is for.

        Raises:
            bot.errors.RefusedError: The person is told privately.
        """
        match = cls.TEMPLATE.fullmatch(custom_id)
        if match is not None:
            job = match.groupdict().get("job")
            await count_at_home(interaction, int(job) if job else None)
            await cls(match, _values_of(interaction)).submit(interaction)

    @abstractmethod
    async def submit(self, interaction: discord.Interaction[Atelier]) -> None:
        """Do what the form is for."""


def text_field(
    custom_id: str,
    label: str,
    value: str = "",
    *,
    is_long: bool = False,
    is_required: bool = True,
    max_length: int = 4000,
) -> discord.ui.Label[Any]:
    """Return a field for words."""
    style = discord.TextStyle.paragraph if is_long else discord.TextStyle.short
    field: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=custom_id,
        style=style,
        default=value or None,
        required=is_required,
        max_length=max_length,
    )
    return discord.ui.Label(text=label, component=field)


def _values_of(interaction: discord.Interaction[Any]) -> dict[str, str]:
    data: dict[str, Any] = dict(interaction.data or {})
    fields = _fields(data.get("components") or [])
    return {str(field["custom_id"]): str(field.get("value") or "") for field in fields}


def _fields(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for component in components:
        if "custom_id" in component:
            yield component
        yield from _fields(component.get("components") or [])
        if "component" in component:
            yield from _fields([component["component"]])
