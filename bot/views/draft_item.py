"""What every button and select under a question shares: the draft it asks about."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

import discord
from typing_extensions import override

from bot.views.base import AtelierItem
from bot.views.ids import ID, PRIVATE, mark

if TYPE_CHECKING:
    import re

ItemT = TypeVar("ItemT", bound=discord.ui.Item[Any])


class DraftItem(AtelierItem[ItemT], template=r"(?!)"):
    """A button or select whose custom id names a draft, and whether the order is private.

    Attributes:
        kind: Its name in custom ids; the template is ``template_of(kind)``.
        draft_id: What was asked about.
        is_private: Whether what is ordered is for the person alone.
    """

    kind: ClassVar[str]

    def __init__(
        self, draft_id: int, *, is_private: bool = False, label: str | None = None
    ) -> None:
        custom_id = mark(f"atelier:{self.kind}:{draft_id}", is_private=is_private)
        super().__init__(self.drawn(custom_id, label))
        self.draft_id = draft_id
        self.is_private = is_private

    @staticmethod
    @abstractmethod
    def drawn(custom_id: str, label: str | None) -> ItemT:
        """Return it as Discord shows it; only one that is pressed has no label."""

    @classmethod
    @override
    def from_match(cls, match: re.Match[str]) -> Self:
        """Take the draft's id from the custom id; what was chosen comes with the press."""
        return cls(int(match["draft"]), is_private=bool(match["private"]))


def template_of(kind: str) -> str:
    """Return the pattern of the custom ids of one kind."""
    return rf"atelier:{kind}:(?P<draft>{ID}){PRIVATE}"
