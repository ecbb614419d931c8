"""Admission: parameters to orders, refused early, and orders to requests, ready to be drawn."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING, Final

import msgspec

from engine import noise
from engine.errors import (
    ImageTooLargeError,
    InvalidParameterError,
    UnknownModelError,
    UnsupportedModeError,
)
from engine.families.base import MASKED
from engine.guidance import guidance_schedule
from engine.params import SIZE_MULTIPLE, GenerationParams, Outpaint
from engine.postprocess.parameters import PICTURE_FIELDS
from engine.prompts import PromptEncoder
from engine.request import Group, Order, Output, Request
from engine.reuse import FAST, whole_evaluations
from engine.safety.entrance import Entry
from engine.samplers import find_sampler
from engine.sizes import MAX_OUTPUT_PIXELS, fit_size, own_size, resampled
from engine.starting import start
from engine.tiles.mosaic import plan_mosaic
from engine.uploads.canvas import prepare_canvas
from engine.uploads.inspection import measure_upload

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torch import Generator

    from engine.families.base import Conditioning
    from engine.models.model import LoadedModel
    from engine.postprocess.pool import PostprocessPool
    from engine.prompts import Prompt
    from engine.safety.entrance import Entrance
    from engine.sampler_table import SamplerTable
    from engine.tiles.mosaic import Mosaic
    from engine.uploads.canvas import Canvas

_MAX_WATERMARK_ID: Final = 2**32 - 1


class Admission:
    """Lets requests in, one model at a time.

    Args:
        model: What they will be drawn with.
        pool: Where uploaded pictures are decoded.
        entrance: Where they are judged.
        max_encode_batch: Prompts in one run of the text encoder.
    """

    def __init__(
        self,
        model: LoadedModel,
        pool: PostprocessPool,
        entrance: Entrance,
        *,
        max_encode_batch: int,
    ) -> None:
        self._model = model
        self._pool = pool
        self._entrance = entrance
        self._prompts = PromptEncoder(model.family, max_batch=max_encode_batch)

    def order(
        self,
        params: GenerationParams,
        *,
        request_id: str,
        watermark_id: int | None,
        preview_steps: int,
        stop_margin: float | None = None,
        output: Output,
        is_kept: bool,
        now: float,
    ) -> Order:
        """Check parameters and fill in every default, before anything is encoded.

        Raises:
            RequestRejectedError: The parameters cannot be drawn by this model.
        """
        params.check()
        pictures = _pictures_of(params)
        for picture in pictures.values():
            measure_upload(picture)
        if watermark_id is not None and not 0 <= watermark_id <= _MAX_WATERMARK_ID:
            raise InvalidParameterError(parameter="watermark_id", reason="must fit 32 bits")
        params = self._complete(params)
        self._check_mode(params)
        if params.upscale is not None and output is Output.LATENT:
            raise UnsupportedModeError(mode="latents of an upscale")
        is_drawn = not params.is_resampled
        mosaic = self._mosaic(params)
        return Order(
            request_id=request_id,
            params=params,
            prompts=self._plan_prompts(params) if is_drawn else (),
            sampling=self._sampling(params) if is_drawn else None,
            canvas=self._canvas(params, mosaic),
            watermark_id=watermark_id,
            # a tile shows little of the picture
            preview_steps=0 if params.upscale else preview_steps,
            stop_margin=stop_margin,
            output=output,
            is_kept=is_kept,
            submitted_at=now,
            mosaic=mosaic,
            entry=self._entry(pictures),
        )

    def admit(self, orders: Sequence[Order]) -> list[Request]:
        """Encode prompts in one batch and draw the noise of each order.

        Raises:
            RequestRejectedError: An upload or sampler cannot be used; nothing is encoded.
            SafetyUnavailableError: An upload cannot be judged; likewise.
        """
        for order in orders:
            order.check_prepared()
        encoded = self._prompts.encode(prompt for order in orders for prompt in order.prompts)
        return [self._request(order, encoded) for order in orders]

    def _request(self, order: Order, encoded: dict[Prompt, Conditioning]) -> Request:
        conditionings = [self._condition(encoded[prompt], order) for prompt in order.prompts]
        shape = self._latent_shape(order)
        generator = _make_generator(order)
        guidances = self._guidances(order.params, len(order.table))
        begun = start(self._model, order, generator, shape)
        if begun.masked is not None:
            conditionings = [{**told, MASKED: begun.masked} for told in conditionings]
        return Request(
            order=order,
            conditioning=conditionings[0],
            unconditional=conditionings[1] if max(guidances) > 1 else None,
            table=order.table,
            guidances=guidances,
            generator=generator,
            group=Group(shape, _shapes(conditionings[0])),
            start=begun.latents,
            kept=begun.kept,
            whole=whole_evaluations(guidances) if order.params.preset == FAST else (),
        )

    def _mosaic(self, params: GenerationParams) -> Mosaic | None:
        if params.upscale is None or params.is_resampled:
            return None
        return plan_mosaic(params, params.upscale, self._model)

    def _plan_prompts(self, params: GenerationParams) -> tuple[Prompt, ...]:
        return self._prompts.plan(params, is_guided=self._is_guided(params))

    def _sampling(self, params: GenerationParams) -> Future[SamplerTable]:
        """Find the table, or let a worker make it: up to a second for 150 steps of DPM2.

        Raises:
            RequestRejectedError: It is known that there is none.
        """
        sampler, tables = find_sampler(params.sampler), self._model.tables
        strength = None if params.init_image is None else params.strength
        wanted = (sampler, params.num_inference_steps, strength)
        if (found := tables.find(*wanted)) is None:
            return self._pool.prepare(lambda key: tables.get(*key), wanted)
        made: Future[SamplerTable] = Future()
        made.set_result(found)
        return made

    def _is_guided(self, params: GenerationParams) -> bool:
        return params.guidance_scale > 1 and not self._model.family.is_guided_by_embedding

    def _guidances(self, params: GenerationParams, num_evaluations: int) -> tuple[float, ...]:
        if not self._is_guided(params):
            return (1.0,) * num_evaluations
        return guidance_schedule(params, num_evaluations)

    def _canvas(self, params: GenerationParams, mosaic: Mosaic | None) -> Future[Canvas] | None:
        if params.init_image is None:
            return None
        size = (mosaic.grid.width, mosaic.grid.height) if mosaic else None
        if params.upscale is not None and params.is_resampled:
            size = _resampled_size(params.init_image, params.upscale.factor)
        return self._pool.prepare(lambda given: prepare_canvas(given, size), params)

    def _entry(self, pictures: dict[str, bytes]) -> Entry | None:
        if not (pictures and self._entrance.is_guarded):
            return None
        looks = {
            name: self._pool.prepare(self._entrance.look, picture)
            for name, picture in pictures.items()
        }
        return Entry(self._entrance, looks)

    def _condition(self, encoded: Conditioning, order: Order) -> Conditioning:
        width, height = order.size
        return self._model.family.condition(
            encoded, width=width, height=height, guidance_scale=order.params.guidance_scale
        )

    def _complete(self, params: GenerationParams) -> GenerationParams:
        info = self._model.info
        width, height = self._size(params)
        # told to, each tile would draw the whole subject once more
        default_guidance = 1.0 if params.upscale else info.default_guidance
        if params.model not in {"", info.name}:
            raise UnknownModelError(model=params.model)
        return msgspec.structs.replace(
            params,
            width=width,
            height=height,
            guidance_scale=params.guidance_scale or default_guidance,
            sampler=find_sampler(params.sampler or info.default_sampler).name,
            model=info.name,
        )

    def _size(self, params: GenerationParams) -> tuple[int, int]:
        """Choose the size that was left open: the native one, or an upload's own shape."""
        info, grown = self._model.info, params.outpaint or Outpaint()
        width, height = info.native_width, info.native_height
        if params.init_image is not None and not (params.width and params.height):
            picture, grid = measure_upload(params.init_image), self._model.size_multiple
            if params.upscale is None:
                width, height = fit_size(picture, width * height, grid)
            else:
                width, height = own_size(picture, info.output_scale, grid)
        return (
            params.width or width + grown.left + grown.right,
            params.height or height + grown.top + grown.bottom,
        )

    def _check_mode(self, params: GenerationParams) -> None:
        grid = self._model.size_multiple
        for name in ("width", "height"):
            if getattr(params, name) % grid:
                raise InvalidParameterError(parameter=name, reason=f"must be a multiple of {grid}")
        pixels = params.width * params.height
        if params.upscale is None and pixels > self._model.info.max_pixels:
            raise ImageTooLargeError(pixels=pixels, max_pixels=self._model.info.max_pixels)
        if params.preset and not self._model.family.has_shortcut:
            raise UnsupportedModeError(mode=f"preset {params.preset}")
        if params.outpaint is not None:
            _check_outpaint(params, params.outpaint, grid)

    def _latent_shape(self, order: Order) -> tuple[int, int, int]:
        scale, (width, height) = self._model.vae.scale_factor, order.size
        return (self._model.vae.latent_channels, height // scale, width // scale)


def _pictures_of(params: GenerationParams) -> dict[str, bytes]:
    """Return the uploaded pictures by their parameters' names."""
    given = {name: getattr(params, name) for name in PICTURE_FIELDS}
    return {name: picture for name, picture in given.items() if picture is not None}


def _resampled_size(picture: bytes, factor: float) -> tuple[int, int]:
    width, height = resampled(measure_upload(picture), factor)
    if width * height > MAX_OUTPUT_PIXELS:
        raise ImageTooLargeError(pixels=width * height, max_pixels=MAX_OUTPUT_PIXELS)
    return width, height


def _make_generator(order: Order) -> Generator:
    if order.mosaic is None:
        return noise.make_generator(order.params.seed)
    return noise.make_tile_generator(order.params.seed, order.tile)


def _check_outpaint(params: GenerationParams, grown: Outpaint, grid: int) -> None:
    sides = (grown.left, grown.top, grown.right, grown.bottom)
    if min(sides) < 0 or not any(sides) or any(side % SIZE_MULTIPLE for side in sides):
        raise InvalidParameterError(
            parameter="outpaint", reason=f"sides must be multiples of {SIZE_MULTIPLE}, one above 0"
        )
    inner = params.width - grown.left - grown.right, params.height - grown.top - grown.bottom
    if min(inner) < grid:
        raise InvalidParameterError(parameter="outpaint", reason="leaves no room for the picture")


def _shapes(conditioning: Conditioning) -> tuple[tuple[str, tuple[int, ...]], ...]:
    return tuple((name, tuple(value.shape[1:])) for name, value in sorted(conditioning.items()))
