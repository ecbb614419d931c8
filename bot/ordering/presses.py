"""What pressing each button under a picture does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bot.delivering.deleting import delete_pictures
from bot.finding.picking import pick
from bot.finding.rights import check_press, require_visible
from bot.finding.telling import tell_about
from bot.forms.remix import remix_form
from bot.forms.zoom import zoom_form
from bot.languages import private_text
from bot.ordering.changes import Enlarge, Grow, enlargement
from bot.ordering.growth import GROWTHS
from bot.ordering.orders import STRONG, SUBTLE, RerollOrder, VariationOrder
from bot.ordering.picture_orders import ChangeOrder, remix_text
from bot.views.actions import ENLARGEMENTS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import discord

    from bot.client import Atelier
    from bot.ordering.changes import Change

    Interaction = discord.Interaction[Atelier]
    Press = Callable[[Interaction, int, int], Awaitable[Any]]
    JobPress = Callable[[Interaction, int], Awaitable[Any]]


async def reroll(interaction: Interaction, job_id: int) -> None:
    """Order the same again with new seeds, as the presser's own job."""
    await interaction.client.jobs.accept(interaction, RerollOrder(job_id))


def _varying(strength: float) -> Press:
    async def press(interaction: Interaction, job_id: int, index: int) -> None:
        await interaction.client.jobs.accept(interaction, VariationOrder(job_id, index, strength))

    return press


async def open_remix(interaction: Interaction, job_id: int, index: int | None) -> None:
    """Open a form with the words that are to be changed."""
    job = await require_visible(interaction, job_id)
    params = remix_text(job, index)
    await interaction.response.send_modal(
        remix_form(job_id, index, params, private_text(interaction))
    )


async def open_zoom(interaction: Interaction, job_id: int, index: int) -> None:
    """Open a form that asks how far out."""
    job = await require_visible(interaction, job_id)
    prompt = remix_text(job, index).prompt
    await interaction.response.send_modal(
        zoom_form(job_id, index, prompt, private_text(interaction))
    )


def _changing(change: Callable[[Atelier], Change]) -> Press:
    async def press(interaction: Interaction, job_id: int, index: int) -> None:
        atelier = interaction.client
        how, user_id = change(atelier), interaction.user.id
        order = ChangeOrder(atelier.storage, job_id, index, user_id, how)
        await atelier.jobs.accept(interaction, order)

    return press


def _growing(how: str) -> Press:
    return _changing(lambda atelier: Grow(how, atelier.engine.models))


def _enlarging(action: str) -> Press:
    return _changing(lambda atelier: enlargement(action, atelier.engine.models))


async def _remix_all(interaction: Interaction, job_id: int) -> None:
    await open_remix(interaction, job_id, None)


_PICTURE_PRESSES: Final[dict[str, Press]] = {
    "pick": pick,
    "subtle": _varying(SUBTLE),
    "strong": _varying(STRONG),
    "upscale": _changing(lambda atelier: Enlarge(models=atelier.engine.models)),
    "remix": open_remix,
    "zoom": open_zoom,
    "info": tell_about,
    **{how: _growing(how) for how in GROWTHS},
    **{how: _enlarging(how) for how in ENLARGEMENTS},
}

_JOB_PRESSES: Final[dict[str, JobPress]] = {
    "reroll": reroll,
    "remix-all": _remix_all,
    "info-all": tell_about,
    "delete": delete_pictures,
}


def _permitted(action: str, press: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """Return a press that asks first whether this person may (``bot.finding.rights``)."""

    async def permitted(interaction: Interaction, job_id: int, *index: int | None) -> None:
        await check_press(interaction, action, job_id)
        await press(interaction, job_id, *index)

    return permitted


PICTURE_PRESSES: Final[dict[str, Press]] = {
    action: _permitted(action, press) for action, press in _PICTURE_PRESSES.items()
}
"""By the action's name (``bot.views.actions``)."""

JOB_PRESSES: Final[dict[str, JobPress]] = {
    action: _permitted(action, press) for action, press in _JOB_PRESSES.items()
}
"""Likewise."""
