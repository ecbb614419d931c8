import torch

from engine.demo.train.networks import new_scheduler
from engine.demo.train.unet import draw_timesteps, loss_weights


def test_timesteps_cover_the_schedule_and_gather_where_shapes_are_decided():
    timesteps = draw_timesteps(1000, torch.Generator().manual_seed(0))

    assert timesteps.min() >= 0
    assert timesteps.max() > 990
    middle = ((timesteps >= 80) & (timesteps < 600)).float().mean()
    assert abs(middle - 0.72) < 0.01


def test_the_noisiest_steps_keep_their_weight():
    weights = loss_weights(new_scheduler().alphas_cumprod)

    assert weights.shape == (1000,)
    assert weights[-1] == 1
    assert weights[0] < 0.01
    assert (weights.diff() >= 0).all()
