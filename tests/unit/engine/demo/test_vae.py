import torch

from engine.demo.train.networks import new_vae, seeded
from engine.demo.train.sizes import SIZES
from engine.demo.train.vae import psnr, reconstruction_error, statistics_error
from engine.demo.train.warm_start import warm_start


def gradients(count, side):
    """Return smooth coloured pictures, uint8 [N, H, W, 3]."""
    generator = torch.Generator().manual_seed(0)
    corners = torch.rand(count, 3, 2, 2, generator=generator)
    smooth = torch.nn.functional.interpolate(corners, (side, side), mode="bilinear")
    return (smooth * 255).byte().permute(0, 2, 3, 1)


def test_a_warm_autoencoder_already_codes_mean_colours():
    pictures = gradients(32, 64)
    vae = seeded(lambda: new_vae(SIZES["small"]), 0)
    cold = psnr(vae, pictures, torch.device("cpu"))

    seeded(lambda: warm_start(vae, pictures.permute(0, 3, 1, 2).float() / 255, 4), 0)

    assert psnr(vae, pictures, torch.device("cpu")) > cold + 16


def test_both_sizes_have_sixteen_latents_a_side():
    assert {size.latent_side for size in SIZES.values()} == {16}


def test_a_perfect_reconstruction_has_no_error():
    pictures = torch.rand(2, 3, 8, 8)

    assert reconstruction_error(pictures, pictures) == 0
    assert reconstruction_error(pictures, pictures + 0.1) > 0


def test_latents_of_deviation_one_have_no_error():
    latents = torch.randn(64, 4, 16, 16, generator=torch.Generator().manual_seed(0))

    assert statistics_error(latents) < 1e-3
    assert statistics_error(latents * 3 + 1) > 0.05
