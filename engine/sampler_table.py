"""Sampler tables: any linear diffusers scheduler as one matrix for each evaluation.

For evaluation i of a run, with a state S of K rows of latent shape whose row 0 is x::

    model input = s_i * S[0]        timestep = t_i
    S' = M_i S + v_i * output + c_i * noise

No sampler's mathematics stands here: ``engine.probing`` reads M, v, c off the real scheduler.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import torch

from engine.errors import InvalidParameterError, UnsupportedModeError
from engine.probing import NotLinearError, Probe, ProbedStep, probe
from engine.samplers import Sampler, build_scheduler

if TYPE_CHECKING:
    from collections.abc import Mapping

    from torch import Tensor

MAX_STATE: Final = 6  # K of PNDM with Runge-Kutta start, the largest in diffusers
NUM_COLUMNS: Final = MAX_STATE + 2  # model output, noise, then the state
OUTPUT_COLUMN: Final = 0
NOISE_COLUMN: Final = 1
STATE_COLUMN: Final = 2

_Key = tuple[Sampler, int, int | None]
_PROOF_STEPS: Final = 6  # enough for every order of solver to be at work
_PROOF_SCALES: Final = (1e3, 1e-3)
_PROOF_TOLERANCE: Final = 1e-3  # linear schedulers differ by 1e-16..1e-7, clipping ones by > 10


@dataclass(frozen=True, slots=True)
class SamplerTable:
    """A sampler at fixed settings, number of steps and strength; N evaluations.

    Attributes:
        timesteps: What the network is told; float32 [N].
        input_scales: Model input over x; float32 [N].
        updates: New state from (output, noise, state); float32 [N, MAX_STATE, MAX_STATE + 2],
            zero beyond ``num_state``.
        draws: Whether evaluation i consumes one draw of the request's generator.
        denoised: Estimate of the clean latents from (output, x); float32 [N, 2].
        known: Share of clean latents and of noise in what inpainting keeps; float32 [N, 2].
        num_state: K, the rows of state in use.
        init_noise_sigma: Text to image starts at noise times this.
        start: Image to image starts at this share of clean latents and of noise.
        digest: Hash of all the numbers; part of an image's recipe.
    """

    timesteps: Tensor
    input_scales: Tensor
    updates: Tensor
    draws: tuple[bool, ...]
    denoised: Tensor
    known: Tensor
    num_state: int
    init_noise_sigma: float
    start: tuple[float, float]
    digest: str

    def __len__(self) -> int:
        return len(self.draws)


class SamplerTables:
    """Tables made for one model's noise schedule, the least recently used forgotten first.

    Refusals are remembered like tables. May be asked by several threads.

    Args:
        base_config: The model's own scheduler configuration, normalised.
        max_tables: How many to keep; a table of 50 evaluations is 12 kB.
    """

    def __init__(self, base_config: Mapping[str, object], *, max_tables: int = 512) -> None:
        self._base_config = base_config
        self._max_tables = max_tables
        self._found: OrderedDict[_Key, SamplerTable | UnsupportedModeError] = OrderedDict()
        self._schedulers: dict[Sampler, Any] = {}
        self._lock = threading.Lock()

    def find(
        self, sampler: Sampler, num_steps: int, strength: float | None = None
    ) -> SamplerTable | None:
        """Return the table if it was made before; never makes one.

        Raises:
            UnsupportedModeError: It could not be made.
            InvalidParameterError: So few steps that nothing would be drawn.
        """
        key = _key(sampler, num_steps, strength)
        with self._lock:
            found = self._found.get(key)
            if found is not None:
                self._found.move_to_end(key)
        if isinstance(found, UnsupportedModeError):
            raise UnsupportedModeError(mode=found.mode)
        return found

    def get(self, sampler: Sampler, num_steps: int, strength: float | None = None) -> SamplerTable:
        """Return the table, made now if it is new (10-40 ms; of 150 steps up to 1 s).

        Raises:
            UnsupportedModeError: diffusers cannot do this, or it is not linear.
            InvalidParameterError: So few steps that nothing would be drawn.
        """
        table = self.find(sampler, num_steps, strength)
        if table is not None:
            return table
        key = _key(sampler, num_steps, strength)
        try:
            table = self._make(sampler, num_steps, strength)
        except UnsupportedModeError as refused:
            self._keep(key, UnsupportedModeError(mode=refused.mode))
            raise
        self._keep(key, table)
        return table

    def _keep(self, key: _Key, found: SamplerTable | UnsupportedModeError) -> None:
        with self._lock:
            self._found[key] = found
            if len(self._found) > self._max_tables:
                self._found.popitem(last=False)

    def _make(self, sampler: Sampler, num_steps: int, strength: float | None) -> SamplerTable:
        try:
            scheduler = self._scheduler(sampler)
            return _tabulate(probe(scheduler, num_steps, strength=strength), scheduler)
        except (NotLinearError, ValueError, RuntimeError, IndexError, AttributeError) as error:
            raise UnsupportedModeError(
                mode=f"{sampler.name} with {num_steps} steps ({_first_line(error)})"
            ) from error

    def _scheduler(self, sampler: Sampler) -> Any:
        """Build and prove a scheduler once; DPM2's takes 0.4 s to build."""
        if sampler not in self._schedulers:
            scheduler = build_scheduler(sampler, self._base_config)
            _prove_linear(scheduler)
            self._schedulers[sampler] = scheduler
        return self._schedulers[sampler]


