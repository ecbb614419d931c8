"""What commands offer while an option is being typed, from memory alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands

from bot.commands.options import ASPECTS, matching, named_size
from bot.text import ENGLISH

if TYPE_CHECKING:
    from bot.client import Atelier

    Choices = list[app_commands.Choice[str]]


def offer_samplers(atelier: Atelier, typed: str) -> Choices:
    """Offer the model's samplers."""
    model = atelier.engine.model
    names = matching(typed, model.samplers) if model else []
    return [app_commands.Choice(name=name, value=name) for name in names]


def offer_sizes(atelier: Atelier, typed: str) -> Choices:
    """Offer the shapes, with the pixels that they mean for the model."""
    model = atelier.engine.model
    if model is None:
        return []
    sizes = {name: named_size(name, model) for name in ASPECTS}
    labels = {
        ENGLISH.say(f"size.{name}", width=width, height=height): f"{width}x{height}"
        for name, (width, height) in sizes.items()
    }
    return [
        app_commands.Choice(name=label, value=labels[label]) for label in matching(typed, labels)
    ]
