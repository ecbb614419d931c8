"""GenerationParams: everything that decides what one image looks like."""

from __future__ import annotations

import math
from typing import Final

import msgspec

from engine.errors import InvalidParameterError
from engine.prompt_weights import parse_prompt

MAX_SEED: Final = 2**53 - 1  # Discord's integer options are doubles
MAX_STEPS: Final = 150
MAX_GUIDANCE: Final = 35.0
MAX_PROMPT_LENGTH: Final = 4000  # characters
SIZE_MULTIPLE: Final = 8  # pixels per latent in the families we serve, and a PNG-friendly grid
MIN_UPSCALE: Final = 1.5
MAX_UPSCALE: Final = 4.0
MAX_SIDE: Final = 4096  # pixels; the pixel limit proper belongs to the loaded model


class Outpaint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How far the canvas grows on each side, in pixels; multiples of 8."""

    left: int = 0
    top: int = 0
    right: int = 0
    bottom: int = 0


class Upscale(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A tiled image-to-image upscale; a ``strength`` of 0.1 to 0.3 keeps what is there.

    Attributes:
        factor: Output side over input side, 1.5 to 4.
        tile: Side of a tile in pixels, a multiple of 8; 0 takes the model's native side.
        is_plain: Whether the picture is only resampled (Lanczos), at its own size and without the
            network; everything else that decides what is drawn then counts for nothing.
    """

    factor: float = 2.0
    tile: int = 0
    is_plain: bool = False


class GenerationParams(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One image, wholly: equal parameters and model give the equal image in any company.

    Names and meanings are diffusers' (StableDiffusionPipeline.__call__).

    Attributes:
        prompt: What to draw; at most 4000 characters.
        negative_prompt: What to keep out; empty for none.
        width: Pixels, a multiple of 8; 0 takes the model's native width. With ``upscale``: before
            it is enlarged; 0 takes the picture's own.
        height: Likewise.
        num_inference_steps: 1 to 150.
        guidance_scale: 1 (off) to 35; 0 takes the model's default, with ``upscale`` 1.
        guidance_rescale: 0 to 1 (Lin et al. 2023, arXiv:2305.08891, section 3.4).
        guidance_start: Fraction of the steps before which guidance is off, 0 to 1.
        guidance_end: Fraction of the steps after which guidance is off, 0 to 1.
        sampler: A name of ``engine.samplers``; empty takes the model's own.
        seed: 0 to 2**53 - 1.
        variation_seed: Seed of the noise mixed in for variations, or None.
        variation_strength: 0 (the seed alone) to 1 (the variation seed alone).
        clip_skip: How many of the text encoder's last layers to leave out; 0 to 11.
        init_image: Encoded picture to start from, or None. The library also takes PIL images.
        strength: How much of the start image is redrawn, over 0 to 1.
        mask_image: Encoded mask; white is redrawn. Needs ``init_image``.
        outpaint: Growth of the canvas around ``init_image``, or None.
        upscale: Tiled upscale of ``init_image``, or None.
        preset: Empty, or ``fast`` for the approximate preset.
        model: Name of the model; empty takes the engine's default.
    """

    prompt: str
    negative_prompt: str = ""
    width: int = 0
    height: int = 0
    num_inference_steps: int = 20
    guidance_scale: float = 0.0
    guidance_rescale: float = 0.0
    guidance_start: float = 0.0
    guidance_end: float = 1.0
    sampler: str = ""
    seed: int = 0
    variation_seed: int | None = None
    variation_strength: float = 0.0
    clip_skip: int = 0
    init_image: bytes | None = None
    strength: float = 0.75
    mask_image: bytes | None = None
    outpaint: Outpaint | None = None
    upscale: Upscale | None = None
    preset: str = ""
    model: str = ""

    def check(self) -> None:
        """Refuse values that no model could draw.

        Raises:
            InvalidParameterError: Names the first parameter out of range and its range.
            PromptTooComplexError: A prompt's brackets nest too deep, or it has too many weights.
        """
        _check_text("prompt", self.prompt)
        _check_text("negative_prompt", self.negative_prompt)
        if not self.prompt.strip():
            raise InvalidParameterError(parameter="prompt", reason="is empty")
        _check_side("width", self.width)
        _check_side("height", self.height)
        _check_range("num_inference_steps", self.num_inference_steps, 1, MAX_STEPS)
        if self.guidance_scale != 0:
            _check_range("guidance_scale", self.guidance_scale, 1, MAX_GUIDANCE)
        for name in _FRACTIONS:
            _check_range(name, getattr(self, name), 0, 1)
        if self.guidance_start >= self.guidance_end:
            raise InvalidParameterError(
                parameter="guidance_end", reason="must be above guidance_start"
            )
        _check_range("strength", self.strength, 0, 1)
        if self.strength == 0:
            raise InvalidParameterError(parameter="strength", reason="must be above 0")
        _check_range("seed", self.seed, 0, MAX_SEED)
        if self.variation_seed is not None:
            _check_range("variation_seed", self.variation_seed, 0, MAX_SEED)
        _check_range("clip_skip", self.clip_skip, 0, 11)
        self._check_pictures()

    @property
    def is_resampled(self) -> bool:
        """Whether the network has no part in the image."""
        return self.upscale is not None and self.upscale.is_plain

    def _check_pictures(self) -> None:
        if self.init_image is None:
            for name in ("mask_image", "outpaint", "upscale"):
                if getattr(self, name) is not None:
                    raise InvalidParameterError(parameter=name, reason="needs init_image")
        elif self.upscale is not None:
            self._check_upscale(self.upscale)
        if self.preset not in {"", "fast"}:
            raise InvalidParameterError(parameter="preset", reason="must be empty or 'fast'")

    def _check_upscale(self, upscale: Upscale) -> None:
        reason = ""
        if not MIN_UPSCALE <= upscale.factor <= MAX_UPSCALE:  # NaN is refused, too
            reason = f"factor must be between {MIN_UPSCALE:g} and {MAX_UPSCALE:g}"
        elif upscale.tile < 0 or upscale.tile % SIZE_MULTIPLE:
            reason = f"tile must be a multiple of {SIZE_MULTIPLE}"
        elif self.mask_image is not None or self.outpaint is not None:
            reason = "cannot be combined with mask_image or outpaint"
        if reason:
            raise InvalidParameterError(parameter="upscale", reason=reason)


_FRACTIONS: Final = ("guidance_rescale", "guidance_start", "guidance_end", "variation_strength")


def _check_range(name: str, value: float, low: float, high: float) -> None:
    if not (math.isfinite(value) and low <= value <= high):
        raise InvalidParameterError(parameter=name, reason=f"must be between {low} and {high}")


def _check_side(name: str, value: int) -> None:
    _check_range(name, value, 0, MAX_SIDE)
    if value % SIZE_MULTIPLE:
        raise InvalidParameterError(parameter=name, reason=f"must be a multiple of {SIZE_MULTIPLE}")


def _check_text(name: str, value: str) -> None:
    parse_prompt(value[:MAX_PROMPT_LENGTH])
    if len(value) > MAX_PROMPT_LENGTH:
        raise InvalidParameterError(
            parameter=name, reason=f"is longer than {MAX_PROMPT_LENGTH} characters"
        )