def _key(sampler: Sampler, num_steps: int, strength: float | None) -> _Key:
    """Name a table; strengths that leave as many evaluations are alike.

    Raises:
        InvalidParameterError: None is left.
    """
    if strength is None:
        return sampler, num_steps, None
    drawn = min(int(num_steps * strength), num_steps)
    if drawn < 1:
        raise InvalidParameterError(
            parameter="strength", reason=f"leaves none of {num_steps} steps to draw"
        )
    return sampler, num_steps, drawn


def _prove_linear(scheduler: Any) -> None:
    """Probe at three scales: clipping and thresholding answer differently at each."""
    at_one = probe(scheduler, _PROOF_STEPS)
    _require_finite(torch.cat([step.rows.flatten() for step in at_one.steps]))
    for scale in _PROOF_SCALES:
        if not _agree(at_one, probe(scheduler, _PROOF_STEPS, scale=scale)):
            msg = "its settings clip or threshold the estimate"
            raise NotLinearError(msg)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0][:120]


def _agree(one: Probe, other: Probe) -> bool:
    return all(
        a.rows.shape == b.rows.shape
        and bool(((a.rows - b.rows).abs() <= _PROOF_TOLERANCE * a.rows.abs().clamp_min(1)).all())
        for a, b in zip(one.steps, other.steps, strict=True)
    )


def _tabulate(run: Probe, scheduler: object) -> SamplerTable:
    """Drop state that nothing reads later, then pack what is left."""
    live = _live_rows(run.steps)
    num_state = max(len(rows) for rows in live)
    if num_state > MAX_STATE:
        msg = f"needs {num_state} state tensors"
        raise NotLinearError(msg)
    updates = torch.zeros(len(run.steps), MAX_STATE, NUM_COLUMNS, dtype=torch.float64)
    for index, step in enumerate(run.steps):
        _pack(updates[index], step.rows, live[index], live[index + 1])
    denoised = torch.tensor([_denoised(step, scheduler) for step in run.steps])
    timesteps = torch.tensor([step.timestep for step in run.steps])
    input_scales = torch.tensor([step.input_scale for step in run.steps])
    known = torch.tensor([step.known for step in run.steps])
    for numbers in (updates, timesteps, known):
        _require_finite(numbers)
    packed = [t.float() for t in (timesteps, input_scales, updates, denoised, known)]
    digest = hashlib.sha256(b"".join(t.numpy().tobytes() for t in packed)).hexdigest()[:16]
    return SamplerTable(
        timesteps=packed[0],
        input_scales=packed[1],
        updates=packed[2],
        draws=tuple(step.draws for step in run.steps),
        denoised=packed[3].nan_to_num(0.0, 0.0, 0.0),
        known=packed[4],
        num_state=num_state,
        init_noise_sigma=run.init_noise_sigma,
        start=run.start,
        digest=digest,
    )


def _require_finite(numbers: Tensor) -> None:
    if not numbers.isfinite().all():
        raise NotLinearError("diffusers' own numbers are not finite")


def _live_rows(steps: list[ProbedStep]) -> list[list[int]]:
    """Walk backwards: a state row lives before step i if a row that lives after it reads it.

    Returns:
        N + 1 sorted lists; entry i holds the rows that matter before evaluation i. Row 0 is x,
        which the network reads, so it always lives.
    """
    live = [{0}]
    for step in reversed(steps):
        num_state = step.rows.shape[1] - 2
        read = {
            column
            for row in live[-1]
            for column in step.rows[row, :num_state].nonzero()[:, 0].tolist()
        }
        live.append(read | {0})
    return [sorted(rows) for rows in reversed(live)]


def _pack(update: Tensor, rows: Tensor, before: list[int], after: list[int]) -> None:
    kept = rows[after]
    num_state = rows.shape[1] - 2
    update[: len(after), OUTPUT_COLUMN] = kept[:, num_state]
    update[: len(after), NOISE_COLUMN] = kept[:, num_state + 1]
    update[: len(after), STATE_COLUMN : STATE_COLUMN + len(before)] = kept[:, before]


def _denoised(step: ProbedStep, scheduler: object) -> tuple[float, float]:
    """Coefficients (of output, of x) of the clean latents' estimate.

    The network sees alpha * x0 + sigma * noise with alpha^2 = alphas_cumprod[t], and answers
    with noise (epsilon), alpha * noise - sigma * x0 (v) or x0 (sample), whatever the sampler.

    Source: Salimans and Ho 2022, arXiv:2202.00512, appendix D.
    """
    alpha_squared = _alpha_squared(step.timestep, scheduler)
    alpha, sigma = alpha_squared**0.5, (1 - alpha_squared) ** 0.5
    kind = scheduler.config.prediction_type  # type: ignore[attr-defined]
    if kind == "sample" or alpha == 0:
        return (1.0, 0.0) if kind == "sample" else (-sigma, alpha * step.input_scale)
    if kind == "v_prediction":
        return (-sigma, alpha * step.input_scale)
    return (-sigma / alpha, step.input_scale / alpha)


def _alpha_squared(timestep: float, scheduler: object) -> float:
    """Read alphas_cumprod at a timestep that may lie between two integers."""
    alphas: Tensor = scheduler.alphas_cumprod  # type: ignore[attr-defined]
    low = min(max(int(timestep), 0), len(alphas) - 1)
    high = min(low + 1, len(alphas) - 1)
    share = min(max(timestep - low, 0.0), 1.0)
    return float(alphas[low]) * (1 - share) + float(alphas[high]) * share
