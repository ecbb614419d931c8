"""Latents and pixels: the autoencoder's own conventions."""

from __future__ import annotations

import pytest
import torch
from diffusers import AutoencoderKL

from engine.noise import make_generator
from engine.vae import Autoencoder

SHAPE = (1, 4, 8, 8)
BLOCKS = {
    "block_out_channels": [4, 8],
    "down_block_types": ["DownEncoderBlock2D"] * 2,
    "up_block_types": ["UpDecoderBlock2D"] * 2,
    "latent_channels": 4,
    "norm_num_groups": 2,
}


class Linear(AutoencoderKL):
    """Real in its configuration; its networks hand their input on, so that numbers show."""

    def encode(self, pixels):
        return type("Encoded", (), {"latents": pixels})()

    def decode(self, latents, *, return_dict):
        return (latents[:, :3],)


@pytest.mark.parametrize(
    "config",
    [
        {"scaling_factor": 0.5},
        {"scaling_factor": 0.3611, "shift_factor": 0.1159},
        {"latents_mean": [0.1, 0.2, 0.3, 0.4], "latents_std": [2.0, 3.0, 4.0, 5.0]},
    ],
)
def test_encoding_undoes_the_scale_that_decoding_applies(config):
    vae = Autoencoder(Linear(**BLOCKS, **config), torch.device("cpu"))
    pixels = torch.rand(SHAPE, generator=torch.Generator().manual_seed(0)) * 2 - 1

    latents = vae.encode(pixels, make_generator(0))
    decoded = torch.from_numpy(vae.decode(latents)[0]).permute(2, 0, 1) / 127.5 - 1

    assert not torch.allclose(latents, pixels)
    assert torch.allclose(decoded, pixels[0, :3], atol=1 / 127)


def test_mean_and_deviation_are_applied_as_in_diffusers():
    config = {"latents_mean": [0.1, 0.2, 0.3, 0.4], "latents_std": [2.0, 3.0, 4.0, 5.0]}
    vae = Autoencoder(Linear(**BLOCKS, **config, scaling_factor=0.5), torch.device("cpu"))

    latents = vae.encode(torch.ones(SHAPE), make_generator(0))

    assert latents[0, :, 0, 0].tolist() == pytest.approx([0.225, 0.8 / 6, 0.0875, 0.06])
