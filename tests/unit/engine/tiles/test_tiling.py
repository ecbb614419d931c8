"""Pictures decoded in tiles: whole, without seams, in the memory of a tile."""

from __future__ import annotations

import pytest
import torch

from engine.engine import Engine
from engine.noise import make_generator
from engine.tiles.tiling import decode_in_tiles
from engine.vae import Autoencoder
from tests.support.tiny_engines import parts_of, shared_engine, some_params, tiny_folder


def upscaled(latents):
    return latents[:, :3].repeat_interleave(2, 2).repeat_interleave(2, 3)


@pytest.mark.parametrize("size", [(8, 8), (16, 8), (17, 40), (9, 31)])
def test_a_decoder_that_looks_at_one_latent_gives_the_same_in_tiles(size):
    latents = torch.randn(1, 4, *size, generator=make_generator(0))
    shapes = set()

    def decode(tile):
        shapes.add(tuple(tile.shape[2:]))
        return upscaled(tile)

    tiled = decode_in_tiles(decode, latents, scale=2, tile=8, overlap=3)

    assert tiled.allclose(upscaled(latents), atol=1e-6)
    assert shapes == {(8, 8)}


def blurred(latents):
    """See two latents around, like a decoder's convolutions."""
    spread = torch.nn.functional.avg_pool2d(latents[:, :3], 5, stride=1, padding=2)
    return spread.repeat_interleave(2, 2).repeat_interleave(2, 3)


def steps_at_seams(picture, column):
    return (picture[..., column] - picture[..., column - 1]).abs().mean()


def test_a_seam_is_no_steeper_than_the_picture_is_anyway():
    coarse = torch.randn(1, 4, 4, 10, generator=make_generator(1))
    latents = torch.nn.functional.interpolate(coarse, size=(16, 40), mode="bicubic")
    whole = blurred(latents)

    tiled = decode_in_tiles(blurred, latents, scale=2, tile=16, overlap=6)

    steepest = max(steps_at_seams(whole, column) for column in range(2, 80, 2))
    assert max(steps_at_seams(tiled, column) for column in range(1, 80)) <= 1.1 * steepest
    assert (tiled - whole).abs().mean() < 0.05 * whole.abs().mean()


def autoencoder(**options):
    vae = parts_of(shared_engine()).model.vae._vae
    return Autoencoder(vae, torch.device("cpu"), **options), vae


@torch.inference_mode()
def test_a_real_decoder_in_tiles_is_close_to_the_whole():
    latents = torch.randn(1, 4, 80, 144, generator=make_generator(2))
    whole = autoencoder()[0].decode(latents)[0].astype(int)

    tiled = autoencoder(tiled_pixels=1)[0].decode(latents)[0].astype(int)

    assert tiled.shape == whole.shape == (160, 288, 3)
    assert abs(tiled - whole).mean() < 1.0  # of 255
    assert abs(tiled - whole).max() < 40


def exhausted_above(vae, limit, monkeypatch):
    decode, sizes = vae.decode, []

    def small_only(latents, **options):
        sizes.append(latents.shape[2] * latents.shape[3])
        if sizes[-1] > limit:
            message = "DefaultCPUAllocator: can't allocate memory"
            raise RuntimeError(message)
        return decode(latents, **options)

    monkeypatch.setattr(vae, "decode", small_only)
    return sizes


@torch.inference_mode()
def test_a_picture_that_does_not_fit_whole_is_decoded_in_tiles_from_then_on(monkeypatch):
    learning, vae = autoencoder()
    sizes = exhausted_above(vae, 64 * 64, monkeypatch)
    latents = torch.randn(1, 4, 64, 100, generator=make_generator(3))

    first, second = learning.decode(latents)[0], learning.decode(latents)[0]

    assert (first == second).all()
    assert [size for size in sizes if size > 64 * 64] == [64 * 100]


@torch.inference_mode()
def test_deterministic_mode_never_changes_how_it_decodes(monkeypatch):
    fixed, vae = autoencoder(is_fixed=True)
    exhausted_above(vae, 64 * 64, monkeypatch)

    with pytest.raises(RuntimeError, match="allocate"):
        fixed.decode(torch.zeros(1, 4, 64, 100))


def test_the_limit_can_be_configured():
    engine = Engine.from_pretrained(str(tiny_folder()), tiled_decode_pixels=32 * 32)
    decoded = []
    vae = parts_of(engine).model.vae
    decode = vae._tiled
    vae._tiled = lambda scaled: decoded.append(tuple(scaled.shape)) or decode(scaled)

    assert engine.generate(some_params()).image
    engine.close()
    assert decoded == [(1, 4, 16, 16)]


@pytest.mark.parametrize(("pixels", "decoded"), [(0, "whole"), (1, "in tiles of 64 sharing 16")])
def test_the_recipe_says_how_a_picture_was_decoded(pixels, decoded):
    engine = shared_engine(tiled_decode_pixels=pixels)

    result = engine.generate(some_params(num_inference_steps=1))

    assert result.recipe["decoded"] == decoded
