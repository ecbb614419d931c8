"""Wiring: an engine's parts put together, what all models share and what each has of its own."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import msgspec

from engine.admission import Admission
from engine.calls.compiled import graph_bytes, prepared_network
from engine.calls.self_test import SelfTest
from engine.calls.traced import traced_network
from engine.finishing import Finishing
from engine.loop import Loop
from engine.memory import RowBudget
from engine.metrics import Counters
from engine.models.measuring import gauge_of, rows_that_fit
from engine.models.trial import trial_call
from engine.postprocess.pool import PostprocessPool
from engine.postprocess.signature import read_signer
from engine.preview import Previewer
from engine.recipe import RecipeBook
from engine.runner import Runner
from engine.safety.entrance import Entrance
from engine.scheduler import StepScheduler
from engine.stepping import Stepper

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.config import EngineSection, SafetySection
    from engine.errors import EngineError
    from engine.models.model import LoadedModel
    from engine.result import Result
    from engine.safety.screen import Screen

_ENCODED_TOGETHER: Final = 4  # prompts in one run of the text encoder
_COMPANY_ROWS: Final = 16  # of a CPU's call: with more, long neighbours cost a short one its time


@dataclass(frozen=True, slots=True)
class Shared:
    """What all models of an engine have in common.

    Attributes:
        engine: How to run them.
        pool: The workers.
        counters: The numbers.
        clock: Seconds.
        entrance: Where pictures that requests start from are judged.
        outcomes: Results and errors that a caller of ``generate`` waits for, by request.
        measured_rows: Rows that fit into memory, by model hash: measured while nobody draws.
    """

    engine: EngineSection
    pool: PostprocessPool
    counters: Counters
    clock: Callable[[], float]
    entrance: Entrance
    outcomes: dict[str, Result | EngineError] = field(default_factory=dict)
    measured_rows: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parts:
    """What draws with one model for as long as it is in memory."""

    model: LoadedModel
    admission: Admission
    finishing: Finishing
    loop: Loop
    pool: PostprocessPool
    counters: Counters


def share(
    engine: EngineSection, safety: SafetySection, screen: Screen, clock: Callable[[], float]
) -> Shared:
    """Make what all models share; ``screen`` judges what people bring."""
    signer = read_signer(engine.signing_key)
    pool = PostprocessPool(engine.postprocess_workers, safety.quarantine, signer)
    return Shared(engine, pool, Counters(), clock, Entrance(screen, signer))


def wire(model: LoadedModel, shared: Shared) -> Parts:
    """Put the parts of one model together.

    In deterministic mode prompts are encoded and pictures judged one at a time and the network
    has one fixed bucket, so that no result depends on its company.
    """
    engine, counters = shared.engine, shared.counters
    is_fixed = engine.deterministic
    is_plain_cpu = model.device.type == "cpu" and not is_fixed  # padded calls gain nothing from it
    rows = _rows(model, shared)
    self_test = SelfTest(model.family, counters, shared.clock) if is_fixed else None
    if self_test is not None:
        model = _tested(model, rows, self_test)
    recipes = RecipeBook(model.info, rows if is_fixed else 0, engine.compile)
    finishing = Finishing(model, recipes, shared)
    max_encoded = 1 if is_fixed else _ENCODED_TOGETHER
    admission = Admission(model, shared.pool, shared.entrance, max_encode_batch=max_encoded)
    budget = RowBudget(rows, model.native_latent_area, is_fixed=is_fixed)
    stepper = Stepper(
        runner=Runner(
            model.family,
            model.dtype,
            budget.rows if is_fixed else None,
            self_test=self_test,
            prepared=prepared_network(model.family.denoise, engine, model.device, shared.clock),
            max_rows=budget.rows,
            traced=traced_network(model.family.network) if is_plain_cpu else None,
        ),
        budget=budget,
        previewer=Previewer(model.preview_vae or model.vae, model.screen, shared.pool),
        counters=counters,
        clock=shared.clock,
    )
    loop = Loop(
        admission=admission,
        scheduler=StepScheduler(company_rows=_COMPANY_ROWS if is_plain_cpu else None),
        budget=budget,
        stepper=stepper,
        finishing=finishing,
        counters=counters,
        device=model.device,
        max_active=engine.max_waiting,
    )
    return Parts(model, admission, finishing, loop, shared.pool, counters)


def _rows(model: LoadedModel, shared: Shared) -> int:
    """Settle the rows of a call: as configured, or as many as fit; measured once for a model."""
    engine = shared.engine
    wanted = (engine.deterministic_rows if engine.deterministic else 0) or engine.max_batch_rows
    gauge = gauge_of(model.device)
    if gauge is None:
        return wanted
    known = shared.measured_rows.get(model.info.model_hash)
    if known is None:
        known = rows_that_fit(model, wanted, gauge, graph_bytes(engine, model.device))
        shared.measured_rows[model.info.model_hash] = known
    return known


def _tested(model: LoadedModel, rows: int, self_test: SelfTest) -> LoadedModel:
    """Try whether rows are independent here at the native size, and say so in the model's facts."""
    passed = self_test.passes(trial_call(model, rows))
    info = msgspec.structs.replace(model.info, deterministic_rows=rows, rows_are_independent=passed)
    return dataclasses.replace(model, info=info)
