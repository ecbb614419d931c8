"""A guild's own threshold of a category, as people name it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.setup.errors import CategoryUnknownError, ThresholdUnreadableError
from bot.setup.settings import Changes

if TYPE_CHECKING:
    from bot.setup.settings import GuildState


def threshold_changes(category: str, limit: float | None, state: GuildState) -> Changes:
    """Return what sets a threshold; None leaves the category to the operator again.

    Raises:
        bot.setup.errors.CategoryUnknownError: The classifier judges no such category. Before it
            has judged a picture its categories are not known, and any name is taken.
        bot.setup.errors.ThresholdUnreadableError: The limit is none from 0 to 1.
    """
    name = category.strip()
    names = category_names(state)
    known = {*names, *state.policy.pictures.thresholds}
    if not name or (names and name not in known):
        raise CategoryUnknownError(category=name, known=", ".join(sorted(known)))
    if limit is not None and not 0.0 <= limit <= 1.0:
        raise ThresholdUnreadableError(typed=str(limit))
    return Changes(thresholds={name: limit})


def category_names(state: GuildState) -> list[str]:
    """Return how the categories that are judged can be named: with their classifier, or without."""
    short = (name.rpartition("/")[2] for name in state.categories)
    return list(dict.fromkeys([*short, *state.categories]))


def parse_limit(typed: str) -> float | None:
    """Return the limit that was typed; nothing means none.

    Raises:
        bot.setup.errors.ThresholdUnreadableError: It is no number.
    """
    if not typed.strip():
        return None
    try:
        return float(typed.strip().replace(",", "."))
    except ValueError as error:
        raise ThresholdUnreadableError(typed=typed) from error
