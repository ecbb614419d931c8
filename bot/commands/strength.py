"""Reads how much of a picture is drawn anew."""

from __future__ import annotations

from engine.errors import InvalidParameterError


def parse_strength(typed: str) -> float:
    """Return a strength over 0 to 1, also where it was typed with a comma or in percent.

    Raises:
        engine.errors.InvalidParameterError: It is no such number.
    """
    text = typed.strip().replace(",", ".")
    share = 100 if text.endswith("%") else 1
    try:
        strength = float(text.removesuffix("%")) / share
    except ValueError:
        strength = 0.0
    if not 0 < strength <= 1:
        raise InvalidParameterError(parameter="strength", reason="must be over 0, and 1 at most")
    return strength
