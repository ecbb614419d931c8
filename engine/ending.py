"""Ending: errors as the terminal events of requests."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

import structlog

from engine.errors import EngineError, InternalError, OutOfMemoryError, RequestRejectedError
from engine.memory import is_out_of_memory
from engine.protocol import Failed, Rejected
from engine.request import Order

if TYPE_CHECKING:
    from engine.submission import Submission
    from engine.wiring import Shared

log = structlog.get_logger(__name__)


def fail(order: Order | Submission, error: BaseException, shared: Shared) -> Rejected | Failed:
    """End a request with an error; what nobody foresaw is logged with its trace.

    Args:
        order: Whose end it is.
        error: Why.
        shared: Counts it, and keeps it for a caller of ``generate``.
    """
    event, known = ended(order.request_id, error)
    if isinstance(order, Order) and order.mosaic is not None:
        order.mosaic.is_over = True
    shared.counters.add(
        "engine_rejected_requests_total"
        if isinstance(event, Rejected)
        else "engine_failed_requests_total"
    )
    if order.is_kept:
        shared.outcomes[order.request_id] = known
    return event


def ended(request_id: str, error: BaseException) -> tuple[Rejected | Failed, EngineError]:
    """Word an error as the terminal event of one request.

    Returns:
        The event, and the error as one of the engine's tree.
    """
    if is_out_of_memory(error):
        error = OutOfMemoryError("does not fit into memory, even alone")
    if isinstance(error, RequestRejectedError):
        return Rejected(request_id=request_id, code=error.code, facts=error.facts), error
    if not isinstance(error, EngineError):
        trace = "".join(traceback.format_exception(error))  # without locals: they hold prompts
        log.error("request_failed", request_id=request_id, trace=trace)
        known: EngineError = InternalError(kind=type(error).__name__)
    else:
        known = error
    log.info("request_ended", request_id=request_id, error_code=known.code)
    return Failed(request_id=request_id, code=known.code, facts=known.facts), known
