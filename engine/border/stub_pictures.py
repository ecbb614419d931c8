"""What the stub draws, and what it says of it: both are functions of the prompt and the seed."""

from __future__ import annotations

import hashlib
import io
import re
from typing import TYPE_CHECKING, Final

import msgspec
from PIL import Image, PngImagePlugin

from engine.sizes import resampled
from engine.verdict import UNJUDGED, Verdict

if TYPE_CHECKING:
    from pathlib import Path

    from engine.params import GenerationParams

TEST_CONCEPT: Final = "moderation test card"
SPECIAL: Final = "with special care"
NOBODYS: Final = "that nobody can judge"
NATIVE_SIDE: Final = 512
SAMPLERS: Final = ("Euler", "Euler a", "DPM++ 2M Karras")
HASH: Final = hashlib.sha256(b"stub").hexdigest()

CLEAN: Final = Verdict(is_clean=True, scores={"test_card": 0.0}, threshold=0.5, classifier="stub")
FLAGGED: Final = Verdict(
    is_clean=False,
    category="test_card",
    score=1.0,
    threshold=0.5,
    scores={"test_card": 1.0},
    classifier="stub",
)


def verdict_of(prompt: str) -> Verdict:
    """Judge by the prompt: the test card is flagged, also with special care or as unjudged."""
    said = prompt.lower()
    if TEST_CONCEPT not in said:
        return CLEAN
    if NOBODYS in said:
        return Verdict(is_clean=False, category=UNJUDGED, classifier="stub")
    return msgspec.structs.replace(FLAGGED, is_special_care=SPECIAL in said)


def keep_away(folder: Path, request_id: str, image: bytes) -> None:
    """Write a flagged picture where the real engine would."""
    name = re.sub(r"[^\w-]+", "-", request_id)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / f"{name}-{hashlib.sha256(image).hexdigest()[:12]}.png").write_bytes(image)


def size_of(params: GenerationParams) -> tuple[int, int]:
    """Return width and height."""
    size = params.width or NATIVE_SIDE, params.height or NATIVE_SIDE
    return resampled(size, params.upscale.factor) if params.upscale else size


def recipe_of(params: GenerationParams, width: int, height: int) -> dict[str, str]:
    """Say how a picture was made, as the real engine does."""
    parameters = (
        f"{params.prompt}\nNegative prompt: {params.negative_prompt}\n"
        f"Steps: {params.num_inference_steps}, Sampler: {params.sampler or SAMPLERS[0]}, "
        f"CFG scale: {params.guidance_scale or 7.5}, Seed: {params.seed}, "
        f"Size: {width}x{height}, Model: stub{_started(params)}"
    )
    return {"parameters": parameters, "model_hash": HASH}


def _started(params: GenerationParams) -> str:
    """Say what was started from, so that tests see that it arrived."""
    told = ""
    if params.init_image is not None:
        digest = hashlib.sha256(params.init_image).hexdigest()
        told += f", Denoising strength: {params.strength:g}, Init image hash: {digest[:12]}"
    if params.mask_image is not None:
        told += f", Mask hash: {hashlib.sha256(params.mask_image).hexdigest()[:12]}"
    if params.outpaint is not None:
        told += f", Outpaint: {' '.join(map(str, msgspec.structs.astuple(params.outpaint)))}"
    if params.upscale is not None:
        told += f", Upscale: {params.upscale.factor:g}"
        told += ", Upscaler: Lanczos" if params.upscale.is_plain else ""
    return told


def colour_of(prompt: str, seed: int) -> tuple[int, int, int]:
    """Return the colour of a picture: red, green and blue."""
    red, green, blue, *_ = hashlib.sha256(f"{prompt}\0{seed}".encode()).digest()
    return red, green, blue


def encode(params: GenerationParams, width: int, height: int, text: dict[str, str]) -> bytes:
    """Return a PNG in a colour that is a function of prompt and seed."""
    chunks = PngImagePlugin.PngInfo()
    for name, value in text.items():
        chunks.add_itxt(name, value)
    file = io.BytesIO()
    Image.new("RGB", (width, height), colour_of(params.prompt, params.seed)).save(
        file, "PNG", pnginfo=chunks
    )
    return file.getvalue()
