"""SAMPLERS: the numeric methods by the names that people know."""

from __future__ import annotations

import contextlib
import re
import warnings
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import diffusers

from engine.errors import UnknownSamplerError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Sampler(NamedTuple):
    """A diffusers scheduler class with settings, under a name.

    Attributes:
        name: As AUTOMATIC1111's web UI spells it.
        class_name: Of the scheduler in ``diffusers``.
        settings: What differs from the model's own scheduler configuration.
    """

    name: str
    class_name: str
    settings: tuple[tuple[str, object], ...] = ()


_KARRAS = ("Karras", (("use_karras_sigmas", True),))
_EXPONENTIAL = ("Exponential", (("use_exponential_sigmas", True),))
_BETA = ("Beta", (("use_beta_sigmas", True),))
_SGM_UNIFORM = ("SGM Uniform", (("timestep_spacing", "trailing"),))
_SPACINGS = (_KARRAS, _EXPONENTIAL, _SGM_UNIFORM, _BETA)
_NO_SGM = (_KARRAS, _EXPONENTIAL, _BETA)
_SDE = (("algorithm_type", "sde-dpmsolver++"),)
_ORDER_3 = (("solver_order", 3),)

# What tells samplers apart; a model's own choice of these must not leak into another sampler.
_METHOD_SETTINGS: Final = frozenset(
    {
        "algorithm_type",
        "solver_order",
        "solver_type",
        "use_karras_sigmas",
        "use_exponential_sigmas",
        "use_beta_sigmas",
        "use_lu_lambdas",
        "skip_prk_steps",
        "final_sigmas_type",
        "predict_x0",
    }
)

# name, scheduler class, settings, spacings that the class accepts
_METHODS: Final[tuple[tuple[str, str, tuple[Any, ...], tuple[Any, ...]], ...]] = (
    ("Euler", "EulerDiscreteScheduler", (), _SPACINGS),
    ("Euler a", "EulerAncestralDiscreteScheduler", (), (_SGM_UNIFORM,)),
    ("Heun", "HeunDiscreteScheduler", (), _SPACINGS),
    ("DPM2", "KDPM2DiscreteScheduler", (), _SPACINGS),
    ("DPM2 a", "KDPM2AncestralDiscreteScheduler", (), _SPACINGS),
    ("DPM++ 2M", "DPMSolverMultistepScheduler", (), _SPACINGS),
    ("DPM++ 2M SDE", "DPMSolverMultistepScheduler", _SDE, _SPACINGS),
    ("DPM++ 2S", "DPMSolverSinglestepScheduler", (), _NO_SGM),
    ("DPM++ 3M", "DPMSolverMultistepScheduler", _ORDER_3, _SPACINGS),
    ("DDIM", "DDIMScheduler", (), (_SGM_UNIFORM,)),
    ("PLMS", "PNDMScheduler", (("skip_prk_steps", True),), ()),
    ("UniPC", "UniPCMultistepScheduler", (), _SPACINGS),
    ("DEIS", "DEISMultistepScheduler", (), _SPACINGS),
    ("LMS", "LMSDiscreteScheduler", (), _SPACINGS),
    ("LCM", "LCMScheduler", (), ()),
    ("TCD", "TCDScheduler", (), ()),
    ("DDPM", "DDPMScheduler", (), ()),
    ("SA-Solver", "SASolverScheduler", (), _SPACINGS),
)


def _samplers() -> Iterator[Sampler]:
    for name, class_name, settings, spacings in _METHODS:
        yield Sampler(name, class_name, settings)
        for word, extra in spacings:
            yield Sampler(f"{name} {word}", class_name, settings + extra)


SAMPLERS: Final[dict[str, Sampler]] = {sampler.name: sampler for sampler in _samplers()}

# How other programs write them; only names whose method is the same.
_ALIASES: Final = {
    "euler ancestral": "Euler a",
    "k_euler": "Euler",
    "k_euler_a": "Euler a",
    "k_heun": "Heun",
    "k_lms": "LMS",
    "k_dpm_2": "DPM2",
    "k_dpm_2_a": "DPM2 a",
    "unipc bh2": "UniPC",
    "pndm": "PLMS",
    "ddim_uniform": "DDIM",
}


def find_sampler(name: str) -> Sampler:
    """Find a sampler by any spelling: case, spaces and the usual aliases do not matter.

    Raises:
        UnknownSamplerError: There is none of this name.
    """
    sampler = _SPELLINGS.get(_folded(name))
    if sampler is None:
        raise UnknownSamplerError(sampler=name)
    return sampler


def _folded(name: str) -> str:
    return re.sub(r"[\s_\-]+", "", name).lower().replace("automatic", "")


_SPELLINGS: Final = {_folded(name): sampler for name, sampler in SAMPLERS.items()}
_SPELLINGS.update({_folded(alias): SAMPLERS[name] for alias, name in _ALIASES.items()})


def normalise_config(config: Mapping[str, Any]) -> dict[str, Any]:
    """Keep a model's noise schedule, corrected as diffusers' pipelines correct it.

    Its pipelines set ``steps_offset`` to 1 and ``clip_sample`` to False as they are made.
    """
    kept = {name: value for name, value in config.items() if name not in _METHOD_SETTINGS}
    return {**kept, "steps_offset": 1, "clip_sample": False}


def build_scheduler(sampler: Sampler, base_config: Mapping[str, Any]) -> Any:
    """Make the diffusers scheduler that a sampler names, on a model's noise schedule.

    The same as ``Class.from_config(pipeline.scheduler.config, **settings)`` given to a pipeline.
    """
    scheduler_class = getattr(diffusers, sampler.class_name)
    config = normalise_config(base_config)
    with without_notices():
        return scheduler_class.from_config(config, **dict(sampler.settings))


@contextlib.contextmanager
def without_notices() -> Iterator[None]:
    """Ignore what some schedulers' numpy code is warned of; nothing that we could mend."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


def name_of(class_name: str, config: Mapping[str, Any]) -> str:
    """Name the sampler that a model's own scheduler configuration asks for."""
    spaced = {"timestep_spacing": None}  # part of the noise schedule, kept under every name
    matching = [
        sampler
        for sampler in SAMPLERS.values()
        if sampler.class_name == class_name
        and all({**config, **spaced}.get(name) == value for name, value in sampler.settings)
    ]
    return max(matching, key=lambda s: len(s.settings)).name if matching else "Euler"
