"""What stands behind an order that was not said in it: a style, and the person's own defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from bot.ordering.permutations import check_forms
from bot.ordering.styles import require_style, styled
from db.people import read_preferences

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from engine.params import GenerationParams


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """What is filled in when an order is planned.

    Attributes:
        user_id: Whose defaults; 0 for nobody's.
        said: Names of parameters that the person said, which nothing replaces.
        style: A style's name as typed, or None; then the person's own style is taken.
        forms: How many forms the prompt has.
        is_whole: Whether the person's own defaults are filled in too; where a picture is begun
            from, its own options stay.
    """

    user_id: int = 0
    said: tuple[str, ...] = ()
    style: str | None = None
    forms: int = 1
    is_whole: bool = True


NO_WISHES: Final = Wishes()
"""Nothing is filled in."""


async def fulfil(
    session: AsyncSession,
    params: GenerationParams,
    num_images: int,
    wishes: Wishes,
    guild_id: int | None,
) -> tuple[GenerationParams, int]:
    """Return parameters and number of images with defaults and style filled in.

    Raises:
        bot.ordering.refusals.StyleUnknownError: There is no style of that name.
        engine.errors.RequestRejectedError: The style makes the prompt too long.
    """
    if not wishes.user_id:
        return params, num_images
    own = await read_preferences(session, wishes.user_id) if wishes.is_whole else {}
    params = msgspec.structs.replace(params, **_unsaid(own, wishes.said))
    if "number" in own and "number" not in wishes.said:
        num_images = own["number"] * wishes.forms
    if name := own.get("style", "") if wishes.style is None else wishes.style:
        style = await require_style(session, name, user_id=wishes.user_id, guild_id=guild_id)
        params = styled(params, style, frozenset(wishes.said))
        check_forms(params)
    return params, num_images


def _unsaid(own: dict[str, Any], said: tuple[str, ...]) -> dict[str, Any]:
    return {
        name: value
        for name, value in own.items()
        if name not in said and name not in {"number", "style"}
    }
