"""Replay: draw a picture's recipe again, and compare what comes out with the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np
from PIL import Image

from engine.errors import UnreadableImageError
from engine.params import GenerationParams
from engine.postprocess.parameters import read_recipe
from engine.uploads.inspection import open_upload

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from engine.config import EngineSettings

MARK_LEVELS: Final = 2.5  # mean difference that watermark, rounding and batching may make
ALIKE_LEVELS: Final = 12.0  # likewise, with JPEG or scaling on top


class Likeness(msgspec.Struct, frozen=True, kw_only=True):
    """How a picture compares with its recipe, drawn again.

    Attributes:
        verdict: ``same`` (up to watermark and rounding), ``alike`` (up to what re-encoding and
            scaling do) or ``different``.
        mean_levels: Mean difference of all channels, of 255 levels.
        model_matches: Whether the model loaded here is the recipe's.
    """

    verdict: str
    mean_levels: float
    model_matches: bool


def replay(
    settings: EngineSettings, file: bytes, recipe: Mapping[str, str] | None = None
) -> Likeness:
    """Draw a picture's recipe again with the configured model.

    Args:
        settings: Of the engine.
        file: The picture.
        recipe: As recorded; None takes the one in the file.

    Raises:
        UnreadableImageError: There is no recipe, or it needs a start image, which it names only
            by its hash.
        engine.errors.EngineError: It cannot be drawn.
    """
    upload = open_upload(file)
    known = dict(recipe or read_recipe(upload.text))
    params = params_of(known)
    from engine.engine import Engine  # noqa: PLC0415  (loads torch)

    engine = Engine.from_settings(settings)
    try:
        result = engine.generate(params)
    finally:
        engine.close()
    if result.image is None:
        raise UnreadableImageError(reason="its recipe's picture is withheld")
    return compare(
        np.asarray(upload.image),
        np.asarray(result.image.convert("RGB")),
        model_matches=result.recipe.get("model_hash") == known.get("model_hash"),
    )


def params_of(recipe: Mapping[str, str]) -> GenerationParams:
    """Return the parameters of a recipe.

    Raises:
        UnreadableImageError: There are none, or they need a start image.
    """
    if "params" not in recipe:
        raise UnreadableImageError(reason="it carries no recipe")
    if "init_image_sha256" in recipe:
        raise UnreadableImageError(reason="its recipe starts from a picture that is not in it")
    try:
        return msgspec.json.decode(recipe["params"], type=GenerationParams)
    except msgspec.MsgspecError as error:
        raise UnreadableImageError(reason="its recipe is damaged") from error


def compare(
    seen: npt.NDArray[np.uint8], drawn: npt.NDArray[np.uint8], *, model_matches: bool
) -> Likeness:
    """Compare a picture, uint8 [H, W, 3], with what its recipe gives, at the latter's size."""
    height, width = drawn.shape[:2]
    scaled = seen
    if seen.shape != drawn.shape:
        image = Image.fromarray(seen).resize((width, height), Image.Resampling.BICUBIC)
        scaled = np.asarray(image)
    mean = float(np.abs(scaled.astype(np.int16) - drawn).mean())
    is_same = seen.shape == drawn.shape and mean <= MARK_LEVELS
    verdict = "same" if is_same else "alike" if mean <= ALIKE_LEVELS else "different"
    return Likeness(verdict=verdict, mean_levels=round(mean, 3), model_matches=model_matches)
