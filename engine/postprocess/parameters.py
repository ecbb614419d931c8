"""What a PNG says of itself: AUTOMATIC1111's ``parameters`` text, and our exact recipe."""

from __future__ import annotations

import io
import re
from typing import Final

import msgspec
from PIL import Image

from engine.errors import UnreadableImageError
from engine.params import GenerationParams, Outpaint, Upscale

PARAMETERS_KEYWORD: Final = "parameters"
RECIPE_KEYWORD: Final = "atelier"
PICTURE_FIELDS: Final = ("init_image", "mask_image")

_DEFAULT_STRENGTH: Final = 0.75
_LANCZOS: Final = "Lanczos"  # as AUTOMATIC1111 names this way to enlarge
_A1111_LINE: Final = re.compile(r"(?P<key>[\w ]+): (?P<value>\"(?:\\.|[^\"])*\"|[^,]*)(?:, |$)")


def text_chunks(params: GenerationParams, recipe: dict[str, str]) -> dict[str, str]:
    """Word both text chunks of a PNG."""
    return {
        PARAMETERS_KEYWORD: a1111_text(params, recipe),
        RECIPE_KEYWORD: msgspec.json.encode(recipe).decode(),
    }


def params_text(params: GenerationParams) -> str:
    """Write parameters as JSON, leaving out uploaded pictures, which a recipe names by hash."""
    bare = msgspec.structs.replace(params, **dict.fromkeys(PICTURE_FIELDS))
    return msgspec.json.encode(bare).decode()


def a1111_text(params: GenerationParams, recipe: dict[str, str]) -> str:
    """Word the parameters as AUTOMATIC1111's web UI does, for other tools to read."""
    values: dict[str, object] = {
        "Steps": params.num_inference_steps,
        "Sampler": params.sampler,
        "CFG scale": f"{params.guidance_scale:g}",
        "Seed": params.seed,
        "Size": f"{params.width}x{params.height}",
        "Model hash": recipe.get("model_hash", "")[:10],
        "Model": recipe.get("model", ""),
    }
    if params.variation_seed is not None:
        values["Variation seed"] = params.variation_seed
        values["Variation seed strength"] = f"{params.variation_strength:g}"
    if params.init_image is not None:
        values["Denoising strength"] = f"{params.strength:g}"
    if params.outpaint is not None:
        values["Outpaint"] = " ".join(map(str, msgspec.structs.astuple(params.outpaint)))
    values |= _upscale_values(params.upscale)
    if params.preset:
        values["Preset"] = params.preset
    if params.clip_skip:
        values["Clip skip"] = params.clip_skip + 1  # theirs counts from one
    values["Output scale"] = recipe.get("output_scale", "1")
    values["Version"] = recipe.get("version", "")
    lines = [params.prompt]
    if params.negative_prompt:
        lines.append(f"Negative prompt: {params.negative_prompt}")
    lines.append(", ".join(f"{key}: {_quoted(str(value))}" for key, value in values.items()))
    return "\n".join(lines)


def read_parameters(png: bytes) -> GenerationParams:
    """Read the parameters that a picture was made from.

    Exact where our own recipe is there (uploaded pictures excepted, which it names only by hash),
    else as much as AUTOMATIC1111's text says.

    Raises:
        UnreadableImageError: Not a PNG, or it does not say.
    """
    text = read_text(png)
    recipe = read_recipe(text)
    try:
        if "params" in recipe:
            return msgspec.json.decode(recipe["params"], type=GenerationParams)
        if PARAMETERS_KEYWORD in text:
            return parse_a1111(text[PARAMETERS_KEYWORD])
    except (msgspec.MsgspecError, ValueError, TypeError) as error:
        raise UnreadableImageError(reason="its parameters are damaged") from error
    raise UnreadableImageError(reason="it carries no parameters")


def read_text(png: bytes) -> dict[str, str]:
    """Return a PNG's text chunks by keyword.

    Raises:
        UnreadableImageError: It is not a PNG, or is broken.
    """
    try:
        with Image.open(io.BytesIO(png), formats=["PNG"]) as image:
            image.load()
            return {str(key): str(value) for key, value in image.text.items()}  # type: ignore[attr-defined]
    except (OSError, SyntaxError, ValueError) as error:
        raise UnreadableImageError(reason="not a whole PNG") from error


def read_recipe(text: dict[str, str]) -> dict[str, str]:
    """Return our recipe from a PNG's text chunks; empty when there is none that can be read."""
    try:
        return msgspec.json.decode(text.get(RECIPE_KEYWORD, "{}"), type=dict[str, str])
    except msgspec.MsgspecError:
        return {}


def parse_a1111(text: str) -> GenerationParams:
    """Read AUTOMATIC1111's text; what it does not say keeps its default.

    Raises:
        ValueError: A number is not one.
        TypeError: There are too many numbers.
    """
    *lines, last = text.split("\n")
    values = {m["key"].strip(): _unquoted(m["value"]) for m in _A1111_LINE.finditer(last)}
    if "Steps" not in values:
        lines, values = [*lines, last], {}
    prompt, _, negative = "\n".join(lines).partition("\nNegative prompt: ")
    width, _, height = values.get("Size", "0x0").partition("x")
    variation = values.get("Variation seed")
    grown, enlarged = values.get("Outpaint"), values.get("Upscale")
    return GenerationParams(
        prompt=prompt,
        negative_prompt=negative,
        width=int(width),
        height=int(height),
        num_inference_steps=int(values.get("Steps", 20)),
        guidance_scale=float(values.get("CFG scale", 0)),
        sampler=values.get("Sampler", ""),
        seed=int(values.get("Seed", 0)),
        variation_seed=int(variation) if variation else None,
        variation_strength=float(values.get("Variation seed strength", 0)),
        clip_skip=max(int(values.get("Clip skip", 1)) - 1, 0),
        strength=float(values.get("Denoising strength", _DEFAULT_STRENGTH)),
        outpaint=Outpaint(*map(int, grown.split())) if grown else None,
        upscale=_upscale(float(enlarged), values) if enlarged else None,
        preset=values.get("Preset", ""),
    )


def _upscale_values(upscale: Upscale | None) -> dict[str, object]:
    if upscale is None:
        return {}
    told: dict[str, object] = {"Upscale": f"{upscale.factor:g}", "Upscale tile": upscale.tile}
    return {**told, "Upscaler": _LANCZOS} if upscale.is_plain else told


def _upscale(factor: float, values: dict[str, str]) -> Upscale:
    is_plain = values.get("Upscaler") == _LANCZOS
    return Upscale(factor, int(values.get("Upscale tile", 0)), is_plain=is_plain)


def _quoted(value: str) -> str:
    return msgspec.json.encode(value).decode() if any(c in value for c in ',:\n"') else value


def _unquoted(value: str) -> str:
    return msgspec.json.decode(value, type=str) if value.startswith('"') else value
