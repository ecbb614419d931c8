"""The numbers of one bot process, as Prometheus reads them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Protocol

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector
from typing_extensions import override

from db.job_graph import JobState
from engine.metrics import MEANINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from prometheus_client import Metric

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
WAIT_BUCKETS: Final = (0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600)
ENGINE_NAME: Final = re.compile(r"engine_[a-z0-9_]{1,100}")
UNEXPLAINED: Final = "Reported by the engine."
OF_THE_CLIENT: Final = {"engine_restarts": "Times that this bot has restarted its engine."}


class EngineNumbers(Collector):
    """Hands the engine's own counters on, under the names that the engine gives them.

    Args:
        read: Returns the latest counters by metric name; names ending in ``_total`` only grow.
    """

    def __init__(self, read: Callable[[], Mapping[str, float]]) -> None:
        self._read = read

    @override
    def collect(self) -> Iterator[Metric]:
        """Yield a metric for every number; a name that is none of an engine's is left out."""
        for name, value in sorted(self._read().items()):
            if ENGINE_NAME.fullmatch(name):
                family = CounterMetricFamily if name.endswith("_total") else GaugeMetricFamily
                meaning = MEANINGS.get(name) or OF_THE_CLIENT.get(name, UNEXPLAINED)
                yield family(name, meaning, value=value)


class CountsJobs(Protocol):
    """Whoever is told when a job moves."""

    def count_job(self, state: JobState) -> None:
        """Count a job that has reached ``state``; called after the commit."""
        ...

    def observe_wait(self, seconds: float) -> None:
        """Note how long a job waited from its command to its first claim."""
        ...


class Metrics:
    """What one process counts. A registry of its own, so that tests and bots share nothing.

    No label tells a guild, a person or a prompt.

    Args:
        read_engine: Returns the engine's latest counters by metric name.
    """

    def __init__(self, read_engine: Callable[[], Mapping[str, float]] = dict) -> None:
        self._registry = CollectorRegistry()
        self._jobs = Counter(
            "jobs",
            "Jobs that reached a state in this process.",
            ["state"],
            registry=self._registry,
        )
        self._stored = Gauge(
            "jobs_stored",
            "Jobs in the database by state, whoever made them.",
            ["state"],
            registry=self._registry,
        )
        self._wait = Histogram(
            "job_wait_seconds",
            "Seconds from a person's command to the job's first claim.",
            buckets=WAIT_BUCKETS,
            registry=self._registry,
        )
        self._checks = Gauge(
            "check_ok",
            "1 where a check of /readyz found nothing wrong.",
            ["check"],
            registry=self._registry,
        )
        self._late = Gauge(
            "event_loop_late_seconds",
            "Longest delay of the event loop in the last 15 seconds.",
            registry=self._registry,
        )
        self._busy = Gauge(
            "event_loop_busy_seconds",
            "Most processor time in one of these delays.",
            registry=self._registry,
        )
        ProcessCollector(registry=self._registry)
        self._registry.register(EngineNumbers(read_engine))
        for state in JobState:  # a counter that is not there yet cannot be told from one at 0
            self._jobs.labels(state)

    def count_job(self, state: JobState) -> None:
        """Count a job that has reached ``state``; called after the commit."""
        self._jobs.labels(state).inc()

    def observe_wait(self, seconds: float) -> None:
        """Note how long a job waited from its command to its first claim."""
        self._wait.observe(max(seconds, 0.0))  # two machines' clocks may differ

    def set_stored(self, counts: Mapping[JobState, int]) -> None:
        """Note how many jobs of each state the database holds."""
        for state in JobState:
            self._stored.labels(state).set(counts.get(state, 0))

    def set_check(self, name: str, *, is_ok: bool) -> None:
        """Note what a check found."""
        self._checks.labels(name).set(is_ok)

    def show_loop(self, late: Callable[[], float], busy: Callable[[], float]) -> None:
        """Show what these return as the event loop's delays, in seconds."""
        self._late.set_function(late)
        self._busy.set_function(busy)

    def page(self) -> bytes:
        """Return everything in Prometheus' text format."""
        return generate_latest(self._registry)
