import itertools

import pytest
import torch

from engine.demo.train.checkpoint import Progress, read_checkpoint, write_checkpoint
from engine.demo.train.loop import Budget, Settings, TrainingLoop, rate_factor
from engine.demo.train.run import Run
from engine.demo.train.sizes import SIZES


def ticking():
    """Return a clock that moves one second at each look."""
    return itertools.count().__next__


def trained(path, max_steps, *, resume=False):
    torch.manual_seed(0)
    module = torch.nn.Linear(3, 1)

    def loss(generator):
        inputs = torch.randn(4, 3, generator=generator)
        return (module(inputs) - inputs.sum(1, keepdim=True)).square().mean()

    loop = TrainingLoop(
        module, Settings(0.1, batch=4), path, device=torch.device("cpu"), clock=ticking()
    )
    if resume:
        loop.resume()
    progress = loop.run(loss, Budget(1e9, max_steps=max_steps))
    return module.weight.detach().clone(), progress


def test_an_interrupted_training_ends_like_a_whole_one(tmp_path):
    whole, _ = trained(tmp_path / "whole.safetensors", 40)
    trained(tmp_path / "halves.safetensors", 20)
    halves, progress = trained(tmp_path / "halves.safetensors", 40, resume=True)

    torch.testing.assert_close(halves, whole)
    assert progress.num_steps == 40
    assert progress.num_samples == 160


def convolved(path, max_steps, *, resume=False):
    """The same with weights that lie otherwise in memory than in a checkpoint."""
    torch.manual_seed(0)
    module = torch.nn.Conv2d(3, 4, 3).to(memory_format=torch.channels_last)

    def loss(generator):
        return (module(torch.randn(2, 3, 5, 5, generator=generator)) - 1).square().mean()

    loop = TrainingLoop(
        module, Settings(0.1, batch=2), path, device=torch.device("cpu"), clock=ticking()
    )
    if resume:
        loop.resume()
    loop.run(loss, Budget(1e9, max_steps=max_steps))
    return loop._optimizer.state[module.weight]["exp_avg"], module.weight.detach().clone()


def test_a_resumed_training_lays_its_moments_as_its_weights(tmp_path):
    _, whole = convolved(tmp_path / "whole.safetensors", 20)
    convolved(tmp_path / "halves.safetensors", 10)
    moment, halves = convolved(tmp_path / "halves.safetensors", 20, resume=True)

    assert moment.stride() == halves.stride()
    torch.testing.assert_close(halves, whole)


def test_draws_are_made_where_the_trained_network_lies(tmp_path):
    seen = []
    module = torch.nn.Linear(3, 1)
    elsewhere = torch.device("meta")  # stands for a GPU; the judge is trained on the CPU
    run = Run(tmp_path, SIZES["small"], elsewhere, Budget(60, max_steps=1))

    def loss(generator):
        seen.append(generator.device)
        return module(torch.randn(4, 3, generator=generator)).square().mean()

    run.train("judge", module, Settings(0.1, batch=4), loss)

    assert seen == [torch.device("cpu")]


def test_a_training_is_a_function_of_its_seed(tmp_path):
    first, _ = trained(tmp_path / "a.safetensors", 10)
    second, _ = trained(tmp_path / "b.safetensors", 10)

    assert torch.equal(first, second)


def test_a_piece_ends_in_time_and_is_remembered(tmp_path):
    module = torch.nn.Linear(3, 1)
    loop = TrainingLoop(
        module,
        Settings(0.1, batch=4),
        tmp_path / "piece.safetensors",
        device=torch.device("cpu"),
        clock=ticking(),
    )

    progress = loop.run(
        lambda generator: module(torch.randn(4, 3, generator=generator)).square().mean(),
        Budget(seconds=1000, piece_seconds=50),
    )

    assert 50 <= progress.seconds < 60
    assert read_checkpoint(tmp_path / "piece.safetensors")[1] == progress


@pytest.mark.parametrize(
    ("step", "part_done", "expected"), [(0, 0.0, 0.01), (500, 0.2, 1.0), (500, 1.0, 0.01)]
)
def test_the_rate_warms_up_stays_and_falls(step, part_done, expected):
    assert rate_factor(step, part_done) == pytest.approx(expected)


def test_no_checkpoint_reads_as_none(tmp_path):
    assert read_checkpoint(tmp_path / "none.safetensors") is None


def test_an_interrupted_write_leaves_the_former_checkpoint(tmp_path):
    path = tmp_path / "kept.safetensors"
    write_checkpoint(path, {"weight": torch.ones(2)}, Progress(1, 2, 3.0))

    with pytest.raises(AttributeError):
        write_checkpoint(path, {"weight": None}, Progress(9, 9, 9.0))

    tensors, progress = read_checkpoint(path)
    assert torch.equal(tensors["weight"], torch.ones(2))
    assert progress == Progress(1, 2, 3.0)
