"""Rendered training pictures, as pixels for the autoencoder and as latents for the UNet."""

from __future__ import annotations

import json
import os
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import torch
from safetensors.torch import load_file, save_file

from engine.demo.train.caption import caption
from engine.demo.train.plan import Plan, Planner
from engine.demo.train.renderer import pixels, render

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from torch import Tensor

    from engine.demo.train.sizes import Size

PICTURES_A_TASK = 500
ENCODED_AT_ONCE = 64
NUM_FEW = 12_000
"""Pictures enough for the stages other than the UNet's."""


class Pictures(NamedTuple):
    """Pictures with what they show.

    Attributes:
        pixels: uint8 [N, H, W, 3].
        captions: One a picture.
        plans: One a picture.
    """

    pixels: Tensor
    captions: list[str]
    plans: list[Plan]


class Samples(NamedTuple):
    """What the UNet learns from.

    Attributes:
        latents: float16 [N, 4, h, w], of standard deviation about 1.
        prompt_embeds: float16 [N, L, D], row for row the captions of ``latents``.
        empty_embeds: float16 [1, L, D], of the empty prompt.
    """

    latents: Tensor
    prompt_embeds: Tensor
    empty_embeds: Tensor


def render_range(
    concepts: Sequence[str], size: int, seed: int, indexes: range
) -> tuple[np.ndarray[Any, np.dtype[np.uint8]], list[str], list[Plan]]:
    """Render the pictures of ``indexes``; each depends on seed and index alone."""
    planner = Planner(concepts)
    pictures = np.empty((len(indexes), size, size, 3), np.uint8)
    captions, plans = [], []
    for row, index in enumerate(indexes):
        rng = np.random.default_rng([seed, index])
        plan = planner.draw(rng)
        captions.append(caption(plan, rng))
        pictures[row] = pixels(render(plan, rng, size))
        plans.append(plan)
    return pictures, captions, plans


def render_pictures(concepts: Sequence[str], size: int, seed: int, count: int) -> Pictures:
    """Render ``count`` pictures with captions on all cores this process may use."""
    ranges = [
        range(first, min(first + PICTURES_A_TASK, count))
        for first in range(0, count, PICTURES_A_TASK)
    ]
    workers = min(len(ranges), len(os.sched_getaffinity(0)))
    if workers <= 1:
        parts = [render_range(concepts, size, seed, indexes) for indexes in ranges]
    else:
        with ProcessPoolExecutor(workers) as pool:
            n = len(ranges)
            parts = list(pool.map(render_range, [concepts] * n, [size] * n, [seed] * n, ranges))
    return Pictures(
        torch.from_numpy(np.concatenate([part[0] for part in parts])),
        [text for part in parts for text in part[1]],
        [plan for part in parts for plan in part[2]],
    )


def to_network(pictures: Tensor, device: torch.device) -> Tensor:
    """Turn uint8 [N, H, W, 3] into float32 [N, 3, H, W] in [-1, 1] on ``device``."""
    return pictures.to(device).permute(0, 3, 1, 2).float() / 127.5 - 1


def slices(tensor: Tensor) -> Iterator[Tensor]:
    """Yield a tensor's rows, as many at once as a network takes."""
    for first in range(0, len(tensor), ENCODED_AT_ONCE):
        yield tensor[first : first + ENCODED_AT_ONCE]


def token_ids(tokenizer: Any, captions: list[str]) -> Tensor:
    """Return padded token ids, int64 [N, L]."""
    ids: Tensor = tokenizer(
        captions,
        padding="max_length",
        truncation=True,
        max_length=tokenizer.model_max_length,
        return_tensors="pt",
    ).input_ids
    return ids


@torch.no_grad()
def encode_pictures(vae: Any, pictures: Tensor, device: torch.device) -> Tensor:
    """Return the latents of uint8 pictures, float16 [N, 4, h, w] on the CPU."""
    vae = vae.to(device).eval()
    parts = [vae.encode(to_network(rows, device)).latents.half().cpu() for rows in slices(pictures)]
    return torch.cat(parts).contiguous()


@torch.no_grad()
def encode_captions(
    text_encoder: Any, tokenizer: Any, captions: list[str], device: torch.device
) -> Tensor:
    """Return the text tower's last states, float16 [N, L, D] on the CPU."""
    text_encoder = text_encoder.to(device).eval()
    parts = [
        text_encoder(rows.to(device)).last_hidden_state.half().cpu()
        for rows in slices(token_ids(tokenizer, captions))
    ]
    return torch.cat(parts).contiguous()


def read_samples(
    cache: Path,
    size: Size,
    parts: dict[str, Any],
    *,
    count: int,
    seed: int,
    device: torch.device,
) -> Samples:
    """Return the UNet's samples from ``cache``, or render, encode and store them there.

    Args:
        cache: A folder of the run; its file is named after everything in ``size`` it depends on.
        size: Which pictures to render.
        parts: The frozen "vae", "text_encoder" and "tokenizer".
        count: How many.
        seed: Chooses the pictures.
        device: Where to encode.
    """
    name = f"samples-{size.pixels}px-{len(size.concepts)}-{count}-{seed}"
    path = cache / f"{name}.safetensors"
    if not path.is_file():
        cache.mkdir(parents=True, exist_ok=True)
        pictures = render_pictures(size.concepts, size.pixels, seed, count)
        (cache / f"{name}.json").write_text(json.dumps(pictures.captions))
        text_encoder, tokenizer = parts["text_encoder"], parts["tokenizer"]
        samples = Samples(
            encode_pictures(parts["vae"], pictures.pixels, device),
            encode_captions(text_encoder, tokenizer, pictures.captions, device),
            encode_captions(text_encoder, tokenizer, [""], device),
        )
        save_file(samples._asdict(), path)
    return Samples(**load_file(path))
