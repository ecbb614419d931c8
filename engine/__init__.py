"""The engine: Stable Diffusion for many people at once, usable without the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.engine import Engine
    from engine.params import GenerationParams

__all__ = ["Engine", "GenerationParams"]


def __getattr__(name: str) -> object:
    """Load ``Engine`` only when it is asked for: the bot imports this package without torch."""
    if name == "Engine":
        from engine.engine import Engine  # noqa: PLC0415  loads torch

        return Engine
    if name == "GenerationParams":
        from engine.params import GenerationParams  # noqa: PLC0415

        return GenerationParams
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
