"""Candidates: admitted requests as the scheduler sees them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from engine.scheduler import Candidate
from engine.stepping import num_rows

if TYPE_CHECKING:
    from collections.abc import Collection

    from engine.request import Request


def candidates_of(requests: Collection[Request], tick: int) -> list[Candidate]:
    """Offer every request, with the work that its whole job still asks for.

    People wait for the last image of what they asked for: nine images of a command are one long
    job, not nine short ones.

    Args:
        requests: All that are admitted.
        tick: Number of the tick that is chosen for.
    """
    orders = {request.request_id: request for request in requests}
    work: Counter[str] = Counter()
    for request in orders.values():
        work[request.job] += _work(request)
    return [
        Candidate(
            request_id=request.key,
            group=request.group,
            rows=num_rows([request]),
            work=work[request.job],
            waited=tick - 1 - request.stepped_tick,
            arrival=request.arrival,
        )
        for request in requests
    ]


def _work(request: Request) -> int:
    """Say what an image still asks for, all of its tiles together."""
    _, height, width = request.group.latent_shape
    done, num_steps = request.progress
    return (num_steps - done) * num_rows([request]) * height * width
