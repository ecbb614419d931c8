"""Noise that depends on nothing but a request's seeds.

Every draw comes from a CPU generator of the request's own, in float32 and in diffusers' shape
[1, C, H, W], so that the same seed gives the same bits on every device and in any company.
"""

from __future__ import annotations

import hashlib

import torch
from torch import Generator, Tensor

_PARALLEL = 1e-6  # sine of the smallest angle that is divided by


def make_generator(seed: int) -> Generator:
    """Make the generator of one image, as diffusers' users make it."""
    return Generator("cpu").manual_seed(seed)


def make_tile_generator(seed: int, tile: int) -> Generator:
    """Make the generator of one tile of an image; torch reads the lower 32 bits of a seed only."""
    digest = hashlib.sha256(f"{seed} {tile}".encode()).digest()
    return make_generator(int.from_bytes(digest[:4]))


def draw(generator: Generator, shape: tuple[int, int, int]) -> Tensor:
    """Draw one image's noise; float32 [1, C, H, W], on the CPU."""
    return torch.randn((1, *shape), generator=generator, dtype=torch.float32)


def initial_noise(
    generator: Generator,
    shape: tuple[int, int, int],
    *,
    variation_seed: int | None,
    variation_strength: float,
) -> Tensor:
    """Draw the noise that an image starts from, mixed with a variation's where asked for.

    The first draw of ``generator`` is consumed in either case, so that a sampler's own draws
    are the same for every variation strength.

    Returns:
        float32 [1, C, H, W] of unit variance.
    """
    noise = draw(generator, shape)
    if variation_seed is None or variation_strength == 0:
        return noise
    return slerp(noise, draw(make_generator(variation_seed), shape), variation_strength)


def slerp(start: Tensor, end: Tensor, share: float) -> Tensor:
    """Interpolate along the great circle between two noises; both ends exact.

    A straight mix of independent noises would lose variance; the circle keeps it.

    Args:
        start: float32 [1, C, H, W]; not changed.
        end: Likewise.
        share: 0 gives ``start``, 1 gives ``end``.

    Source: Shoemake 1985, "Animating rotation with quaternion curves", section 3.3.
    """
    if share in {0, 1}:
        return end if share else start
    cosine = torch.dot(start.flatten(), end.flatten()) / (start.norm() * end.norm())
    angle = torch.acos(cosine.clamp(-1, 1))
    if angle.sin() < _PARALLEL:  # the same direction: the circle is not defined
        return torch.lerp(start, end, share)
    return (torch.sin((1 - share) * angle) * start + torch.sin(share * angle) * end) / angle.sin()
