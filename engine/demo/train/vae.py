"""The autoencoder's training: sharp edges, latents of standard deviation one."""

from __future__ import annotations

import logging
import math
from typing import TYPE_CHECKING, Any

import torch

from engine.demo.train import networks
from engine.demo.train.dataset import NUM_FEW, render_pictures, slices, to_network
from engine.demo.train.loop import Settings
from engine.demo.train.warm_start import warm_start

if TYPE_CHECKING:
    from torch import Tensor

    from engine.demo.train.run import Run

logger = logging.getLogger(__name__)

LATENT_NOISE = 0.15
"""Most noise on the latents while training, so that the decoder forgives the UNet's errors."""
NUM_MEASURED = 400
MSE_WEIGHT, STATISTICS_WEIGHT = 2.0, 0.02


def train_vae(run: Run) -> None:
    """Train the autoencoder; of the embedded one, the decoder alone, so that latents stay."""
    size = run.size
    num_measured = run.count(NUM_MEASURED)
    count = num_measured + run.count(NUM_FEW)
    pictures = render_pictures(size.concepts, size.pixels, run.seed + 1, count).pixels
    measured, learnt = pictures[:num_measured], pictures[num_measured:]
    vae = _first_vae(run, learnt).to(run.device, memory_format=torch.channels_last)
    logger.info("vae %.2f dB before", psnr(vae, measured, run.device))
    is_gpu = run.device.type == "cuda"
    settings = Settings(1e-3, 64 if is_gpu else 8, clip=0.5, weight_decay=1e-4, seed=run.seed)
    loss = VAELoss(
        vae,
        learnt,
        batch=settings.batch,
        crop=size.pixels if is_gpu else size.pixels // 2,
        device=run.device,
        has_free_encoder=run.is_fresh,
    )
    run.train("vae", vae, settings, loss)
    logger.info("vae %.2f dB after", psnr(vae, measured, run.device))
    run.keep("vae", vae)


def _first_vae(run: Run, pictures: Tensor) -> Any:
    """Return the autoencoder to begin with; a new one already codes mean colours."""
    vae = run.part("vae")
    if run.is_fresh and not run.has_part("vae"):
        some = pictures[:NUM_MEASURED].permute(0, 3, 1, 2).float() / 255
        networks.seeded(lambda: warm_start(vae, some, run.size.vae_factor), run.seed)
    return vae


class VAELoss:
    """The reconstruction error of random crops of pictures."""

    def __init__(
        self,
        vae: Any,
        pictures: Tensor,
        *,
        batch: int,
        crop: int,
        device: torch.device,
        has_free_encoder: bool,
    ) -> None:
        vae.encoder.requires_grad_(has_free_encoder)
        self._vae, self._pictures = vae, pictures
        self._batch, self._crop, self._device = batch, crop, device

    def __call__(self, generator: torch.Generator) -> Tensor:
        """Return the loss of one batch, a scalar."""
        pictures = self._draw(generator)
        with torch.autocast("cuda", torch.bfloat16, enabled=self._device.type == "cuda"):
            latents = self._vae.encode(pictures).latents
            amount = torch.rand(self._batch, 1, 1, 1, generator=generator, device=self._device)
            noise = torch.randn(latents.shape, generator=generator, device=self._device)
            found = self._vae.decode(latents + noise * amount * LATENT_NOISE).sample
        return reconstruction_error(found.float(), pictures) + statistics_error(latents.float())

    def _draw(self, generator: torch.Generator) -> Tensor:
        rows = torch.randint(
            len(self._pictures), (self._batch,), generator=generator, device=self._device
        )
        pictures = to_network(self._pictures[rows.cpu()], self._device)
        room = pictures.shape[-1] - self._crop + 1
        y, x = torch.randint(room, (2,), generator=generator, device=self._device).tolist()
        return pictures[..., y : y + self._crop, x : x + self._crop]


def reconstruction_error(found: Tensor, wanted: Tensor) -> Tensor:
    """Return L1 + 2 MSE + L1 of the gradients; float32 [B, 3, H, W] each."""
    error = found - wanted
    across = (error[..., 1:] - error[..., :-1]).abs().mean()
    down = (error[..., 1:, :] - error[..., :-1, :]).abs().mean()
    return error.abs().mean() + MSE_WEIGHT * error.square().mean() + across + down


def statistics_error(latents: Tensor) -> Tensor:
    """Return how far the latents' channels are from mean 0 and standard deviation 1."""
    mean, deviation = latents.mean((0, 2, 3)), latents.std((0, 2, 3))
    return STATISTICS_WEIGHT * (mean.square().mean() + (deviation - 1).square().mean())


@torch.no_grad()
def psnr(vae: Any, pictures: Tensor, device: torch.device) -> float:
    """Return the reconstruction's peak signal-to-noise ratio in dB over uint8 pictures."""
    vae = vae.to(device).eval()
    errors = []
    for rows in slices(pictures):
        wanted = to_network(rows, device)
        found = vae.decode(vae.encode(wanted).latents).sample.clamp(-1, 1)
        errors.append(((found - wanted) / 2).square().mean((1, 2, 3)))
    return -10 * math.log10(torch.cat(errors).mean().item())
