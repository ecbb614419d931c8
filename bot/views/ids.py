"""How numbers are written in custom ids."""

from __future__ import annotations

from typing import Final

ID: Final = r"[1-9][0-9]{0,17}"
"""A row's id: it always fits the database's 64-bit integers, also when it is forged."""

SNOWFLAKE: Final = r"[1-8][0-9]{18}|[1-9][0-9]{0,17}"
"""One of Discord's ids; likewise."""

PRIVATE: Final = r"(?P<private>:private)?"
"""Stands behind an id where what is ordered is for the person alone."""

INDEX: Final = r"[0-8]"
"""An image's index within its job."""


def mark(custom_id: str, *, is_private: bool) -> str:
    """Return an id that says for whom the order is."""
    return f"{custom_id}:private" if is_private else custom_id
