"""Reads what people type into a command's options, and offers what they may type."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import TYPE_CHECKING, Final

from bot.errors import ModelLoadingError, SizeNotMultipleError, SizeUnreadableError
from engine.errors import ImageTooLargeError, InvalidParameterError, UnknownSamplerError
from engine.params import MAX_SIDE, SIZE_MULTIPLE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.protocol import ModelInfo

MAX_SIZE_LENGTH: Final = 32  # characters; nothing longer is worth a look
MAX_CHOICES: Final = 25  # Discord's limit on autocomplete
ASPECTS: Final = {  # width over height
    "square": 1.0,
    "portrait": 2 / 3,
    "landscape": 3 / 2,
    "tall": 9 / 16,
    "wide": 16 / 9,
}
UNFIT: Final = frozenset({"Cc", "Cs"})  # Unicode categories: controls and surrogates
Size = tuple[int, int]

_TYPED_SIZE = re.compile(r"(\d{1,6})\s*[x\u00d7*, ]\s*(\d{1,6})")


def parse_size(typed: str | None, model: ModelInfo | None) -> Size:
    """Return width and height in pixels; (0, 0) stands for the model's own size.

    Args:
        typed: A name of ``ASPECTS``, ``WIDTHxHEIGHT``, or nothing.
        model: The loaded model, or None while it is loading.

    Raises:
        bot.errors.RefusedError: The size cannot be read or is no multiple of 8.
        engine.errors.ImageTooLargeError: The model does not draw so many pixels.
    """
    if not typed or not typed.strip():
        return named_size("square", model) if model else (0, 0)
    if (name := typed.strip().lower()) in ASPECTS:
        if model is None:
            raise ModelLoadingError(size=name)
        return named_size(name, model)
    if len(name) > MAX_SIZE_LENGTH or not (match := _TYPED_SIZE.fullmatch(name)):
        raise SizeUnreadableError(size=parse_text(typed))
    return _check_size(int(match[1]), int(match[2]), model)


def named_size(name: str, model: ModelInfo) -> Size:
    """Return the size of an aspect's name: about as many pixels as the model was trained for."""
    return aspect_size(ASPECTS[name], model)


def aspect_size(aspect: float, model: ModelInfo) -> Size:
    """Return the size of an aspect, width over height, likewise."""
    pixels = model.native_width * model.native_height
    width = math.sqrt(pixels * aspect)
    return _multiple(width), _multiple(width / aspect)


def parse_text(typed: str) -> str:
    """Return what was typed without what no database takes: control and half characters."""
    return "".join(
        letter for letter in typed if letter in "\n\t" or unicodedata.category(letter) not in UNFIT
    )


def parse_sampler(typed: str | None, model: ModelInfo | None) -> str:
    """Return the sampler's proper name, or "" for the model's own.

    While the model is loading nobody knows the names; the engine then judges later.

    Raises:
        engine.errors.UnknownSamplerError: The model has no such sampler.
    """
    if not typed or not typed.strip():
        return ""
    if model is None:
        return typed.strip()
    by_key = {_key(name): name for name in model.samplers}
    if (name := by_key.get(_key(typed))) is None:
        raise UnknownSamplerError(sampler=typed)
    return name


def matching(typed: str, names: Iterable[str]) -> list[str]:
    """Return the names that fit what was typed so far, the best first, 25 at most.

    A name fits when the typed letters stand in it in this order; names that begin with them or
    contain them in one piece come first.
    """
    wanted = _key(typed)
    found = [(rank, name) for name in names if (rank := _rank(wanted, _key(name))) is not None]
    return [name for _, name in sorted(found, key=lambda pair: pair[0])][:MAX_CHOICES]


def _rank(wanted: str, name: str) -> int | None:
    if name.startswith(wanted):
        return 0
    if wanted in name:
        return 1
    letters = iter(name)
    return 2 if all(letter in letters for letter in wanted) else None


def _key(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name.casefold())


def _check_size(width: int, height: int, model: ModelInfo | None) -> Size:
    for name, side in (("width", width), ("height", height)):
        if not SIZE_MULTIPLE <= side <= MAX_SIDE:
            reason = f"must be between {SIZE_MULTIPLE} and {MAX_SIDE}"
            raise InvalidParameterError(parameter=name, reason=reason)
    if width % SIZE_MULTIPLE or height % SIZE_MULTIPLE:
        nearest = f"{_multiple(width)}x{_multiple(height)}"
        raise SizeNotMultipleError(
            width=width, height=height, multiple=SIZE_MULTIPLE, nearest=nearest
        )
    if model and width * height > model.max_pixels:
        raise ImageTooLargeError(pixels=width * height, max_pixels=model.max_pixels)
    return width, height


def _multiple(side: float) -> int:
    return max(SIZE_MULTIPLE, round(side / SIZE_MULTIPLE) * SIZE_MULTIPLE)
