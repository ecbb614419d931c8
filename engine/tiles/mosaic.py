"""Mosaic: a large picture drawn in tiles that overlap, each of them an ordinary row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import torch

from engine import noise
from engine.errors import ImageTooLargeError, InvalidParameterError
from engine.sizes import MAX_OUTPUT_PIXELS, enlarged
from engine.tiles.tile_grid import TileGrid

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from torch import Tensor

    from engine.models.model import LoadedModel
    from engine.params import GenerationParams, Upscale
    from engine.tiles.tile_grid import Box

MAX_TILES: Final = 64


class Mosaic:
    """The tiles of one request: their noise, how far they are, and the picture they become.

    Args:
        grid: Where they lie.
        params: Whose seeds make the noise.
        latent_channels: C of the latents.
        scale_factor: Pixels per latent, along one side.

    Attributes:
        grid: As given.
        steps_done: Evaluations done by all tiles together.
        is_over: Whether the request has its terminal event.
    """

    def __init__(
        self, grid: TileGrid, params: GenerationParams, *, latent_channels: int, scale_factor: int
    ) -> None:
        self.grid = grid
        self.steps_done = 0
        self.is_over = False
        self._params = params
        self._channels = latent_channels
        self._scale = scale_factor
        self._noise: Tensor | None = None
        self._last: int | None = None
        self._decoded: dict[int, npt.NDArray[np.uint8]] = {}

    def __len__(self) -> int:
        return len(self.grid.boxes)

    def noise(self, tile: int) -> Tensor:
        """Cut a tile's noise out of the whole picture's, so that neighbours share theirs.

        Returns:
            float32 [1, C, H, W].
        """
        scale = self._scale
        if self._noise is None:
            self._noise = noise.initial_noise(
                noise.make_generator(self._params.seed),
                (self._channels, self.grid.height // scale, self.grid.width // scale),
                variation_seed=self._params.variation_seed,
                variation_strength=self._params.variation_strength,
            )
        left, top, width, height = (side // scale for side in self.grid.boxes[tile])
        return self._noise[:, :, top : top + height, left : left + width].clone()

    def put(self, tile: int, pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8] | None:
        """Add a decoded tile; the last one returns the whole picture, the others None.

        The same tile may be put again: the one that was last stays the last. Tiles are summed in
        the order of their places, not of their arrival, so that the picture is the same bit for
        bit whoever was faster.

        Args:
            tile: Its number.
            pixels: uint8 [height, width, 3].
        """
        is_new = tile not in self._decoded
        self._decoded[tile] = pixels
        if is_new and len(self._decoded) == len(self):
            self._last = tile
        return self._fused() if tile == self._last else None

    def _fused(self) -> npt.NDArray[np.uint8]:
        total = torch.zeros(self.grid.height, self.grid.width, 3)
        weight = torch.zeros(self.grid.height, self.grid.width, 1)
        for tile, box in enumerate(self.grid.boxes):
            share = _weights(self.grid, box)
            place = slice(box.top, box.top + box.height), slice(box.left, box.left + box.width)
            total[place] += torch.from_numpy(self._decoded[tile]) * share
            weight[place] += share
        fused: npt.NDArray[np.uint8] = (total / weight).round().to(torch.uint8).numpy()
        return fused


def plan_mosaic(params: GenerationParams, upscale: Upscale, model: LoadedModel) -> Mosaic:
    """Lay the tiles of an upscale, before anything is decoded.

    Args:
        params: With the size before enlarging filled in.
        upscale: Of these parameters.
        model: Who draws them.

    Raises:
        ImageTooLargeError: The finished picture would have more pixels than 2048x2048.
        InvalidParameterError: The tiles are too small, too large or too many.
    """
    info, multiple = model.info, model.size_multiple
    width, height = enlarged((params.width, params.height), upscale.factor, multiple)
    pixels = width * height * info.output_scale**2
    if pixels > MAX_OUTPUT_PIXELS:
        raise ImageTooLargeError(pixels=pixels, max_pixels=MAX_OUTPUT_PIXELS)
    tile = upscale.tile or min(info.native_width, info.native_height)
    if tile % multiple or tile < 2 * multiple or tile**2 > info.max_pixels:
        reason = f"tile must be a multiple of {multiple} that this model can draw"
        raise InvalidParameterError(parameter="upscale", reason=reason)
    grid = TileGrid.cover((width, height), tile, multiple)
    if len(grid.boxes) > MAX_TILES:
        reason = f"tile gives {len(grid.boxes)} tiles, over {MAX_TILES}"
        raise InvalidParameterError(parameter="upscale", reason=reason)
    return Mosaic(
        grid,
        params,
        latent_channels=model.vae.latent_channels,
        scale_factor=model.vae.scale_factor,
    )


def _weights(grid: TileGrid, box: Box) -> Tensor:
    """Say how much a tile counts at each of its pixels before its neighbours are counted in.

    It fades linearly over the overlap, and not at all at the picture's own edges.

    Returns:
        float32 [height, width, 1], above 0.
    """
    lefts = sorted({other.left for other in grid.boxes})
    tops = sorted({other.top for other in grid.boxes})
    across = _fading(box.left, box.width, lefts)
    down = _fading(box.top, box.height, tops)
    return (down[:, None] * across[None])[:, :, None]


def _fading(start: int, length: int, starts: list[int]) -> Tensor:
    """Weigh one side of a tile; float32 [length]."""
    place = starts.index(start)
    weight = torch.ones(length)
    if place > 0:
        shared = starts[place - 1] + length - start
        weight[:shared] *= _ramp(shared)
    if place + 1 < len(starts):
        shared = start + length - starts[place + 1]
        weight[-shared:] *= _ramp(shared).flip(0)
    return weight


def _ramp(length: int) -> Tensor:
    return (torch.arange(length) + 0.5) / length
