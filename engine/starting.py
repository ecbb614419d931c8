"""What a request's latents start from: noise, or an upload, in diffusers' order of draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import torch
from torch import nn

from engine import noise
from engine.request import Kept

if TYPE_CHECKING:
    from torch import Generator, Tensor

    from engine.models.model import LoadedModel
    from engine.request import Order
    from engine.uploads.canvas import Canvas

_REDRAWN = 0.5  # where a mask reaches it, a network of nine channels draws anew


class Start(NamedTuple):
    """The beginning of one request; all on the engine's device.

    Attributes:
        latents: What the sampler starts from; float32 [1, C, H, W].
        kept: What inpainting with an ordinary network puts back after every step, or None.
        masked: What an inpainting network reads beside its latents: the mask and the latents of
            the picture without its masked part; float32 [1, 1 + C, H, W]; None for others.
    """

    latents: Tensor
    kept: Kept | None
    masked: Tensor | None


def start(
    model: LoadedModel, order: Order, generator: Generator, shape: tuple[int, int, int]
) -> Start:
    """Make what a request starts from, drawing as diffusers' pipelines do.

    Those encode the upload first, then draw the noise; inpainting also encodes the picture
    without its masked part, last. Networks of four channels ignore it: only its draw is made.
    """
    canvas = order.start_canvas
    if model.family.masked_channels:
        return _start_masked(model, order, canvas, generator, shape)
    clean = model.vae.encode(canvas.pixels, generator) if canvas else None
    drawn = _noise(model, order, generator, shape)
    if canvas is None or clean is None:
        return Start(drawn * order.table.init_noise_sigma, None, None)
    if canvas.mask is None:
        return Start(_mixed(order, clean, drawn), None, None)
    if model.vae.draws_when_encoding:
        noise.draw(generator, shape)
    mask = _shrunk(canvas.mask, shape).to(model.device)
    return Start(_inpainted(order, clean, drawn), Kept(mask, clean, drawn), None)


def _start_masked(
    model: LoadedModel,
    order: Order,
    canvas: Canvas | None,
    generator: Generator,
    shape: tuple[int, int, int],
) -> Start:
    """Start a network of nine channels; without a mask everything is masked.

    So it draws text to image as AUTOMATIC1111 lets it: over a grey picture, all of it masked.
    """
    is_noise = canvas is None or order.params.strength == 1
    clean = None if is_noise or canvas is None else model.vae.encode(canvas.pixels, generator)
    drawn = _noise(model, order, generator, shape)
    latents = drawn * order.table.init_noise_sigma if clean is None else _mixed(order, clean, drawn)
    width, height = order.size
    pixels = (1, 3, height, width)
    if canvas is None or canvas.mask is None:
        mask, seen = torch.ones(1, 1, *pixels[2:]), torch.zeros(pixels)
    else:
        mask = (canvas.mask >= _REDRAWN).float()
        seen = canvas.pixels * (1 - mask)
    encoded = model.vae.encode(seen, generator)
    masked = torch.cat([_shrunk(mask, shape).to(encoded.device), encoded], 1)
    return Start(latents, None, masked)


def _noise(
    model: LoadedModel, order: Order, generator: Generator, shape: tuple[int, int, int]
) -> Tensor:
    if order.mosaic is not None:
        return order.mosaic.noise(order.tile).to(model.device)
    return noise.initial_noise(
        generator,
        shape,
        variation_seed=order.params.variation_seed,
        variation_strength=order.params.variation_strength,
    ).to(model.device)


def _inpainted(order: Order, clean: Tensor, drawn: Tensor) -> Tensor:
    """Start an inpainting of full strength from noise alone, as its pipeline does."""
    if order.params.strength == 1:
        return drawn * order.table.init_noise_sigma
    return _mixed(order, clean, drawn)


def _mixed(order: Order, clean: Tensor, drawn: Tensor) -> Tensor:
    of_clean, of_noise = order.table.start
    return of_clean * clean + of_noise * drawn


def _shrunk(mask: Tensor, shape: tuple[int, int, int]) -> Tensor:
    return nn.functional.interpolate(mask, size=shape[1:])
