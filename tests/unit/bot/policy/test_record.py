"""Strikes slow down, then close, then fade."""

from __future__ import annotations

import datetime as dt

from bot.policy.record import HALF_LIFE, SLOW_FROM, SLOW_SECONDS, Offence, standing
from tests.support.clock import NOON


def strikes(count):
    return [Offence(NOON, 1.0)] * count


def test_one_strike_changes_nothing_but_is_remembered():
    now = standing(strikes(1), NOON)

    assert (now.wait_seconds, now.closed_until) == (0, None)
    assert now.has_strikes


def test_three_strikes_slow_a_person_down_and_four_more_so():
    three, four = standing(strikes(3), NOON), standing(strikes(4), NOON)

    assert SLOW_SECONDS <= three.wait_seconds < four.wait_seconds
    assert three.closed_until is None


def test_five_strikes_close_drawing_until_they_have_faded():
    closed = standing(strikes(5), NOON)

    assert closed.closed_until == NOON + closed_for(5)
    then = standing(strikes(5), closed.closed_until)
    assert then.closed_until is None
    assert round(then.weight, 6) == SLOW_FROM


def test_strikes_fade():
    later = standing(strikes(3), NOON + 4 * HALF_LIFE)

    assert later.wait_seconds == 0
    assert not later.has_strikes


def closed_for(count):
    import math

    return HALF_LIFE * math.log2(count / SLOW_FROM)


def test_a_strike_from_the_future_counts_whole():
    assert standing([Offence(NOON + dt.timedelta(hours=1), 1.0)], NOON).weight == 1
