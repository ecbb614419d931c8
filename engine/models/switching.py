"""Switching: which models should be in memory. Pure: no torch, no clock, no input or output."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PATIENCE_TICKS: Final = 64  # that a request waits before its model displaces one at work
TERM_TICKS: Final = 64  # that a loaded model is left at work, so that two do not take turns


class Standing(NamedTuple):
    """How a model stands.

    Attributes:
        name: The model's.
        num_bytes: Memory that it takes.
        is_resident: Whether it is in memory.
        has_work: Whether requests are being drawn with it; only where it is in memory.
        waited: Ticks that the oldest request in its line has waited; None without a line.
        served: Ticks since it was loaded.
        used_tick: When it last drew.
    """

    name: str
    num_bytes: int
    is_resident: bool
    has_work: bool
    waited: int | None
    served: int
    used_tick: int


class Switch(NamedTuple):
    """What to do now.

    Attributes:
        evict: Models without work, to be dropped first.
        load: The model to load then, or None.
        closed: Models that take no new requests, so that they run out of work.
    """

    evict: tuple[str, ...] = ()
    load: str | None = None
    closed: frozenset[str] = frozenset()


def decide(standings: Sequence[Standing], max_bytes: int, *, is_loading: bool) -> Switch:
    """Decide which models to load and to drop.

    A model that somebody waits for is loaded at once where there is room, or where dropping
    models without work makes room, the least recently used first. Models at work are displaced
    only when the switch pays: after ``PATIENCE_TICKS``, in which requests for the absent model
    gather, and not before they have had ``TERM_TICKS``. They take no new requests then, finish
    those that they have, and wait in line themselves.

    So with N models that do not fit together a request waits for its model at most N times:
    ``PATIENCE_TICKS`` or ``TERM_TICKS``, the rest of what is being drawn, and a loading.

    Args:
        standings: Of all models.
        max_bytes: Memory for models together; one alone may take more.
        is_loading: Whether a model is on its way already; only one is at a time.
    """
    absent = [s for s in standings if not s.is_resident and s.waited is not None]
    if not absent or is_loading:
        return Switch()
    wanted = max(absent, key=lambda s: (s.waited or 0, s.name))
    residents = [s for s in standings if s.is_resident]
    idle = sorted((s for s in residents if not _is_at_work(s)), key=lambda s: s.used_tick)
    excess = wanted.num_bytes + sum(s.num_bytes for s in residents) - max_bytes
    evicted, excess = _drop(idle, excess)
    busy = [s for s in residents if _is_at_work(s)]
    if excess <= 0 or not busy:
        return Switch(evicted, wanted.name)
    if (wanted.waited or 0) < PATIENCE_TICKS:
        return Switch()
    return _displace(wanted, busy, evicted, excess)


def _displace(
    wanted: Standing, busy: Sequence[Standing], evicted: tuple[str, ...], excess: int
) -> Switch:
    """Take models off their work, those longest loaded first; each once it has drawn all."""
    displaced, _ = _drop(sorted(busy, key=lambda s: (-s.served, s.name)), excess)
    chosen = [s for s in busy if s.name in displaced]
    if any(s.served < TERM_TICKS for s in chosen):
        return Switch()
    if any(s.has_work for s in chosen):
        return Switch(closed=frozenset(displaced))
    return Switch((*evicted, *displaced), wanted.name)


def _is_at_work(standing: Standing) -> bool:
    return standing.has_work or standing.waited is not None


def _drop(standings: Iterable[Standing], excess: int) -> tuple[tuple[str, ...], int]:
    """Take models in order until ``excess`` bytes are free; returns them and what still lacks."""
    dropped: list[str] = []
    for standing in standings:
        if excess <= 0:
            break
        dropped.append(standing.name)
        excess -= standing.num_bytes
    return tuple(dropped), excess
