"""Tiling: a large picture decoded piece by piece, the pieces blended where they overlap."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

import torch

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor

TILE: Final = 64  # latents along a side: what Stable Diffusion's autoencoder was trained on
OVERLAP: Final = 16  # latents shared by neighbours, a quarter of a tile


def decode_in_tiles(
    decode: Callable[[Tensor], Tensor],
    latents: Tensor,
    *,
    scale: int,
    tile: int = TILE,
    overlap: int = OVERLAP,
) -> Tensor:
    """Decode overlapping tiles of equal size and blend them by linear ramps.

    Memory is that of one tile. The picture differs from one decoded whole, because the decoder's
    normalisations see a tile at a time; the ramps keep that from showing as seams.

    Args:
        decode: Latents to pixels; [1, C, h, w] to [1, 3, h * scale, w * scale].
        latents: [1, C, H, W].
        scale: Pixels per latent, along one side.
        tile: Latents along a tile's side; smaller where the picture is.
        overlap: Latents that neighbours share at least, less than ``tile``.

    Returns:
        float32 [1, 3, H * scale, W * scale], on the device of ``latents``.
    """
    height, width = latents.shape[2:]
    tops, lefts = (_starts(length, tile, overlap) for length in (height, width))
    total = torch.zeros(1, 3, height * scale, width * scale, device=latents.device)
    weight = torch.zeros(1, 1, height * scale, width * scale, device=latents.device)
    ramp = _ramp(min(tile, height), overlap, scale)[:, None] * _ramp(
        min(tile, width), overlap, scale
    )
    ramp = ramp.to(latents.device)
    for top, left in itertools.product(tops, lefts):
        pixels = decode(latents[:, :, top : top + tile, left : left + tile]).float()
        rows = slice(top * scale, top * scale + pixels.shape[2])
        columns = slice(left * scale, left * scale + pixels.shape[3])
        total[:, :, rows, columns] += pixels * ramp
        weight[:, :, rows, columns] += ramp
    return total / weight


def _starts(length: int, tile: int, overlap: int) -> list[int]:
    """Place tiles evenly from edge to edge."""
    if length <= tile:
        return [0]
    count = -(-(length - overlap) // (tile - overlap))
    return [round(index * (length - tile) / (count - 1)) for index in range(count)]


def _ramp(length: int, overlap: int, scale: int) -> Tensor:
    """Rise over the overlap, stay at 1, fall again; float32 [length * scale], all above 0."""
    place = torch.arange(length * scale, dtype=torch.float32) + 0.5
    edge = torch.minimum(place, length * scale - place)
    return (edge / (overlap * scale)).clamp(max=1.0)
