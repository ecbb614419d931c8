"""How fast jobs are drawn, measured on those that were."""

from __future__ import annotations

from collections import OrderedDict, deque
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    import datetime as dt

    from db.tables import Job

REMEMBERED: Final = 50  # jobs that the service's speed is measured on
SHAPES: Final = 100  # kinds of jobs whose own length is remembered
NEWEST: Final = 0.3  # weight of the newest job of a kind beside all before


class _Kind(NamedTuple):
    width: int
    height: int
    num_inference_steps: int


class _Drawn(NamedTuple):
    begun_at: dt.datetime
    ended_at: dt.datetime
    cost: int


class Pace:
    """What the last jobs say about the next ones.

    The service's speed is work done for each second in which anything was drawn, since many jobs
    are drawn at once. How long a job itself takes is that of its kind, by shape and steps.
    """

    def __init__(self) -> None:
        self._drawn: deque[_Drawn] = deque(maxlen=REMEMBERED)
        self._seconds: OrderedDict[_Kind, float] = OrderedDict()

    def note(self, job: Job, ended_at: dt.datetime) -> None:
        """Learn from a job whose pictures are all drawn."""
        if job.started_at is None or ended_at <= job.started_at:
            return
        self._drawn.append(_Drawn(job.started_at, ended_at, job.cost))
        kind = _kind_of(job)
        seconds = (ended_at - job.started_at).total_seconds()
        before = self._seconds.pop(kind, seconds)
        self._seconds[kind] = before + NEWEST * (seconds - before)
        if len(self._seconds) > SHAPES:
            self._seconds.popitem(last=False)

    def seconds_until_done(self, job: Job, work_ahead: int) -> float | None:
        """Return how long until a job is drawn behind so much work; None before the first one."""
        speed = self._speed()
        if speed is None:
            return None
        own = self._seconds.get(_kind_of(job), job.cost / speed)
        return work_ahead / speed + own

    def _speed(self) -> float | None:
        """Return thousandths of a credit done for each second of drawing."""
        work = sum(one.cost for one in self._drawn)
        return work / self._busy_seconds() if work else None

    def _busy_seconds(self) -> float:
        """Return how long the union of all drawings lasted."""
        busy, until = 0.0, None
        for begun_at, ended_at, _ in sorted(self._drawn):
            start = begun_at if until is None else max(begun_at, until)
            busy += max(0.0, (ended_at - start).total_seconds())
            until = ended_at if until is None else max(ended_at, until)
        return busy


def _kind_of(job: Job) -> _Kind:
    params = job.params
    sides = params.get("width", 0), params.get("height", 0)
    return _Kind(*sides, params.get("num_inference_steps", 0) * job.num_images)
