"""Find a scheduler's coefficients by running the real object on basis vectors.

A scheduler that is linear at fixed settings maps (state, model output, noise) to (new state) by
a matrix. Each tensor that it touches gets one unit vector along the last axis, so that after its
own ``step`` the components of every new tensor *are* that matrix's rows. What the scheduler keeps
between steps is found by shape, not by name: nothing here knows any scheduler.
"""

from __future__ import annotations

import copy
import inspect
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import torch
from torch.overrides import TorchFunctionMode
from typing_extensions import override

from engine.quick_lms import quicken
from engine.samplers import without_notices

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping, MutableSequence

    from torch import Tensor

BASIS: Final = 72  # room for every tensor a scheduler keeps (IPNDM keeps 50) and two more
SHAPE: Final = (1, 4, 1, BASIS)


class NotLinearError(Exception):
    """The scheduler does something that no table of coefficients can say."""


class ProbedStep(NamedTuple):
    """One evaluation, as read off the real scheduler; all float64.

    Attributes:
        timestep: What the network is told.
        input_scale: Model input over x.
        rows: [K', K + 2]: new state from old state, model output and noise, in this order.
        draws: Whether the scheduler asked for noise.
        known: Clean latents' and noise's share of the part that inpainting keeps, after the step.
    """

    timestep: float
    input_scale: float
    rows: Tensor
    draws: bool
    known: tuple[float, float]


class Probe(NamedTuple):
    """All evaluations of a run, with its start.

    Attributes:
        steps: One for each call of the network.
        init_noise_sigma: Start of text to image: noise times this.
        start: Start of image to image: clean latents' and noise's share.
    """

    steps: list[ProbedStep]
    init_noise_sigma: float
    start: tuple[float, float]


class _RecordedNoise(TorchFunctionMode):
    """Answers every draw of this thread with the basis vector that stands for noise."""

    def __init__(self, noise: Tensor) -> None:
        super().__init__()
        self._noise = noise
        self.num_draws = 0

    @override
    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Any,
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        if func is torch.randn:
            self.num_draws += 1
            return self._noise.clone()
        return func(*args, **(kwargs or {}))


def probe(
    scheduler: Any, num_steps: int, *, strength: float | None = None, scale: float = 1.0
) -> Probe:
    """Run a scheduler once through all its evaluations on basis vectors.

    Args:
        scheduler: A diffusers scheduler; not changed.
        num_steps: ``num_inference_steps`` of its pipelines.
        strength: None for text to image, else how much of a start image is redrawn.
        scale: Length of the basis vectors. A linear scheduler gives the same at every scale.

    Raises:
        NotLinearError: A new tensor mixes channels, or a step draws noise twice.
    """
    with without_notices():
        return _probe(quicken(copy.deepcopy(scheduler)), num_steps, strength, scale)


def _probe(scheduler: Any, num_steps: int, strength: float | None, scale: float) -> Probe:
    scheduler.set_timesteps(num_steps)
    timesteps = _started(scheduler, num_steps, strength)
    start = (0.0, 0.0) if strength is None else _noised(scheduler, timesteps[:1])
    steps = [
        _probe_step(scheduler, timesteps, index, scale, with_known=strength is not None)
        for index in range(len(timesteps))
    ]
    return Probe(steps, float(scheduler.init_noise_sigma), start)


def _started(scheduler: Any, num_steps: int, strength: float | None) -> Tensor:
    """Skip the evaluations that image to image leaves out (its pipeline's ``get_timesteps``)."""
    skipped = 0
    if strength is not None:
        skipped = max(num_steps - min(int(num_steps * strength), num_steps), 0)
    first = skipped * getattr(scheduler, "order", 1)
    if hasattr(scheduler, "set_begin_index"):
        scheduler.set_begin_index(first)  # else doubled timesteps are looked up wrongly
    timesteps: Tensor = scheduler.timesteps[first:]
    return timesteps


def _noised(scheduler: Any, timesteps: Tensor) -> tuple[float, float]:
    mixed = scheduler.add_noise(_basis(0), _basis(1), timesteps).double()
    return mixed[0, 0, 0, 0].item(), mixed[0, 0, 0, 1].item()


def _probe_step(
    scheduler: Any, timesteps: Tensor, index: int, scale: float, *, with_known: bool
) -> ProbedStep:
    timestep = timesteps[index]
    state = _state_of(scheduler)
    num_state = 1 + len(state)
    if num_state + 2 > BASIS:
        msg = f"more than {BASIS - 2} state tensors"
        raise NotLinearError(msg)
    for row, (owner, key) in enumerate(state, start=1):
        owner[key] = _basis(row, scale)
    with _RecordedNoise(_basis(num_state + 1, scale)) as noise:
        scaled = scheduler.scale_model_input(_basis(0, scale), timestep)
        output, x = _basis(num_state, scale), _basis(0, scale)
        moved = scheduler.step(output, timestep, x, **_step_arguments(scheduler))[0]
    if noise.num_draws > 1:
        msg = "several draws in one step"
        raise NotLinearError(msg)
    new = [moved, *(owner[key] for owner, key in _state_of(scheduler))]
    return ProbedStep(
        timestep=float(timestep),
        input_scale=_components(scaled, scale)[0].item(),
        rows=torch.stack([_components(tensor, scale)[: num_state + 2] for tensor in new]),
        draws=noise.num_draws == 1,
        known=_known_after(scheduler, timesteps, index) if with_known else (0.0, 0.0),
    )


def _step_arguments(scheduler: Any) -> dict[str, Any]:
    """Give the arguments that the pipelines give (``prepare_extra_step_kwargs``)."""
    accepted = inspect.signature(scheduler.step).parameters
    offered: dict[str, Any] = {"eta": 0.0, "generator": None, "return_dict": False}
    return {name: value for name, value in offered.items() if name in accepted}


def _known_after(scheduler: Any, timesteps: Tensor, index: int) -> tuple[float, float]:
    """Noise level of the kept part after a step; sigma schedulers read their step index here."""
    if index + 1 == len(timesteps):
        return (1.0, 0.0)
    return _noised(scheduler, timesteps[index + 1].reshape(1))


def _state_of(scheduler: Any) -> list[tuple[MutableMapping[str, Any] | MutableSequence[Any], Any]]:
    """Find every tensor of the probe's shape that the scheduler keeps, in a stable order."""
    found: list[tuple[Any, Any]] = []
    attributes = vars(scheduler)
    for name in sorted(attributes):
        value = attributes[name]
        if _is_state(value):
            found.append((attributes, name))
        elif isinstance(value, list):
            found += [(value, place) for place, item in enumerate(value) if _is_state(item)]
    return found


def _is_state(value: object) -> bool:
    return isinstance(value, torch.Tensor) and value.shape == SHAPE


def _basis(row: int, scale: float = 1.0) -> Tensor:
    vector = torch.zeros(SHAPE, dtype=torch.float64)
    vector[..., row] = scale
    return vector


def _components(tensor: Tensor, scale: float) -> Tensor:
    tensor = tensor.double()
    if not torch.equal(tensor.nan_to_num(), tensor[:, :1].expand_as(tensor).nan_to_num()):
        msg = "channels are treated differently"
        raise NotLinearError(msg)
    return tensor[0, 0, 0] / scale
