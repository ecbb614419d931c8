"""Playbook: requests in, decisions out, for StepScheduler alone.

Plays the loop's part towards the scheduler: counts waits, steps whoever was chosen, and lets the
finished leave. No network, no clock.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.scheduler import Candidate, Choice, StepScheduler


@dataclass(slots=True)
class Play:
    """One request of a playbook."""

    request_id: str
    group: str
    rows: int
    remaining: int
    stepped_tick: int
    arrival: int
    longest_wait: int = 0


@dataclass
class Playbook:
    """A scheduler with requests that come, step and go.

    Attributes:
        scheduler: Under test.
        max_rows: Of every group, or by group.
        areas: Latent pixels of a group's requests; 1 where nothing is said.
        choices: What was chosen, tick by tick.
        ended: Tick in which a request took its last step.
    """

    scheduler: StepScheduler
    max_rows: int | dict[str, int] = 16
    areas: dict[str, int] = field(default_factory=dict)
    tick: int = 0
    plays: dict[str, Play] = field(default_factory=dict)
    choices: list[Choice] = field(default_factory=list)
    ended: dict[str, int] = field(default_factory=dict)

    def arrive(self, request_id, *, steps, group="square", rows=2):
        """Admit a request before the next tick."""
        arrival = len(self.plays) + len(self.ended)
        play = Play(request_id, group, rows, steps, self.tick, arrival)
        self.plays[request_id] = play
        return play

    def leave(self, request_id):
        """Take a request out, as a cancel does."""
        del self.plays[request_id]

    def run(self, num_ticks=1):
        """Play ticks and return the last choice."""
        for _ in range(num_ticks):
            self.tick += 1
            choice = self.scheduler.choose(self.candidates(), self.rows_of, self.tick)
            if choice is None:
                return None
            self._step(choice)
        return self.choices[-1]

    def run_dry(self):
        """Play until nobody is left."""
        while self.plays:
            self.run()

    def candidates(self):
        """What the loop would offer in this tick."""
        return [
            Candidate(
                p.request_id,
                p.group,
                p.rows,
                p.remaining * p.rows * self.areas.get(p.group, 1),
                self._waited(p),
                p.arrival,
            )
            for p in self.plays.values()
        ]

    def bound(self):
        """The scheduler's own promise for those that are here now."""
        return self.scheduler.max_wait(self.candidates(), self.rows_of)

    def rows_of(self, group):
        """The most rows of a group in one call."""
        return self.max_rows if isinstance(self.max_rows, int) else self.max_rows[group]

    def _waited(self, play):
        return self.tick - 1 - play.stepped_tick

    def _step(self, choice):
        self.choices.append(choice)
        for request_id in choice.request_ids:
            play = self.plays[request_id]
            play.longest_wait = max(play.longest_wait, self._waited(play))
            play.stepped_tick = self.tick
            play.remaining -= 1
            if not play.remaining:
                self.ended[request_id] = self.tick
                del self.plays[request_id]
