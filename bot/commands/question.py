"""Asks first, privately, where one prompt stands for several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import discord
import msgspec

from bot.delivering.reach import home_of, is_on_private
from bot.errors import TooManyImagesError
from bot.languages import private_text
from bot.ordering.answers import keep_draft
from bot.ordering.permutations import expand
from bot.text import clip, quote_prompt
from bot.views.draft import AnswerButton, DraftButton, draft_view
from db.drafts import new_draft_id

if TYPE_CHECKING:
    from bot.client import Atelier
    from bot.ordering.job_drafts import JobDraft
    from bot.ordering.orders import ImagineOrder
    from bot.ordering.upload_drafts import UploadDraft
    from bot.text import Text

    Interaction = discord.Interaction[Any]

MAX_LISTED: Final = 9
MAX_LINE: Final = 150  # characters of one prompt


async def ask_first(
    atelier: Atelier, interaction: Interaction, order: ImagineOrder, *, is_private: bool
) -> None:
    """Say what a template stands for, how many pictures that is and what they cost.

    A button then orders them. What it orders is kept first, so that no press comes too early.

    Raises:
        bot.errors.TooManyImagesError: The guild allows fewer in one command.
        bot.errors.RefusedError: The order cannot be planned.
    """
    async with atelier.database.read() as session:
        plan = await order.plan(session, guild_id=home_of(interaction))
    _check(atelier, interaction, plan.num_images)
    draft_id = new_draft_id(atelier.rng)
    body = {
        "params": msgspec.to_builtins(order.params),
        "num_images": order.num_images,
        "wishes": msgspec.to_builtins(order.wishes),
    }
    await atelier.save_draft(draft_id, interaction.user.id, body)
    price = atelier.parts.charging.quote(plan.params, plan.num_images)
    text = private_text(interaction)
    label = text.say("button.draw", count=plan.num_images)
    button = DraftButton(draft_id, is_private=is_private, label=label)
    await _ask(interaction, plan.params.prompt, plan.num_images, price, button)


async def place(
    atelier: Atelier, interaction: Interaction, draft: UploadDraft, *, is_private: bool
) -> None:
    """Order what begins with an attachment, or ask the same first.

    Raises:
        bot.errors.TooManyImagesError: The guild allows fewer in one command.
        bot.errors.RefusedError: Nothing was accepted.
    """
    if len(expand(draft.params.prompt)) == 1:
        order = draft.order(atelier, interaction)
        await atelier.jobs.accept(interaction, order, is_private=is_private)
    else:
        await _ask_upload_first(atelier, interaction, draft, is_private=is_private)


async def place_again(atelier: Atelier, interaction: Interaction, draft: JobDraft) -> None:
    """Order what begins with a picture of ours, or ask the same first.

    Raises:
        bot.errors.TooManyImagesError: The guild allows fewer in one command.
        bot.errors.RefusedError: Nothing was accepted.
    """
    order = draft.order(atelier, interaction.user.id)
    if len(expand(draft.asked.prompt)) == 1:
        await atelier.jobs.accept(interaction, order)
        return
    async with atelier.database.read() as session:
        plan = await order.plan(session, guild_id=home_of(interaction), rng=atelier.rng)
    _check(atelier, interaction, plan.num_images)
    draft_id = await keep_draft(atelier, draft, interaction.user.id)
    label = private_text(interaction).say("button.draw", count=plan.num_images)
    button = AnswerButton(draft_id, is_private=is_on_private(interaction), label=label)
    price = atelier.parts.charging.quote(plan.params, plan.num_images)
    await _ask(interaction, plan.params.prompt, plan.num_images, price, button)


async def _ask_upload_first(
    atelier: Atelier, interaction: Interaction, draft: UploadDraft, *, is_private: bool
) -> None:
    _check(atelier, interaction, draft.count)
    price = await draft.price(atelier, home_of(interaction))
    draft_id = await keep_draft(atelier, draft, interaction.user.id)
    text = private_text(interaction)
    label = text.say("button.draw", count=draft.count)
    button = AnswerButton(draft_id, is_private=is_private, label=label)
    await _ask(interaction, draft.params.prompt, draft.count, price, button)


def together(price: int, text: Text) -> str:
    """Say what an answer costs; nothing where that is nothing, or not known."""
    return text.say("question.price", price=price) if price else ""


def _check(atelier: Atelier, interaction: Interaction, num_images: int) -> None:
    known = atelier.parts.guild_limits.known_max_images(home_of(interaction) or 0)
    if known is not None and num_images > known:
        raise TooManyImagesError(num_images=num_images, max_images=known)


async def _ask(
    interaction: Interaction,
    template: str,
    num_images: int,
    price: int,
    button: DraftButton | AnswerButton,
) -> None:
    text = private_text(interaction)
    await interaction.response.send_message(
        _sentence(template, num_images, price, text),
        view=draft_view(button),
        ephemeral=True,
        allowed_mentions=discord.AllowedMentions.none(),
        suppress_embeds=True,
    )


def _sentence(template: str, num_images: int, price: int, text: Text) -> str:
    prompts = expand(template)
    lines = [f"- {quote_prompt(clip(prompt, MAX_LINE))}" for prompt in prompts[:MAX_LISTED]]
    if len(prompts) > MAX_LISTED:
        lines.append(text.say("permutations.more", count=len(prompts) - MAX_LISTED))
    listed = "\n".join(lines)
    cost = text.say("permutations.price", price=price) if price else ""
    return text.say(
        "permutations.ask", prompts=len(prompts), count=num_images, price=cost, list=listed
    )
