"""StepScheduler: who shares the next tick. Pure: no torch, no clock, no input or output."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

PATIENCE_TICKS: Final = 8  # without a step; then a request counts as overdue
SHORTNESS_WEIGHT: Final = 3.0  # over fill and age together: a small picture passes a full group


class Candidate(NamedTuple):
    """A request that could take a step.

    Attributes:
        request_id: Whose.
        group: Requests of equal group fit into one network call.
        rows: Rows that its next step needs: 2 with guidance, else 1.
        remaining: Evaluations still to do.
        waited: Ticks since its last step, or since it was admitted.
        arrival: Position in the order of admission.
    """

    request_id: str
    group: Hashable
    rows: int
    remaining: int
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
    """Fills each tick from one group: the shortest requests first, the overdue not forgotten.

    Half of a tick's rows go to whoever waits longest past ``patience`` and half to whoever has
    the least left to do, so that a short request joins at once even when long ones fill the
    engine, and a long one still advances. Groups take turns alike: every other tick belongs to
    the group of the most overdue request, the others to the group with the best score of fill,
    age and shortness.

    No candidate waits longer than ``max_wait`` ticks.

    Attributes:
        patience: Ticks without a step after which a request is overdue.
    """

    patience: int = PATIENCE_TICKS

    def choose(
        self, candidates: Sequence[Candidate], max_rows: Callable[[Hashable], int], tick: int
    ) -> Choice | None:
        """Pick the requests that take a step.

        Args:
            candidates: All that could; in any order.
            max_rows: The most rows of a group that fit into one call, at least 2.
            tick: Number of the tick; its parity decides whose turn it is.

        Returns:
            None only when there are no candidates.
        """
        if not candidates:
            return None
        group = self._choose_group(candidates, max_rows, tick)
        members = [candidate for candidate in candidates if candidate.group == group]
        budget = max_rows(group)
        overdue = sorted(self._overdue(members), key=lambda c: (-c.waited, c.arrival))
        shortest = sorted(members, key=lambda c: (c.remaining, c.arrival))
        chosen = _fill([], overdue, max(budget // 2, 2))
        chosen = _fill(chosen, shortest, budget)
        return Choice(group, tuple(candidate.request_id for candidate in chosen))

    def max_wait(self, candidates: Iterable[Candidate], max_rows: Callable[[Hashable], int]) -> int:
        """Bound the ticks that any of these candidates can go without a step, nobody joining.

        Every second tick serves the group of the most overdue, at least one row short of half
        its budget.
        """
        rows: dict[Hashable, int] = {}
        for candidate in candidates:
            rows[candidate.group] = rows.get(candidate.group, 0) + candidate.rows
        turns = (
            -(-total // max(max(max_rows(group) // 2, 2) - 1, 1)) for group, total in rows.items()
        )
        return self.patience + 2 * sum(turns) + 2

    def _overdue(self, candidates: Iterable[Candidate]) -> list[Candidate]:
        return [candidate for candidate in candidates if candidate.waited >= self.patience]

    def _choose_group(
        self, candidates: Sequence[Candidate], max_rows: Callable[[Hashable], int], tick: int
    ) -> Hashable:
        overdue = self._overdue(candidates)
        if overdue and tick % 2 == 0:
            return max(overdue, key=lambda c: (c.waited, -c.arrival)).group
        shortest = min(candidate.remaining for candidate in candidates)
        members: dict[Hashable, list[Candidate]] = {}
        for candidate in candidates:
            members.setdefault(candidate.group, []).append(candidate)
        return max(
            members, key=lambda group: self._score(members[group], max_rows(group), shortest)
        )

    def _score(self, members: Sequence[Candidate], max_rows: int, shortest: int) -> float:
        """Weigh how full a call would be, how long its members waited, how soon one would end."""
        fill = min(1.0, sum(candidate.rows for candidate in members) / max_rows)
        age = min(1.0, max(candidate.waited for candidate in members) / self.patience)
        shortness = shortest / min(candidate.remaining for candidate in members)
        return fill + age + SHORTNESS_WEIGHT * shortness


def _fill(chosen: list[Candidate], queue: Sequence[Candidate], max_rows: int) -> list[Candidate]:
    """Take from the queue, in order, whatever still fits and is not chosen yet."""
    taken = list(chosen)
    free = max_rows - sum(candidate.rows for candidate in taken)
    for candidate in queue:
        if candidate.rows <= free and candidate not in taken:
            taken.append(candidate)
            free -= candidate.rows
    return taken
