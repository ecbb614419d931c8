"""Laws of the step scheduler over all mixtures of requests."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.scheduler import StepScheduler
from tests.support.playbook import Playbook

requests = st.lists(
    st.tuples(st.integers(1, 12), st.sampled_from(["a", "b", "c"]), st.integers(1, 2)),
    min_size=1,
    max_size=24,
)
schedulers = st.sampled_from([None, 2, 16]).map(lambda rows: StepScheduler(company_rows=rows))


@given(requests, st.integers(2, 48), schedulers)
def test_every_request_ends_after_exactly_its_steps(wanted, max_rows, scheduler):
    book = Playbook(scheduler, max_rows=max_rows)
    for number, (steps, group, rows) in enumerate(wanted):
        book.arrive(f"{number}", steps=steps, group=group, rows=rows)

    book.run_dry()

    taken = [name for choice in book.choices for name in choice.request_ids]
    assert {f"{n}": taken.count(f"{n}") for n in range(len(wanted))} == {
        f"{n}": steps for n, (steps, _, _) in enumerate(wanted)
    }


@given(requests, st.integers(2, 48), schedulers)
def test_nobody_is_chosen_twice_in_a_tick_and_rows_fit(wanted, max_rows, scheduler):
    book = Playbook(scheduler, max_rows=max_rows)
    plays = {
        f"{number}": book.arrive(f"{number}", steps=steps, group=group, rows=rows)
        for number, (steps, group, rows) in enumerate(wanted)
    }

    book.run_dry()

    for choice in book.choices:
        assert len(set(choice.request_ids)) == len(choice.request_ids)
        assert sum(plays[name].rows for name in choice.request_ids) <= max_rows
        assert {plays[name].group for name in choice.request_ids} == {choice.group}


@given(requests, st.integers(2, 48), schedulers)
def test_nobody_waits_longer_than_the_stated_bound(wanted, max_rows, scheduler):
    book = Playbook(scheduler, max_rows=max_rows)
    plays = [
        book.arrive(f"{number}", steps=steps * 10, group=group, rows=rows)
        for number, (steps, group, rows) in enumerate(wanted)
    ]
    bound = book.bound()

    book.run_dry()

    assert max(play.longest_wait for play in plays) <= bound


@given(requests, st.data(), schedulers)
def test_newcomers_cannot_starve_those_who_wait(wanted, data, scheduler):
    book = Playbook(scheduler, max_rows=4)
    first = book.arrive("first", steps=10_000, group="a")
    bound = 0
    for number, (_, group, rows) in enumerate(wanted * 4):
        book.arrive(f"{number}", steps=data.draw(st.integers(1, 3)), group=group, rows=rows)
        bound = max(bound, book.bound())
        book.run()

    assert first.longest_wait <= bound
