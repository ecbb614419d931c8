"""Wiring: an engine's parts put together around a loaded model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engine.admission import Admission
from engine.finishing import Finishing
from engine.loop import Loop
from engine.memory import RowBudget
from engine.metrics import Counters
from engine.postprocess.pool import PostprocessPool
from engine.preview import Previewer
from engine.recipe import RecipeBook
from engine.runner import Runner
from engine.scheduler import StepScheduler
from engine.self_test import rows_are_independent

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.config import EngineSection, SafetySection
    from engine.model import LoadedModel

_CHUNK: Final = 4  # pictures decoded, and prompts encoded, at a time


@dataclass(frozen=True, slots=True)
class Parts:
    """What an ``Engine`` is made of."""

    admission: Admission
    finishing: Finishing
    loop: Loop
    pool: PostprocessPool
    counters: Counters


def wire(
    model: LoadedModel,
    engine: EngineSection,
    safety: SafetySection,
    clock: Callable[[], float],
) -> Parts:
    """Put the parts together.

    In deterministic mode every stage works on one picture or prompt at a time and the network on
    one fixed bucket, so that no result depends on its company.
    """
    is_fixed = engine.deterministic
    rows = (engine.deterministic_rows if is_fixed else 0) or engine.max_batch_rows
    chunk = 1 if is_fixed else _CHUNK
    counters = Counters()
    if is_fixed:
        counters.set("engine_rows_independent", float(rows_are_independent(model, rows)))
    pool = PostprocessPool(engine.postprocess_workers, safety.quarantine)
    recipes = RecipeBook(model.info, rows if is_fixed else 0)
    finishing = Finishing(model, pool, recipes, counters, clock, chunk=chunk)
    admission = Admission(model, pool, max_encode_batch=chunk)
    budget = RowBudget(rows, model.native_latent_area, is_fixed=is_fixed)
    loop = Loop(
        admission=admission,
        scheduler=StepScheduler(),
        budget=budget,
        runner=Runner(model.family, model.dtype, budget.rows if is_fixed else None),
        previewer=Previewer(model.vae, model.screen),
        finishing=finishing,
        counters=counters,
        clock=clock,
        device=model.device,
        max_active=engine.max_waiting,
    )
    return Parts(admission, finishing, loop, pool, counters)
