"""Styles: words and options under one name, from people, guilds, or built in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from bot.ordering.permutations import escape
from bot.ordering.refusals import StyleUnknownError, TooManyStylesError
from db.people import MAX_STYLE_NAME, MAX_STYLES, remove_style, save_style, styles_of
from engine.errors import InvalidParameterError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from sqlalchemy.ext.asyncio import AsyncSession

    from engine.params import GenerationParams


class StyleBody(msgspec.Struct, frozen=True, kw_only=True):
    """What a style does.

    Attributes:
        prompt: Words around ``{prompt}``; behind it where they do not name it.
        negative_prompt: Words that are kept out as well.
        steps: Unless the person says otherwise.
        guidance: Likewise.
        sampler: Likewise.
    """

    prompt: str = ""
    negative_prompt: str = ""
    steps: int | None = None
    guidance: float | None = None
    sampler: str | None = None


BUILT_IN: Final[Mapping[str, StyleBody]] = {
    "anime": StyleBody(prompt="anime illustration of {prompt}, clean lines, vivid colours"),
    "oil painting": StyleBody(prompt="oil painting of {prompt}, visible brush strokes"),
    "pencil": StyleBody(prompt="pencil drawing of {prompt}, shading, white paper"),
    "photo": StyleBody(prompt="photo of {prompt}, natural light, 50 mm", negative_prompt="drawing"),
    "pixel art": StyleBody(prompt="pixel art of {prompt}, 16 colours"),
    "watercolour": StyleBody(prompt="watercolour of {prompt}, soft edges, white paper"),
}
"""Those that are there without anybody's doing."""


def style_name(typed: str) -> str:
    """Return a style's name as it is kept: small letters, single spaces.

    Raises:
        engine.errors.InvalidParameterError: Nothing is left, or too much.
    """
    name = " ".join(typed.casefold().split())
    if not 0 < len(name) <= MAX_STYLE_NAME:
        raise InvalidParameterError(parameter="style", reason="needs a name")
    return name


async def known_styles(
    session: AsyncSession, *, user_id: int, guild_id: int | None
) -> dict[str, StyleBody]:
    """Return all styles that a person can use, by name: their own win over the guild's."""
    rows = await styles_of(session, [user_id, guild_id or 0])
    ours = sorted(rows, key=lambda row: row.owner_id == user_id)
    named = {row.name: msgspec.convert(row.body, StyleBody) for row in ours}
    return {**BUILT_IN, **named}


async def require_style(
    session: AsyncSession, name: str, *, user_id: int, guild_id: int | None
) -> StyleBody:
    """Return the style that a person means, however it is cased.

    Raises:
        bot.ordering.refusals.StyleUnknownError: They can use none of that name.
    """
    styles = await known_styles(session, user_id=user_id, guild_id=guild_id)
    by_key = {one.casefold(): body for one, body in styles.items()}
    if (style := by_key.get(name.strip().casefold())) is None:
        raise StyleUnknownError(style=name)
    return style


async def change_style(
    session: AsyncSession,
    owner_id: int,
    name: str,
    body: StyleBody | None,
    *,
    created_by: int,
    now: dt.datetime,
) -> None:
    """Save a person's or a guild's style, or remove it where there is no body.

    Raises:
        bot.ordering.refusals.TooManyStylesError: The owner has as many as there may be.
        bot.ordering.refusals.StyleUnknownError: A style to be removed is not there.
    """
    if body is None:
        if not await remove_style(session, owner_id=owner_id, name=name):
            raise StyleUnknownError(style=name)
    elif not await save_style(
        session,
        owner_id=owner_id,
        name=name,
        body=msgspec.to_builtins(body),
        created_by=created_by,
        now=now,
    ):
        raise TooManyStylesError(max_styles=MAX_STYLES)


def styled(params: GenerationParams, style: StyleBody, said: frozenset[str]) -> GenerationParams:
    """Return parameters with a style put over them; what the person said stays.

    Args:
        params: Its prompt may be a template; the style's own words are none.
        style: What to put over them.
        said: Names of parameters that the person has said.
    """
    changes: dict[str, Any] = {
        "num_inference_steps": style.steps,
        "guidance_scale": style.guidance,
        "sampler": style.sampler,
    }
    changes = {
        name: value for name, value in changes.items() if value is not None and name not in said
    }
    unwanted = (params.negative_prompt, style.negative_prompt)
    return msgspec.structs.replace(
        params,
        prompt=_around(params.prompt, style.prompt),
        negative_prompt=", ".join(words for words in unwanted if words),
        **changes,
    )


def _around(prompt: str, words: str) -> str:
    if not words:
        return prompt
    before, marker, after = words.partition("{prompt}")
    if not marker:
        return f"{prompt}, {escape(words)}"
    return f"{escape(before)}{prompt}{escape(after)}"
