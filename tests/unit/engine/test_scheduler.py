"""Who shares the next tick."""

from __future__ import annotations

from engine.scheduler import PATIENCE_TICKS, TURN_TICKS, StepScheduler
from tests.support.playbook import Playbook

COMPANY_ROWS = 16


def a_playbook(company_rows=COMPANY_ROWS, **changes):
    return Playbook(StepScheduler(company_rows=company_rows), **changes)


def test_nobody_waiting_means_no_choice():
    assert a_playbook().run() is None


def test_requests_of_one_group_share_a_tick_whatever_their_steps():
    book = a_playbook()
    book.arrive("a", steps=5)
    book.arrive("b", steps=150)

    assert set(book.run().request_ids) == {"a", "b"}


def test_requests_of_different_groups_never_share_a_tick():
    book = a_playbook()
    book.arrive("a", steps=5, group="square")
    book.arrive("b", steps=5, group="wide")
    book.run_dry()

    assert {frozenset(choice.request_ids) for choice in book.choices} == {
        frozenset({"a"}),
        frozenset({"b"}),
    }


def test_a_call_never_exceeds_its_rows():
    book = a_playbook(max_rows=5)
    for number in range(6):
        book.arrive(f"{number}", steps=3, rows=1 + number % 2)

    rows = {request_id: play.rows for request_id, play in book.plays.items()}
    book.run_dry()

    assert max(sum(rows[name] for name in choice.request_ids) for choice in book.choices) == 5


def test_an_unguided_request_fills_the_row_that_a_guided_one_cannot():
    book = a_playbook(max_rows=3)
    book.arrive("guided", steps=4, rows=2)
    book.arrive("guided too", steps=5, rows=2)
    book.arrive("unguided", steps=150, rows=1)

    assert book.run().request_ids == ("guided", "unguided")


def test_a_cancelled_request_is_not_chosen_again():
    book = a_playbook()
    book.arrive("a", steps=9)
    book.arrive("b", steps=9)
    book.run()
    book.leave("a")

    assert book.run().request_ids == ("b",)


def test_a_short_request_joins_full_long_ones_within_two_ticks_and_ends_first():
    book = a_playbook(max_rows=16)
    for number in range(24):
        book.arrive(f"long {number}", steps=150)
    book.run(30)

    book.arrive("short", steps=20)
    arrived = book.tick
    book.run_dry()

    joined = next(
        arrived + place + 1
        for place, choice in enumerate(book.choices[arrived:])
        if "short" in choice.request_ids
    )
    assert joined - arrived <= 2
    assert book.ended["short"] < min(tick for name, tick in book.ended.items() if name != "short")


def test_a_small_picture_is_not_held_up_by_large_ones():
    book = a_playbook(max_rows={"small": 16, "large": 2})
    for number in range(8):
        book.arrive(f"large {number}", steps=50, group="large")
    book.run(20)
    book.arrive("small", steps=20, group="small")
    arrived = book.tick
    book.run_dry()

    assert book.ended["small"] - arrived <= 3 * 20


def test_a_long_request_still_advances_under_a_stream_of_short_ones():
    book = a_playbook(max_rows=4)
    long = book.arrive("long", steps=150)
    for number in range(200):
        book.arrive(f"short {number}", steps=2)
        book.run()

    assert long.longest_wait <= PATIENCE_TICKS + TURN_TICKS
    assert long.remaining < 150 - 200 // (PATIENCE_TICKS + TURN_TICKS + 1)


def test_of_equally_many_steps_the_small_picture_goes_first():
    book = a_playbook(max_rows=4, areas={"large": 64, "small": 4})
    book.arrive("large", steps=20, group="large")
    book.arrive("large too", steps=20, group="large")
    book.arrive("small", steps=20, group="small")

    assert book.run().request_ids == ("small",)


def test_people_who_ask_for_as_much_are_served_one_after_another():
    """Taking turns would make all of them wait for the end of the last."""
    book = a_playbook(max_rows=4, areas={})
    for number in range(8):
        book.arrive(f"{number}", steps=50)
    book.run_dry()

    assert sum(book.ended.values()) / 8 <= 1.3 * sum(2 * [50, 100, 150, 200]) / 8


def test_long_neighbours_share_a_short_one_s_call_only_while_that_costs_it_little():
    book = a_playbook(max_rows=3 * COMPANY_ROWS)
    for number in range(COMPANY_ROWS):
        book.arrive(f"long {number}", steps=150)
    book.arrive("short", steps=20)

    choice = book.run()

    assert "short" in choice.request_ids
    assert 2 * len(choice.request_ids) == COMPANY_ROWS


def test_requests_of_like_length_fill_the_call():
    book = a_playbook(max_rows=3 * COMPANY_ROWS)
    for number in range(2 * COMPANY_ROWS):
        book.arrive(f"{number}", steps=40 + number % 20)

    assert 2 * len(book.run().request_ids) == 3 * COMPANY_ROWS


def test_where_a_call_takes_as_long_however_full_it_is_filled():
    book = a_playbook(company_rows=None, max_rows=3 * COMPANY_ROWS)
    for number in range(2 * COMPANY_ROWS):
        book.arrive(f"long {number}", steps=150)
    book.arrive("short", steps=20)

    choice = book.run()

    assert choice.request_ids[0] == "short"
    assert 2 * len(choice.request_ids) == 3 * COMPANY_ROWS


def test_the_turn_of_the_overdue_is_filled_with_whoever_is_there():
    book = a_playbook(max_rows=3 * COMPANY_ROWS)
    for number in range(2 * COMPANY_ROWS):
        book.arrive(f"{number}", steps=300 if number else 100)
    for number in range(4):
        book.arrive(f"short {number}", steps=60, group="small")
    book.run(PATIENCE_TICKS + TURN_TICKS)

    turns = [choice for choice in book.choices if choice.group != "small"]
    assert turns
    assert [2 * len(choice.request_ids) for choice in turns] == [3 * COMPANY_ROWS] * len(turns)
