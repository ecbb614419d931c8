"""What pressing each button under a picture does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bot.changes import Enlarge, Grow, enlargement
from bot.deleting import delete_pictures
from bot.forms.remix import remix_form
from bot.growth import GROWTHS
from bot.languages import private_text
from bot.orders import STRONG, VariationOrder, job_here
from bot.picking import pick
from bot.picture_orders import ChangeOrder, remix_text
from bot.refusals import NotYoursError
from bot.telling import tell_about
from bot.views.actions import ENLARGEMENTS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import discord

    from bot.changes import Change
    from bot.client import Atelier

    Interaction = discord.Interaction[Atelier]
    Press = Callable[[Interaction, int, int], Awaitable[Any]]
    JobPress = Callable[[Interaction, int], Awaitable[Any]]


async def vary_strongly(interaction: Interaction, job_id: int, index: int) -> None:
    """Order a variation that keeps the subject only; anybody may, as their own job."""
    await interaction.client.jobs.accept(interaction, VariationOrder(job_id, index, STRONG))


async def open_remix(interaction: Interaction, job_id: int, index: int | None) -> None:
    """Open a form with the words that are to be changed; only the job's own person may."""
    check_owner(interaction)
    async with interaction.client.database.read() as session:
        job = await job_here(session, job_id, interaction.guild_id)
    if job.user_id != interaction.user.id:
        raise NotYoursError
    params = remix_text(job, index)
    await interaction.response.send_modal(
        remix_form(job_id, index, params, private_text(interaction))
    )


def check_owner(interaction: Interaction) -> None:
    """Refuse what Discord itself says is somebody else's; the job's row decides afterwards.

    Raises:
        bot.refusals.NotYoursError: The message answered another person.
    """
    metadata = interaction.message and interaction.message.interaction_metadata
    if metadata and metadata.user.id != interaction.user.id:
        raise NotYoursError


def _changing(change: Callable[[Atelier], Change]) -> Press:
    async def press(interaction: Interaction, job_id: int, index: int) -> None:
        check_owner(interaction)
        order = ChangeOrder(job_id, index, interaction.user.id, change(interaction.client))
        await interaction.client.jobs.accept(interaction, order)

    return press


def _growing(how: str) -> Press:
    return _changing(lambda atelier: Grow(how, atelier.engine.model))


def _enlarging(action: str) -> Press:
    return _changing(lambda atelier: enlargement(action, atelier.engine.model))


async def _remix_all(interaction: Interaction, job_id: int) -> None:
    await open_remix(interaction, job_id, None)


PICTURE_PRESSES: Final[dict[str, Press]] = {
    "pick": pick,
    "strong": vary_strongly,
    "upscale": _changing(lambda atelier: Enlarge(model=atelier.engine.model)),
    "remix": open_remix,
    "info": tell_about,
    **{how: _growing(how) for how in GROWTHS},
    **{how: _enlarging(how) for how in ENLARGEMENTS},
}
"""By the action's name (``bot.views.actions``)."""

JOB_PRESSES: Final[dict[str, JobPress]] = {
    "remix-all": _remix_all,
    "info-all": tell_about,
    "delete": delete_pictures,
}
"""Likewise."""
