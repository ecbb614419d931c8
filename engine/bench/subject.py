"""What is measured: one loaded diffusers pipeline, drawn with by every contender alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import torch
from diffusers import StableDiffusionPipeline

from engine.bench.workload import Sizing
from engine.calls.algorithms import memory_format_of
from engine.config import EMBEDDED_MODEL, EngineSection, SafetySection
from engine.demo.train.caption import caption
from engine.demo.train.concepts import CARD, CONCEPTS
from engine.demo.train.plan import Planner
from engine.engine import Engine
from engine.models.loading import quiet
from engine.models.opening import adopt_pipeline, choose_device, choose_dtype
from engine.weights import find_model

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_BATCH_ROWS: Final = 32  # the configuration's default
_NUM_CAPTIONS: Final = 64
_AREAS: Final = 4  # largest picture over the native one, as the engine's default


@dataclass(frozen=True, slots=True)
class Subject:
    """A pipeline with what a benchmark must know of it.

    Attributes:
        pipeline: The diffusers pipeline; contenders set its scheduler and nothing else.
        scheduler: That it came with; tables and other samplers are made from its configuration.
        prompts: What to draw; empty: the trace's own words.
        name: As the report says it.
        is_screened: Whether pictures are judged, by every contender alike.
        max_batch_rows: Of the engine.
        digest: Of the weights, where nobody needs the real one; hashing gigabytes takes seconds.
    """

    pipeline: Any
    scheduler: Any
    prompts: tuple[str, ...]
    name: str
    is_screened: bool
    max_batch_rows: int = MAX_BATCH_ROWS
    digest: str = ""

    @property
    def scheduler_config(self) -> Mapping[str, Any]:
        """The model's noise schedule."""
        return dict(self.scheduler.config)

    @property
    def device(self) -> torch.device:
        """Where it runs."""
        device: torch.device = self.pipeline.unet.device
        return device

    @property
    def device_name(self) -> str:
        """As the report says it."""
        if self.device.type == "cuda":
            return torch.cuda.get_device_name(self.device)
        return f"cpu, {torch.get_num_threads()} threads"

    @property
    def scale_factor(self) -> int:
        """Pixels per latent, along one side."""
        factor: int = 2 ** (len(self.pipeline.vae.config.block_out_channels) - 1)
        return factor

    @property
    def latent_shape(self) -> tuple[int, int, int]:
        """C, H, W of the native latents."""
        config = self.pipeline.unet.config
        return (config.in_channels, config.sample_size, config.sample_size)

    @property
    def sizing(self) -> Sizing:
        """How the trace's sizes become the model's."""
        side = self.latent_shape[1] * self.scale_factor
        return Sizing(side, 8 * max(self.scale_factor // 8, 1), _AREAS * side * side)

    def make_engine(self, max_batch_rows: int = 0) -> Engine:
        """Make an engine around the pipeline, its caches empty.

        Raises:
            EngineStartError: This kind of pipeline is not served.
        """
        self.pipeline.scheduler = self.scheduler
        safety = SafetySection(enabled=self.is_screened)
        engine = EngineSection(max_batch_rows=max_batch_rows or self.max_batch_rows)
        model = adopt_pipeline(self.pipeline, engine, safety, digest=self.digest)
        return Engine(model, engine, safety)

    def wait(self) -> None:
        """Let the device finish what it was given."""
        if self.device.type == "cuda":
            torch.cuda.synchronize(self.device)

    def forget_peak(self) -> None:
        """Begin anew to watch how much memory is in use."""
        if self.device.type == "cuda":
            torch.cuda.reset_peak_memory_stats(self.device)

    def peak_bytes(self) -> int:
        """Return the most memory in use since; 0 on a CPU."""
        if self.device.type != "cuda":
            return 0
        return int(torch.cuda.max_memory_allocated(self.device))


def load_subject(model: str, device: str, dtype: str, threads: int) -> Subject:
    """Load a Stable Diffusion model with everything that its folder brings.

    Args:
        model: As ``[engine] model``: ``demo``, a diffusers folder or a hub id.
        device: As ``[engine] device``.
        dtype: As ``[engine] dtype``.
        threads: Of the CPU; 0 lets torch decide.

    Raises:
        EngineStartError: There is no such model or device.
    """
    if threads:
        torch.set_num_threads(threads)
    where = choose_device(device)
    with quiet():
        pipeline = StableDiffusionPipeline.from_pretrained(
            find_model(model), torch_dtype=choose_dtype(dtype, where), local_files_only=True
        ).to(where)
    prompts = captions() if model == EMBEDDED_MODEL else ()
    return adopt(pipeline, prompts, model, is_screened=pipeline.safety_checker is not None)


def adopt(
    pipeline: Any,
    prompts: tuple[str, ...],
    name: str,
    *,
    is_screened: bool,
    max_batch_rows: int = MAX_BATCH_ROWS,
    digest: str = "",
) -> Subject:
    """Measure a pipeline that is already loaded, laid in memory as the engine lays its own."""
    pipeline.set_progress_bar_config(disable=True)
    for network in (pipeline.unet, pipeline.vae):
        network.to(memory_format=memory_format_of(EngineSection(), network.device))
    return Subject(pipeline, pipeline.scheduler, prompts, name, is_screened, max_batch_rows, digest)


def captions() -> tuple[str, ...]:
    """Word pictures of the embedded model's small world, as its training does."""
    rng = np.random.default_rng(0)
    planner = Planner(tuple(CONCEPTS))
    plans = [planner.draw(rng) for _ in range(_NUM_CAPTIONS)]
    return tuple(caption(plan, rng) for plan in plans if plan.subject != CARD)
