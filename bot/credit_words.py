"""Amounts of credits and lengths of time, as people read them."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from bot.text import ENGLISH
from engine.cost import THOUSANDTHS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from db.admission import Terms

MINUTE: Final = 60
HOUR: Final = 3600
DAY: Final = 86_400


def credits_of(amount: int) -> str:
    """Return thousandths of a credit in words: ``1 credit``, ``0.4 credits``."""
    number = f"{Decimal(amount) / THOUSANDTHS:f}"
    shown = number.rstrip("0").rstrip(".") if "." in number else number
    return f"{shown} credit" if amount == THOUSANDTHS else f"{shown} credits"


def shared_lines(terms: Terms) -> Iterator[str]:
    """Yield what a whole server shares, and what those out of credits get."""
    if terms.allowance is None:
        yield ENGLISH.say("credits.off")
        return
    if terms.pool:
        capacity, per_day = credits_of(terms.pool.capacity), credits_of(terms.pool.per_day)
        yield ENGLISH.say("credits.shared", capacity=capacity, per_day=per_day)
    else:
        yield ENGLISH.say("credits.shared.none")
    yield ENGLISH.say("credits.relaxed.on" if terms.has_relaxed else "credits.relaxed.off")


def thousandths_of(typed: str | float) -> int:
    """Return an amount that somebody typed, in thousandths of a credit.

    Raises:
        ValueError: It is no number, or finer than a thousandth.
    """
    try:
        amount = Decimal(str(typed)) * THOUSANDTHS
    except InvalidOperation as error:
        raise ValueError("no number") from error
    if amount != amount.to_integral_value():
        raise ValueError("finer than a thousandth of a credit")
    return int(amount)


def duration(seconds: float) -> str:
    """Return a length of time, as coarse as it deserves: ``20 s``, ``3 min``, ``2 h``."""
    if seconds < MINUTE:
        return f"{max(1, round(seconds))} s"
    if seconds < HOUR:
        return f"{round(seconds / MINUTE)} min"
    if seconds < 2 * DAY:
        return f"{round(seconds / HOUR)} h"
    return f"{round(seconds / DAY)} days"
