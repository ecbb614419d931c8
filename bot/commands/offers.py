"""What commands offer while an option is being typed, from memory alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands

from bot.ordering.options import ASPECTS, matching, named_size
from bot.text import clip

if TYPE_CHECKING:
    from bot.client import Atelier
    from bot.ordering.recollection import Place
    from bot.text import Text

    Choices = list[app_commands.Choice[str]]

MAX_LABEL = 100  # characters; Discord's limit on a choice


def offer_samplers(atelier: Atelier, typed: str) -> Choices:
    """Offer the model's samplers."""
    model = atelier.engine.model
    names = matching(typed, model.samplers) if model else []
    return [app_commands.Choice(name=name, value=name) for name in names]


def offer_sizes(atelier: Atelier, text: Text, typed: str) -> Choices:
    """Offer the shapes, with the pixels that they mean for the model."""
    model = atelier.engine.model
    if model is None:
        return []
    sizes = {name: named_size(name, model) for name in ASPECTS}
    labels = {
        text.say(f"size.{name}", width=width, height=height): f"{width}x{height}"
        for name, (width, height) in sizes.items()
    }
    return [
        app_commands.Choice(name=label, value=labels[label]) for label in matching(typed, labels)
    ]


def offer_models(atelier: Atelier, typed: str) -> Choices:
    """Offer the models, the default first."""
    names = matching(typed, [model.name for model in atelier.engine.models])
    return [app_commands.Choice(name=clip(name, MAX_LABEL), value=name) for name in names]


async def offer_styles(atelier: Atelier, place: Place, typed: str) -> Choices:
    """Offer the styles that a person can use in a guild."""
    names = matching(typed, await atelier.recollection.styles.of(place))
    return [app_commands.Choice(name=name, value=name) for name in names]


async def offer_jobs(atelier: Atelier, place: Place, typed: str) -> list[app_commands.Choice[int]]:
    """Offer a person's newest jobs in a guild, found by number or by prompt."""
    jobs = await atelier.recollection.jobs.of(place)
    labels = {
        clip(f"{job_id}: {' '.join(prompt.split())}", MAX_LABEL): job_id for job_id, prompt in jobs
    }
    return [
        app_commands.Choice(name=label, value=labels[label]) for label in matching(typed, labels)
    ]
