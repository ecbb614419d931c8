"""Asked: everything that can be said in one command that draws, by options and by flags."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import msgspec

from bot.errors import ModelLoadingError
from bot.ordering.flags import FLAGS, split_flags
from bot.ordering.options import aspect_size, parse_sampler, parse_size, parse_text
from bot.ordering.permutations import expand
from bot.ordering.refusals import (
    FlagRangeError,
    FlagTwiceError,
    FlagUnfitError,
    FlagValueError,
)
from engine.errors import UnknownModelError
from engine.model_info import model_named
from engine.params import MAX_GUIDANCE, MAX_SEED, MAX_STEPS
from engine.reuse import FAST

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from engine.protocol import ModelInfo

MAX_NUM_IMAGES: Final = 9
MAX_ASPECT: Final = 4.0  # width over height; its inverse is the least
NUMBERS: Final = {
    "seed": (0, MAX_SEED),
    "steps": (1, MAX_STEPS),
    "cfg": (1, MAX_GUIDANCE),
    "n": (1, MAX_NUM_IMAGES),
}
_WHOLE: Final = re.compile(r"[+-]?\d{1,18}")
_DECIMAL: Final = re.compile(r"[+-]?\d{1,9}(?:[.,]\d{1,9})?")
_ASPECT: Final = re.compile(r"(\d{1,4}(?:\.\d{1,4})?)\s*[:/x\u00d7]\s*(\d{1,4}(?:\.\d{1,4})?)")


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that can be said in one /imagine; None where nothing was said.

    Attributes:
        prompt: A template (``bot.ordering.permutations``), without flags.
        size: A shape's name or ``WIDTHxHEIGHT``, as typed.
        aspect: Width to height such as ``3:2``, as typed.
        number: Pictures of each prompt.
        draft: Whether the preset fast may draw them.
    """

    prompt: str
    negative_prompt: str | None = None
    size: str | None = None
    aspect: str | None = None
    steps: int | None = None
    guidance: float | None = None
    sampler: str | None = None
    seed: int | None = None
    number: int | None = None
    style: str | None = None
    model: str | None = None
    draft: bool | None = None


def read_flags(asked: Asked, *, unfit: Collection[str] = ()) -> Asked:
    """Move the flags of a prompt to where the options are.

    Args:
        asked: With flags in its prompt.
        unfit: Flags that could change nothing of what is asked for.

    Raises:
        bot.ordering.refusals: Any error of that file: a flag is wrong or contradicts an option.
    """
    typed = split_flags(asked.prompt)
    changes: dict[str, object] = {"prompt": typed.prompt}
    for name, value in typed.values.items():
        if name in unfit:
            raise unfit_flag(name, unfit)
        option = FLAGS[name].option
        read = _read(name, value)
        said = (getattr(asked, option), changes.get(option))
        if any(other not in {None, "", read} for other in said):
            raise FlagTwiceError(flag=name)
        changes[option] = read
    if "size" in changes and "aspect" in changes:
        raise FlagTwiceError(flag="ar")
    if "aspect" in changes and asked.size:
        raise FlagTwiceError(flag="ar")
    return msgspec.structs.replace(asked, **changes)


def unfit_flag(name: str, unfit: Collection[str]) -> FlagUnfitError:
    """Return the refusal of a flag that could change nothing."""
    known = " ".join(f"--{one}" for one in FLAGS if one not in unfit)
    return FlagUnfitError(flag=name, known=known)


def count_of(asked: Asked) -> int:
    """Return how many pictures that makes: so many of each form of the prompt."""
    return len(expand(asked.prompt)) * (asked.number or 1)


def said_in(asked: Asked) -> tuple[str, ...]:
    """Return the names of the parameters that a person has said."""
    said = {
        "negative_prompt": asked.negative_prompt,
        "num_inference_steps": asked.steps,
        "guidance_scale": asked.guidance,
        "sampler": asked.sampler,
        "number": asked.number,
    }
    names = [name for name, value in said.items() if value is not None]
    return (*names, "width", "height") if asked.size or asked.aspect else tuple(names)


def model_of(asked: Asked, models: Sequence[ModelInfo]) -> ModelInfo | None:
    """Return the model that was asked for, else the default; None while they are loading.

    Raises:
        engine.errors.UnknownModelError: There is none of that name.
    """
    name = asked.model or ""
    model = model_named(models, name)
    if model is None and models:
        raise UnknownModelError(model=name)
    return model


def size_of(asked: Asked, model: ModelInfo | None) -> tuple[int, int]:
    """Return width and height in pixels; (0, 0) stands for the model's own size.

    Raises:
        bot.errors.RefusedError: The size cannot be read, or means nothing yet.
        engine.errors.ImageTooLargeError: The model does not draw so many pixels.
    """
    if asked.aspect is None:
        return parse_size(asked.size, model)
    if model is None:
        raise ModelLoadingError(size=asked.aspect)
    width, _, height = asked.aspect.partition(":")
    return aspect_size(float(width) / float(height), model)


def sampler_of(asked: Asked, model: ModelInfo | None) -> str:
    """Return the sampler's proper name, or "" for the model's own.

    Raises:
        engine.errors.UnknownSamplerError: The model has no such sampler.
    """
    return parse_sampler(asked.sampler and parse_text(asked.sampler), model)


def preset_of(asked: Asked) -> str:
    """Return the preset that a draft is drawn with, or none."""
    return FAST if asked.draft else ""


def _read(name: str, value: str) -> str | int | float:
    if (says := FLAGS[name].says) is not None:
        return says
    if name == "ar":
        return _aspect(value)
    if name not in NUMBERS:
        return value
    low, high = NUMBERS[name]
    pattern = _DECIMAL if name == "cfg" else _WHOLE
    if not pattern.fullmatch(value):
        raise FlagValueError(flag=name, value=value, example=FLAGS[name].example)
    number = float(value.replace(",", ".")) if name == "cfg" else int(value)
    if not low <= number <= high:
        raise FlagRangeError(flag=name, value=value, low=low, high=high)
    return number


def _aspect(value: str) -> str:
    match = _ASPECT.fullmatch(value)
    if not match or not float(match[1]) or not float(match[2]):
        raise FlagValueError(flag="ar", value=value, example=FLAGS["ar"].example)
    aspect = float(match[1]) / float(match[2])
    if not 1 / MAX_ASPECT <= aspect <= MAX_ASPECT:
        raise FlagRangeError(flag="ar", value=value, low=1 / MAX_ASPECT, high=MAX_ASPECT)
    return f"{match[1]}:{match[2]}"
