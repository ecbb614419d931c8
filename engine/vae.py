"""The autoencoder: latents to pixels, with the conventions of diffusers' image processor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import structlog
import torch

from engine.errors import NotFiniteError
from engine.memory import free_memory, is_out_of_memory
from engine.tiles.tiling import TILE, decode_in_tiles

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from torch import Generator, Tensor

log = structlog.get_logger(__name__)

NOT_A_STEP: Final = -1  # the autoencoder's mark in ``NotFiniteError.step_index``


class Autoencoder:
    """An ``AutoencoderKL`` or ``AutoencoderTiny`` behind one face.

    Attributes:
        scale_factor: Pixels per latent, along one side.
        latent_channels: C of the latents.
        draws_when_encoding: Whether ``encode`` consumes a draw.
        is_tiny: Whether decoding is so cheap that previews may use it.

    Args:
        vae: The network.
        device: Where it is.
        tiled_pixels: Pictures of so many pixels or more are decoded in tiles; 0: those that
            did not fit into memory whole.
        is_fixed: Deterministic mode: nothing is learnt from running out of memory.
    """

    def __init__(
        self, vae: Any, device: torch.device, *, tiled_pixels: int = 0, is_fixed: bool = False
    ) -> None:
        self._vae = vae
        self._device = device
        self._tiled_pixels = tiled_pixels
        self._is_fixed = is_fixed
        self.scale_factor: int = 2 ** (len(vae.config.block_out_channels) - 1)
        self.latent_channels: int = vae.config.latent_channels
        self.draws_when_encoding: bool = type(vae).__name__ == "AutoencoderKL"
        self.is_tiny: bool = type(vae).__name__ == "AutoencoderTiny"
        self._mean = self._of_channels("latents_mean", vae.config.get("shift_factor") or 0.0)
        self._deviation = self._of_channels("latents_std", 1.0)

    def decode(self, latents: Tensor) -> list[npt.NDArray[np.uint8]]:
        """Decode clean latents into pictures.

        Args:
            latents: float32 [B, C, H, W], as the sampler left them.

        Returns:
            B arrays, uint8 [height, width, 3], RGB.

        Raises:
            NotFiniteError: A pixel is NaN or infinite.
        """
        scale = self._vae.config.scaling_factor
        scaled = latents.to(self._device) * self._deviation / scale + self._mean
        pixels = self._pixels(scaled.to(self._vae.dtype))
        if not pixels.isfinite().all():
            raise NotFiniteError(step_index=NOT_A_STEP)
        pixels = (pixels.float() / 2 + 0.5).clamp(0, 1).permute(0, 2, 3, 1)
        return list((pixels * 255).round().to(torch.uint8).cpu().numpy())

    def encode(self, pixels: Tensor, generator: Generator) -> Tensor:
        """Encode one picture, drawing from its distribution where the network has one.

        Args:
            pixels: float32 [1, 3, height, width] in -1..1.
            generator: The request's; an ``AutoencoderKL`` consumes one draw.

        Returns:
            float32 [1, C, H, W] on the engine's device.
        """
        encoded = self._vae.encode(pixels.to(self._device, self._vae.dtype))
        if hasattr(encoded, "latent_dist"):
            latents = encoded.latent_dist.sample(generator)
        else:
            latents = encoded.latents
        scale = self._vae.config.scaling_factor
        scaled: Tensor = (latents.float() - self._mean) * scale / self._deviation
        return scaled

    def is_tiled(self, latents: Tensor) -> bool:
        """Say whether latents of this size are decoded in tiles, as far as is known by now."""
        return 0 < self._tiled_pixels <= self._num_pixels(latents)

    def _num_pixels(self, latents: Tensor) -> int:
        """Pixels of one picture; latents [B, C, H, W]."""
        return latents.shape[2] * latents.shape[3] * self.scale_factor**2

    def _pixels(self, scaled: Tensor) -> Tensor:
        """Decode whole if that fits, otherwise in tiles; [B, 3, height, width]."""
        if self.is_tiled(scaled):
            return self._tiled(scaled)
        try:
            return self._whole(scaled)
        except Exception as error:
            if self._is_fixed or max(scaled.shape[2:]) <= TILE or not is_out_of_memory(error):
                raise
        free_memory()
        self._tiled_pixels = self._num_pixels(scaled)
        log.info("decoding_in_tiles", num_pixels=self._tiled_pixels)
        return self._tiled(scaled)

    def _tiled(self, scaled: Tensor) -> Tensor:
        tiled = [decode_in_tiles(self._whole, row[None], scale=self.scale_factor) for row in scaled]
        return torch.cat(tiled)

    def _whole(self, scaled: Tensor) -> Tensor:
        pixels: Tensor = self._vae.decode(scaled, return_dict=False)[0]
        return pixels

    def _of_channels(self, name: str, default: float) -> Tensor:
        """Read a number for each latent channel; float32 [1, C, 1, 1]."""
        values = self._vae.config.get(name)
        if values is None:
            values = [default] * self.latent_channels
        return torch.tensor(values, device=self._device, dtype=torch.float32).view(1, -1, 1, 1)
