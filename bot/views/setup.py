"""The wizard of /admin setup: a private message that asks step by step, and saves each answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final, Self

import discord
from typing_extensions import override

from bot.errors import PermissionMissingError
from bot.languages import private_text
from bot.setup.administrators import check_manages
from bot.setup.changing import change, state_of, summary, try_channel
from bot.setup.modals import style_modal, threshold_modal
from bot.setup.questions import Scene
from bot.setup.steps import QUESTIONS, REVIEW, STEPS, step_of
from bot.setup.words import styles_line, thresholds_line
from bot.text import clip
from bot.views.base import AtelierButton, AtelierItem, chosen_in

if TYPE_CHECKING:
    import re

    from bot.client import Atelier
    from bot.setup.pages import Page
    from bot.setup.settings import GuildState

    Interaction = discord.Interaction[Any]

(FIRST, *_, LAST), DONE = STEPS, "done"
FORMS: Final = {"pictures": threshold_modal, "styles": style_modal}
"""What is asked in a form, by step."""

TURN_TEMPLATE: Final = rf"atelier:setup:turn:(?P<step>{'|'.join([*STEPS, DONE])})"
ASK_TEMPLATE: Final = rf"atelier:setup:ask:(?P<step>{'|'.join(FORMS)})"
SET_TEMPLATE: Final = rf"atelier:setup:set:(?P<name>{'|'.join(QUESTIONS)})"


class StepButton(AtelierButton, template=r"(?!)"):
    """A button whose custom id names a step of the wizard.

    Attributes:
        verb: What it does with the step, as its custom id says.
        step: Which.
    """

    verb: ClassVar[str]

    def __init__(
        self,
        step: str,
        *,
        label: str = "",
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    ) -> None:
        custom_id = f"atelier:setup:{self.verb}:{step}"
        super().__init__(discord.ui.Button(label=label or step, style=style, custom_id=custom_id))
        self.step = step

    @classmethod
    @override
    def from_match(cls, match: re.Match[str]) -> Self:
        """Take the step from the custom id."""
        return cls(match["step"])


class SetupButton(StepButton, template=TURN_TEMPLATE):
    """Turns to another step of the wizard, or ends it."""

    verb = "turn"

    @override
    async def press(self, interaction: discord.Interaction[Atelier]) -> None:
        """Show the step as the guild is set now."""
        check_manages(interaction)
        page = turn_to(interaction, self.step)
        await interaction.response.defer()
        await show_page(interaction, page)


class SetupFormButton(StepButton, template=ASK_TEMPLATE):
    """Opens the form of a step, for what no select can ask."""

    verb = "ask"

    @override
    async def press(self, interaction: discord.Interaction[Atelier]) -> None:
        """Open the form."""
        check_manages(interaction)
        await interaction.response.send_modal(FORMS[self.step](private_text(interaction)))


class SetupSelect(AtelierItem[discord.ui.Item[Any]], template=SET_TEMPLATE):
    """The answers to one question; choosing saves."""

    def __init__(self, name: str, select: discord.ui.Item[Any] | None = None) -> None:
        custom_id = f"atelier:setup:set:{name}"
        super().__init__(select or discord.ui.Select(custom_id=custom_id))
        self.name = name

    @classmethod
    @override
    def from_match(cls, match: re.Match[str]) -> Self:
        """Take the question from the custom id; what was chosen comes with the press."""
        return cls(match["name"])

    @override
    async def press(self, interaction: discord.Interaction[Atelier]) -> None:
        """Save the answer, and show the step anew.

        Raises:
            bot.errors.PermissionMissingError: The bot cannot write to the review channel; it
                stays what it was.
        """
        check_manages(interaction)
        page = turn_to(interaction, step_of(self.name))
        await interaction.response.defer()
        everybody = str(interaction.guild_id)  # a role of this id: it neither moderates nor bounds
        chosen = [one for one in chosen_in(interaction) if one != everybody]
        question = QUESTIONS[self.name]
        try:
            if question is REVIEW and chosen:
                await _try(interaction, int(chosen[0]))
            await change(
                interaction.client,
                interaction,
                lambda state: question.changes(chosen, _scene(interaction, state)),
            )
        finally:
            await show_page(interaction, page)


async def begin_setup(interaction: discord.Interaction[Atelier]) -> None:
    """Show the first step to whoever has set nothing yet, else how the guild is set."""
    known = interaction.client.parts.policy.memory.known.guilds
    step = LAST if interaction.guild_id in known else FIRST
    await show_page(interaction, turn_to(interaction, step))


def turn_to(interaction: discord.Interaction[Atelier], step: str) -> Page:
    """Return the page that a press turns to a step; to be shown when its answer is saved."""
    return interaction.client.parts.setup_pages.turn(interaction, step)


async def show_page(interaction: discord.Interaction[Atelier], page: Page) -> None:
    """Show the newest step of a page in the private answer; it was deferred."""
    async with page.drawing:
        content, view = await step_page(interaction, page.step)
        await interaction.edit_original_response(
            content=content, view=view, allowed_mentions=discord.AllowedMentions.none()
        )


async def step_page(
    interaction: discord.Interaction[Atelier], step: str
) -> tuple[str, discord.ui.View | None]:
    """Return what a step says, and what is under it."""
    scene = _scene(interaction, await state_of(interaction.client, interaction))
    text, names = scene.text, list(STEPS)
    if step in {LAST, DONE}:
        lines = await summary(interaction.client, interaction, text)
    else:
        asked = [question.ask(scene) for question in STEPS[step]]
        lines = [f"{number}. {words}" for number, words in enumerate(asked, start=1)]
        lines += _besides(step, scene)
    title = text.say(f"setup.title.{step}")
    if step != DONE:
        count = {"number": names.index(step) + 1, "count": len(names)}
        title = text.say("setup.step", title=title, **count)
    return clip("\n".join([title, *lines]), 2000), _view(step, scene) if step != DONE else None


def _besides(step: str, scene: Scene) -> list[str]:
    """Return the lines about what is asked in forms, and how answers are taken."""
    text, state = scene.text, scene.state
    if step == "pictures":
        line = text.say("setup.thresholds", thresholds=thresholds_line(state, text))
        return [line, text.say("setup.about.thresholds")]
    if step == "styles":
        return [text.say("setup.styles", styles=styles_line(state, text))]
    return [text.say("setup.at_once")] if step == FIRST else []


def _view(step: str, scene: Scene) -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    for question in STEPS[step]:
        select = question.select(f"atelier:setup:set:{question.name}", scene)
        if select is not None:
            view.add_item(SetupSelect(question.name, select))
    text, names = scene.text, list(STEPS)
    index = names.index(step)
    if step != FIRST:
        view.add_item(SetupButton(names[index - 1], label=text.say("button.setup.back")))
    if step != LAST:
        primary = discord.ButtonStyle.primary
        next_ = SetupButton(names[index + 1], label=text.say("button.setup.next"), style=primary)
        view.add_item(next_)
    else:
        view.add_item(SetupButton(FIRST, label=text.say("button.setup.first")))
    if step in FORMS:
        view.add_item(SetupFormButton(step, label=text.say(f"button.setup.{step}")))
    done = SetupButton(DONE, label=text.say("button.setup.done"), style=discord.ButtonStyle.success)
    view.add_item(done)
    return view


def _scene(interaction: Interaction, state: GuildState) -> Scene:
    guild = interaction.guild

    def is_there(one: int) -> bool:
        return guild is None or bool(guild.get_role(one) or guild.get_channel(one))

    return Scene(state, interaction.client.limits, private_text(interaction), is_there)


async def _try(interaction: Interaction, channel_id: int) -> None:
    channel = interaction.guild.get_channel(channel_id) if interaction.guild else None
    if not isinstance(channel, discord.TextChannel):
        raise PermissionMissingError(permissions="View Channel")
    await try_channel(interaction.client, channel)
