"""Amounts of credits, as people type them and are told of them."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from engine.cost import THOUSANDTHS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.text import Text
    from db.admission import Terms


def shared_lines(terms: Terms, text: Text) -> Iterator[str]:
    """Yield what a whole server shares, and what those out of credits get."""
    if terms.allowance is None:
        yield text.say("credits.off")
        return
    if terms.pool:
        pool = {"capacity": terms.pool.capacity, "per_day": terms.pool.per_day}
        yield text.say("credits.shared", **pool)
    else:
        yield text.say("credits.shared.none")
    yield text.say("credits.relaxed.on" if terms.has_relaxed else "credits.relaxed.off")


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
