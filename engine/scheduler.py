"""StepScheduler: who shares the next tick. Pure: no torch, no clock, no input or output."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

PATIENCE_TICKS: Final = 32  # without a step; then a request counts as overdue
TURN_TICKS: Final = 8  # every so many ticks belong to the overdue
SHORTNESS_WEIGHT: Final = 3.0  # over fill: a small picture passes a full group
LIKENESS: Final = 1.5  # times the shortest's work: who is not much longer, and always welcome


class Candidate(NamedTuple):
    """A request that could take a step.

    Attributes:
        request_id: Whose.
        group: Requests of equal group fit into one network call.
        rows: Rows that its next step needs: 2 with guidance, else 1.
        work: What its job still asks of the network, all of its images together: evaluations
            times rows times latent pixels.
        waited: Ticks since its last step, or since it was admitted.
        arrival: Position in the order of admission.
    """

    request_id: str
    group: Hashable
    rows: int
    work: int
    waited: int
    arrival: int


class Choice(NamedTuple):
    """Who takes a step in the next tick.

    Attributes:
        group: The group that all of them belong to.
        request_ids: In the order of their rows.
    """

    group: Hashable
    request_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StepScheduler:
    """Fills each tick from one group: the least work first, the overdue not forgotten.

    Serving whoever has the least left to do keeps the mean wait lowest (Schrage 1968, "A proof
    of the optimality of the shortest remaining processing time discipline"), and a newcomer with
    little to do joins at once even when long requests fill the engine. Every ``turn``-th tick is
    for those who have gone ``patience`` ticks without a step, so that long ones advance too; so
    many are enough, because more of them make everybody finish late. In the other ticks much
    longer neighbours share a short one's call up to ``company_rows`` rows.

    No candidate waits longer than ``max_wait`` ticks.

    Attributes:
        patience: Ticks without a step after which a request is overdue.
        turn: Every so many ticks belong to the overdue, at least 2.
        company_rows: Where a call's time grows with its rows, the rows from which on it is no
            longer filled with much longer neighbours; None: calls are always filled.
    """

    patience: int = PATIENCE_TICKS
    turn: int = TURN_TICKS
    company_rows: int | None = None

    def choose(
        self, candidates: Sequence[Candidate], max_rows: Callable[[Hashable], int], tick: int
    ) -> Choice | None:
        """Pick the requests that take a step.

        Args:
            candidates: All that could; in any order.
            max_rows: The most rows of a group that fit into one call, at least 2.
            tick: Number of the tick, which decides whose turn it is.

        Returns:
            None only when there are no candidates.
        """
        if not candidates:
            return None
        overdue = self._overdue(candidates) if tick % self.turn == 0 else []
        group = overdue[0].group if overdue else _best_group(candidates, max_rows)
        least = sorted(candidates, key=lambda c: (c.work, c.arrival))
        queue = [candidate for candidate in (*overdue, *least) if candidate.group == group]
        return Choice(group, _fill(queue if overdue else self._company(queue), max_rows(group)))

    def max_wait(self, candidates: Iterable[Candidate], max_rows: Callable[[Hashable], int]) -> int:
        """Bound the ticks that any of these candidates can go without a step, nobody joining.

        Every ``turn``-th tick serves the group of the most overdue, with all of its rows but the
        one that two guided rows may not fit into.
        """
        rows: dict[Hashable, int] = {}
        for candidate in candidates:
            rows[candidate.group] = rows.get(candidate.group, 0) + candidate.rows
        turns = (-(-total // max(max_rows(group) - 1, 1)) for group, total in rows.items())
        return self.patience + self.turn * (sum(turns) + 1)

    def _overdue(self, candidates: Iterable[Candidate]) -> list[Candidate]:
        """Name the overdue, who waits longest first."""
        late = [candidate for candidate in candidates if candidate.waited >= self.patience]
        return sorted(late, key=lambda c: (-c.waited, c.arrival))

    def _company(self, queue: Sequence[Candidate]) -> Sequence[Candidate]:
        """Leave out whoever is much longer than the first and would make its call long."""
        if self.company_rows is None:
            return queue
        company: list[Candidate] = []
        rows = 0
        for candidate in queue:
            if rows >= self.company_rows and candidate.work > LIKENESS * queue[0].work:
                break
            company.append(candidate)
            rows += candidate.rows
        return company


def _best_group(candidates: Sequence[Candidate], max_rows: Callable[[Hashable], int]) -> Hashable:
    """Weigh how soon one of a group would end, and how full its call would be."""
    least = min(candidate.work for candidate in candidates)
    members: dict[Hashable, list[Candidate]] = {}
    for candidate in candidates:
        members.setdefault(candidate.group, []).append(candidate)

    def score(group: Hashable) -> float:
        rows = sum(candidate.rows for candidate in members[group])
        shortness = least / min(candidate.work for candidate in members[group])
        return SHORTNESS_WEIGHT * shortness + min(1.0, rows / max_rows(group))

    return max(members, key=score)


def _fill(queue: Sequence[Candidate], max_rows: int) -> tuple[str, ...]:
    """Take from the queue, in order, whatever still fits; nobody twice."""
    taken: dict[str, None] = {}
    free = max_rows
    for candidate in queue:
        if candidate.rows <= free and candidate.request_id not in taken:
            taken[candidate.request_id] = None
            free -= candidate.rows
    return tuple(taken)
