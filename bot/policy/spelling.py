"""Whether letters spell a term, some of them written more often than they should be."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from bot.policy.letters import I_OR_L
from bot.policy.tokens import MAX_RUN

if TYPE_CHECKING:
    from collections.abc import Container

SHORT: Final = 6
"""Letters; a shorter word split by spaces, or with one letter doubled, is often another word."""

CLEAR_RUN: Final = 3
RUN: Final = re.compile(r"(.)\1*")


@lru_cache(maxsize=8192)
def resembles(term: str, letters: str, *, is_loose: bool) -> bool:
    """Whether letters spell a term, with letters repeated on purpose at most.

    Args:
        term: In small plain letters.
        letters: As a prompt has them; ``I_OR_L`` is either.
        is_loose: Whether i and l are the same.
    """
    runs = _runs(term)
    found = _lengths(runs, letters, [len(letters)], is_loose=is_loose)
    longer = [index for index, run in enumerate(runs) if found and found[index] > len(run)]
    if not found or not longer:
        return bool(found)
    if len(longer) > 1 or max(found[index] for index in longer) >= CLEAR_RUN:
        return True
    return len(term) >= SHORT or (longer == [0] and term[0] not in "aeiouy")


@lru_cache(maxsize=8192)
def begins(term: str, letters: str, *, is_loose: bool) -> bool:
    """Whether letters begin with a term, each of its letters as often or more often."""
    begun = letters[: MAX_RUN * len(term)]
    return bool(_lengths(_runs(term), begun, range(len(begun) + 1), is_loose=is_loose))


def _runs(term: str) -> list[str]:
    return [run[0] for run in RUN.finditer(term)]


def _lengths(
    runs: list[str], letters: str, ends: Container[int], *, is_loose: bool
) -> list[int] | None:
    """Return how many letters each run takes, an earlier one as many as it can; None: no way.

    Each run is held against each letter once, the last run first, so that strokes that may be i
    or l cost no more than other letters.
    """
    stops: list[dict[int, int]] = []
    for run in reversed(runs):
        stops.append(_stops(_alike(run[0], is_loose=is_loose), len(run), letters, ends))
        ends = stops[-1]
    begin, found = 0, []
    for stop in reversed(stops):
        if begin not in stop:
            return None
        found.append(stop[begin] - begin)
        begin = stop[begin]
    return found


def _stops(alike: str, least: int, letters: str, ends: Container[int]) -> dict[int, int]:
    """Return where a run may begin, each with the last of ``ends`` that it can reach."""
    found: dict[int, int] = {}
    stop = 0
    for begin in range(len(letters) - 1, -1, -1):
        if letters[begin] not in alike:
            stop = 0
            continue
        stop = stop or (begin + 1 if begin + 1 in ends else 0)
        if stop - begin >= least:
            found[begin] = stop
    return found


def _alike(letter: str, *, is_loose: bool) -> str:
    if letter not in "il":
        return letter
    return f"il{I_OR_L}" if is_loose else letter + I_OR_L
