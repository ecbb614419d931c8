"""The kinds of questions that the wizard of /admin setup asks, each answered in a select."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import discord
from typing_extensions import override

from bot.errors import ButtonUnknownError
from bot.text import clip

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from bot.config import LimitsSection
    from bot.setup.settings import Changes, GuildState
    from bot.text import Text

    Select = discord.ui.Item[Any]

MAX_CHOSEN: Final = 25  # Discord's limit
MAX_PLACEHOLDER: Final = 150  # likewise
CHANNEL_TYPES: Final = [discord.ChannelType.text, discord.ChannelType.forum]


@dataclass(frozen=True, slots=True)
class Scene:
    """What a question is asked about.

    Attributes:
        state: How the guild is set.
        limits: The operator's, which hold where the guild has set none.
        text: The reader's language.
        is_there: Says of a role's or channel's id whether the guild still has it.
    """

    state: GuildState
    limits: LimitsSection
    text: Text
    is_there: Callable[[int], bool] = lambda _id: True


class Question(ABC):
    """One question."""

    name: str
    """In custom ids, and in the key ``setup.ask.NAME`` of its sentence."""

    @abstractmethod
    def select(self, custom_id: str, scene: Scene) -> Select | None:
        """Return the select with the present answer; None where there is nothing to choose."""

    @abstractmethod
    def changes(self, chosen: Sequence[str], scene: Scene) -> Changes:
        """Return what an answer changes.

        Raises:
            bot.errors.ButtonUnknownError: It is none that was ever offered.
        """

    def ask(self, scene: Scene) -> str:
        """Return the question in words."""
        return scene.text.say(f"setup.ask.{self.name}")


@dataclass(frozen=True)
class OneOf(Question):
    """A question with a few answers, of which the first is the safe one.

    Attributes:
        values: What is saved, by the answer's key in the select.
        present: Returns what is saved now.
        label: Names an answer.
        change: Returns the changes that save a value.
    """

    name: str
    values: Mapping[str, Any]
    present: Callable[[GuildState], Any]
    label: Callable[[str, Scene], str]
    change: Callable[[Any], Changes]

    @override
    def select(self, custom_id: str, scene: Scene) -> Select:
        safe, present = next(iter(self.values)), self.present(scene.state)
        options = [
            discord.SelectOption(
                label=clip(self.label(key, scene), 100),
                value=key,
                description=scene.text.say("setup.safe") if key == safe else None,
                default=value == present,
            )
            for key, value in self.values.items()
        ]
        other = "" if present in self.values.values() else f" ({present})"
        placeholder = clip(self.ask(scene), MAX_PLACEHOLDER - len(other)) + other
        return discord.ui.Select(custom_id=custom_id, placeholder=placeholder, options=options)

    @override
    def changes(self, chosen: Sequence[str], scene: Scene) -> Changes:
        key = next(iter(chosen), "")
        if key not in self.values:
            raise ButtonUnknownError
        return self.change(self.values[key])


class Answer(NamedTuple):
    """What was chosen of roles or channels.

    Attributes:
        added: What was not there before.
        removed: What was shown as chosen and is no longer.
        left: All that holds then, with what the select could not show.
    """

    added: frozenset[int]
    removed: frozenset[int]
    left: frozenset[int]


@dataclass(frozen=True)
class AnyOf(Question):
    """A question for roles or channels; none of them is an answer too, and the safe one.

    What the select cannot show, because there is too much or the guild no longer has it, stays.

    Attributes:
        present: Returns the ids that are saved now.
        change: Returns the changes that save an answer.
        is_roles: Whether roles are asked for, else channels.
        max_chosen: How many there may be.
    """

    name: str
    present: Callable[[GuildState], Collection[int]]
    change: Callable[[Answer], Changes]
    is_roles: bool = False
    max_chosen: int = MAX_CHOSEN

    @override
    def select(self, custom_id: str, scene: Scene) -> Select:
        about: dict[str, Any] = {
            "custom_id": custom_id,
            "placeholder": clip(self.ask(scene), MAX_PLACEHOLDER),
            "min_values": 0,
            "max_values": self.max_chosen,
            "default_values": [discord.Object(one) for one in self._shown(scene)],
        }
        if self.is_roles:
            return discord.ui.RoleSelect(**about)
        kinds = CHANNEL_TYPES if self.max_chosen > 1 else CHANNEL_TYPES[:1]
        return discord.ui.ChannelSelect(channel_types=kinds, **about)

    @override
    def changes(self, chosen: Sequence[str], scene: Scene) -> Changes:
        if not all(one.isdecimal() for one in chosen):
            raise ButtonUnknownError
        ids, present = frozenset(map(int, chosen)), frozenset(self.present(scene.state))
        removed = frozenset(self._shown(scene)) - ids
        return self.change(Answer(ids - present, removed, present - removed | ids))

    def _shown(self, scene: Scene) -> list[int]:
        there = filter(scene.is_there, sorted(self.present(scene.state)))
        return list(there)[: self.max_chosen]


@dataclass(frozen=True)
class Removal(Question):
    """A question for what may go of a list; nothing is chosen to begin with.

    Attributes:
        listed: Returns what there is now.
        change: Returns the changes that remove what was chosen.
    """

    name: str
    listed: Callable[[GuildState], Sequence[str]]
    change: Callable[[Sequence[str]], Changes]

    @override
    def select(self, custom_id: str, scene: Scene) -> Select | None:
        listed = self.listed(scene.state)[:MAX_CHOSEN]
        if not listed:
            return None
        return discord.ui.Select(
            custom_id=custom_id,
            placeholder=clip(self.ask(scene), MAX_PLACEHOLDER),
            options=[discord.SelectOption(label=one) for one in listed],
            max_values=len(listed),
        )

    @override
    def changes(self, chosen: Sequence[str], scene: Scene) -> Changes:
        return self.change([one for one in chosen if one in self.listed(scene.state)])
