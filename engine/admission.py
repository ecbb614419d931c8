"""Admission: parameters to orders, refused early, and orders to requests, ready to be drawn."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import msgspec

from engine import noise
from engine.errors import (
    ImageTooLargeError,
    InvalidParameterError,
    UnknownModelError,
    UnsupportedModeError,
)
from engine.guidance import guidance_schedule
from engine.params import SIZE_MULTIPLE, GenerationParams
from engine.prompts import PromptEncoder
from engine.request import Group, Order, Output, Request
from engine.samplers import find_sampler

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.families.base import Conditioning
    from engine.model import LoadedModel
    from engine.prompts import Prompt


class Admission:
    """Lets requests in, one model at a time.

    Args:
        model: What they will be drawn with.
        max_encode_batch: Prompts in one run of the text encoder.
    """

    def __init__(self, model: LoadedModel, *, max_encode_batch: int) -> None:
        self._model = model
        self._prompts = PromptEncoder(model.family, max_batch=max_encode_batch)

    def order(
        self,
        params: GenerationParams,
        *,
        request_id: str,
        watermark_id: int | None,
        preview_steps: int,
        output: Output,
        is_kept: bool,
        now: float,
    ) -> Order:
        """Check parameters and fill in every default, before anything is encoded.

        Raises:
            RequestRejectedError: The parameters cannot be drawn by this model.
        """
        params.check()
        params = self._complete(params)
        self._check_mode(params)
        table = self._model.tables.get(find_sampler(params.sampler), params.num_inference_steps)
        is_embedded = self._model.family.is_guided_by_embedding
        guidances = (1.0,) * len(table) if is_embedded else guidance_schedule(params, len(table))
        return Order(
            request_id=request_id,
            params=params,
            table=table,
            guidances=guidances,
            prompts=self._prompts.plan(params, is_guided=max(guidances) > 1),
            watermark_id=watermark_id,
            preview_steps=preview_steps,
            output=output,
            is_kept=is_kept,
            submitted_at=now,
        )

    def admit(self, orders: Sequence[Order]) -> list[Request]:
        """Encode prompts in one batch and draw the noise of each order."""
        encoded = self._prompts.encode(prompt for order in orders for prompt in order.prompts)
        return [self._request(order, encoded) for order in orders]

    def _request(self, order: Order, encoded: dict[Prompt, Conditioning]) -> Request:
        params = order.params
        conditionings = [self._condition(encoded[prompt], params) for prompt in order.prompts]
        shape = self._latent_shape(params)
        generator = noise.make_generator(params.seed)
        start = noise.initial_noise(
            generator,
            shape,
            variation_seed=params.variation_seed,
            variation_strength=params.variation_strength,
        )
        return Request(
            order=order,
            conditioning=conditionings[0],
            unconditional=conditionings[1] if len(conditionings) > 1 else None,
            generator=generator,
            group=Group(shape, _shapes(conditionings[0])),
            start=start * order.table.init_noise_sigma,
        )

    def _condition(self, encoded: Conditioning, params: GenerationParams) -> Conditioning:
        return self._model.family.condition(
            encoded,
            width=params.width,
            height=params.height,
            guidance_scale=params.guidance_scale,
        )

    def _complete(self, params: GenerationParams) -> GenerationParams:
        info = self._model.info
        if params.model not in {"", info.name}:
            raise UnknownModelError(model=params.model)
        return msgspec.structs.replace(
            params,
            width=params.width or info.native_width,
            height=params.height or info.native_height,
            guidance_scale=params.guidance_scale or info.default_guidance,
            sampler=find_sampler(params.sampler or info.default_sampler).name,
            model=info.name,
        )

    def _check_mode(self, params: GenerationParams) -> None:
        grid = math.lcm(SIZE_MULTIPLE, self._model.vae.scale_factor)
        for name in ("width", "height"):
            if getattr(params, name) % grid:
                raise InvalidParameterError(parameter=name, reason=f"must be a multiple of {grid}")
        pixels = params.width * params.height
        if pixels > self._model.info.max_pixels:
            raise ImageTooLargeError(pixels=pixels, max_pixels=self._model.info.max_pixels)
        for name in ("init_image", "mask_image", "outpaint", "upscale", "preset"):
            if getattr(params, name):
                raise UnsupportedModeError(mode=name)

    def _latent_shape(self, params: GenerationParams) -> tuple[int, int, int]:
        scale = self._model.vae.scale_factor
        return (self._model.vae.latent_channels, params.height // scale, params.width // scale)


def _shapes(conditioning: Conditioning) -> tuple[tuple[str, tuple[int, ...]], ...]:
    return tuple((name, tuple(value.shape[1:])) for name, value in sorted(conditioning.items()))
