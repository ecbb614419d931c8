"""The graph is whole: everything that begins can end."""

from __future__ import annotations

from db.job_graph import ARROWS, ENDS, JobState, sources_of


def test_every_state_has_its_place_in_the_graph():
    assert set(ARROWS) == set(JobState)
    assert {"delivered", "failed", "cancelled", "withheld"} == ENDS


def test_no_arrow_leaves_an_end():
    assert all(not ARROWS[state] for state in ENDS)


def test_every_state_is_reached_and_reaches_an_end():
    def reachable(state, seen=frozenset()):
        seen |= {state}
        for target in ARROWS[state] - seen:
            seen |= reachable(target, seen)
        return seen

    assert reachable(JobState.QUEUED) == set(JobState)
    assert all(reachable(state) & ENDS for state in JobState)


def test_sources_are_the_arrows_backwards():
    assert sources_of(JobState.QUEUED) == [JobState.RUNNING]
    assert sources_of(JobState.CANCELLED) == [JobState.QUEUED, JobState.RUNNING]
