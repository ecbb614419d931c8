"""On a GPU nothing meets what lies on the CPU: the whole way of a picture, tried without a GPU."""

from __future__ import annotations

import pytest
import torch
from diffusers import StableDiffusionXLPipeline

from engine.params import Upscale
from engine.protocol import Finished, Stepped
from tests.support.far_device import FAR, FarDevice, TwoDevicesError, far_engine
from tests.support.tiny_engines import parts_of, run_dry, some_params, tiny_folder
from tests.support.tiny_sdxl import build_tiny_sdxl
from tests.support.uploads import png

UPLOAD, MASK = png((32, 32), color=(9, 90, 200)), png((32, 32), "L", 128)


def a_wish(**changes):
    return some_params(**{"num_inference_steps": 2, **changes})


WISHES = {
    "text": a_wish(prompt="(a red:1.3) [fox]", guidance_rescale=0.5, sampler="Euler a"),
    "long": a_wish(prompt="a fox, " * 40, negative_prompt="(grey:0.5)", variation_seed=3),
    "unguided": a_wish(guidance_scale=1.0, width=48, sampler="DPM++ 2M"),
    "fast": a_wish(preset="fast"),
    "image": a_wish(init_image=UPLOAD, strength=0.6),
    "inpainting": a_wish(init_image=UPLOAD, mask_image=MASK, strength=0.6),
    "tiles": a_wish(init_image=UPLOAD, upscale=Upscale(1.5), strength=0.6),
}
FEW = ("text", "fast", "inpainting")


def draw(engine, wishes):
    for wish in wishes:
        engine.submit(WISHES[wish], preview_steps=1)
    events = run_dry(engine)
    engine.close()
    return events


def assert_all_drawn(events, count):
    assert sum(isinstance(event, Finished) for event in events) == count
    assert any(isinstance(event, Stepped) and event.preview for event in events)


def test_every_kind_of_picture_keeps_the_devices_apart():
    with FarDevice() as far:
        events = draw(far_engine(tiny_folder()), WISHES)

    assert_all_drawn(events, len(WISHES))
    assert far.calls[torch.ops.aten.convolution.default] > 100


def test_deterministic_mode_and_tiled_decoding_keep_the_devices_apart():
    options = {"deterministic": True, "deterministic_rows": 4, "tiled_decode_pixels": 1}
    with FarDevice():
        events = draw(far_engine(tiny_folder(vae="tiny"), **options), FEW)

    assert_all_drawn(events, len(FEW))


def test_an_inpainting_sdxl_keeps_the_devices_apart_and_its_autoencoder_wide(tmp_path):
    with FarDevice():
        folder = build_tiny_sdxl(tmp_path, unet={"in_channels": 9})
        engine = far_engine(folder, StableDiffusionXLPipeline)
        assert parts_of(engine).model.vae._vae.dtype == torch.float32
        events = draw(engine, FEW)

    assert_all_drawn(events, len(FEW))


def test_the_far_device_refuses_what_a_gpu_refuses():
    far, weight = torch.ones(1, 4, 8, 8, device=FAR), torch.ones(4, 4, 3, 3)
    with FarDevice(), torch.inference_mode():
        with pytest.raises(TwoDevicesError, match="devices"):
            torch.nn.functional.conv2d(far, weight)
        with pytest.raises(TwoDevicesError, match="dtypes"):
            torch.nn.functional.conv2d(far.half(), weight.to(FAR))
        with pytest.raises(TwoDevicesError, match="devices"):
            torch.nn.functional.embedding(torch.tensor([0]), far[0, 0])
        with pytest.raises(TwoDevicesError, match="devices"):
            far.add_(torch.ones(8))
        far[torch.tensor([0])] = far.mul(torch.tensor(2.0)).cpu().to(FAR)
