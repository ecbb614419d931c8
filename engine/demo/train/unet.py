"""The UNet's training: v-prediction on cached latents, with captions left out at times."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import torch

from engine.demo.draw import draw, load_pipeline
from engine.demo.sheet import contact_sheet
from engine.demo.train.caption import describe, names_of
from engine.demo.train.concepts import COLOURS
from engine.demo.train.dataset import read_samples
from engine.demo.train.loop import Settings
from engine.demo.train.networks import new_scheduler
from engine.demo.train.plan import Plan

if TYPE_CHECKING:
    from torch import Tensor

    from engine.demo.train.dataset import Samples
    from engine.demo.train.run import Run

CAPTION_DROPOUT = 0.1
SHEET_GUIDANCE, SHEET_STEPS = 3.0, 20
MAX_SNR_WEIGHT = 5.0
TIME_KNOTS = ((0.0, 0.0), (0.08, 80.0), (0.8, 600.0), (1.0, 1000.0))
"""Quantile to timestep: seven tenths of the draws fall on 80..600, where shapes are decided."""


def train_unet(run: Run) -> None:
    """Train the UNet on cached latents, pack the pipeline and draw a contact sheet."""
    size = run.size
    frozen = {name: run.part(name) for name in ("vae", "text_encoder", "tokenizer")}
    count = run.count(size.num_pictures)
    samples = read_samples(
        run.folder / "cache", size, frozen, count=count, seed=run.seed, device=run.device
    )
    unet = run.part("unet").to(run.device)
    loss = UNetLoss(unet, samples, batch=size.batch, device=run.device, is_compiled=run.is_compiled)
    run.train("unet", unet, Settings(size.rate, size.batch, seed=run.seed), loss)
    run.keep("unet", unet)
    run.pack()
    _draw_sheet(run)


def _draw_sheet(run: Run) -> None:
    """Write one picture of each concept to the run's folder."""
    colours = list(COLOURS)
    plans = [
        Plan(subject, background=colours[i % len(colours)])
        for i, subject in enumerate(run.size.concepts)
    ]
    prompts = [describe(plan, names_of(plan.subject)[0]) for plan in plans]
    pictures = draw(
        load_pipeline(run.pipeline, run.device),
        prompts,
        range(len(prompts)),
        guidance_scale=SHEET_GUIDANCE,
        num_inference_steps=SHEET_STEPS,
    )
    contact_sheet(pictures, prompts).save(run.folder / "sheet.png")


def draw_timesteps(count: int, generator: torch.Generator) -> Tensor:
    """Draw stratified timesteps in [0, 1000), int64 [count], along ``TIME_KNOTS``."""
    device = generator.device
    jitter = torch.rand(count, generator=generator, device=device)
    quantiles = (torch.arange(count, device=device) + jitter) / count
    timesteps = torch.zeros_like(quantiles)
    for (q0, t0), (q1, t1) in pairwise(TIME_KNOTS):
        inside = ((quantiles - q0) / (q1 - q0)).clamp(0, 1)
        timesteps += inside * (t1 - t0)
    return timesteps.long().clamp(0, 999)


def loss_weights(alphas_cumprod: Tensor) -> Tensor:
    """Return the weight of each timestep's v-error, float32 [1000].

    Source:
        Hang et al. 2023, arXiv:2303.09556 (Min-SNR-gamma), with gamma = 5 and SNR + 1 in
        place of SNR, so that the noisiest steps, which decide flat colours, keep their weight.
    """
    snr = alphas_cumprod / (1 - alphas_cumprod)
    return (snr + 1).clamp(max=MAX_SNR_WEIGHT) / (snr + 1)


class UNetLoss:
    """The weighted v-prediction error of random batches of samples.

    Source:
        Salimans and Ho 2022, arXiv:2202.00512, appendix D: v = alpha * eps - sigma * x.
    """

    def __init__(
        self, unet: Any, samples: Samples, *, batch: int, device: torch.device, is_compiled: bool
    ) -> None:
        self._unet = torch.compile(unet) if is_compiled else unet
        self._samples = type(samples)(*(tensor.to(device) for tensor in samples))
        self._alphas_cumprod = new_scheduler().alphas_cumprod.to(device)
        self._weights = loss_weights(self._alphas_cumprod)
        self._batch, self._device = batch, device

    def __call__(self, generator: torch.Generator) -> Tensor:
        """Return the loss of one batch, a scalar."""
        latents, embeds = self._draw(generator)
        timesteps = draw_timesteps(self._batch, generator)
        noise = torch.randn(latents.shape, generator=generator, device=self._device)
        alpha_cumprod = self._alphas_cumprod[timesteps].view(-1, 1, 1, 1)
        alpha, sigma = alpha_cumprod.sqrt(), (1 - alpha_cumprod).sqrt()
        noisy = alpha * latents + sigma * noise
        with torch.autocast("cuda", torch.bfloat16, enabled=self._device.type == "cuda"):
            found = self._unet(noisy, timesteps, embeds, return_dict=False)[0]
        error = (found.float() - (alpha * noise - sigma * latents)).square().mean((1, 2, 3))
        loss: Tensor = (error * self._weights[timesteps]).mean()
        return loss

    def _draw(self, generator: torch.Generator) -> tuple[Tensor, Tensor]:
        count = len(self._samples.latents)
        rows = torch.randint(count, (self._batch,), generator=generator, device=self._device)
        embeds = self._samples.prompt_embeds[rows].float()
        chances = torch.rand(self._batch, generator=generator, device=self._device)
        embeds[chances < CAPTION_DROPOUT] = self._samples.empty_embeds.float()
        return self._samples.latents[rows].float(), embeds
