"""What is in hand is told apart attempt by attempt."""

from __future__ import annotations

from bot.hand import Hand
from db.tables import Job


def an_attempt(attempts):
    return Job(id=7, attempts=attempts)


def test_a_job_is_in_hand_until_it_is_left():
    hand = Hand()
    hand.take(an_attempt(1))
    assert hand.holds(an_attempt(1))

    hand.leave(an_attempt(1))

    assert not hand.jobs


def test_the_end_of_an_earlier_attempt_lets_a_later_one_stay_in_hand():
    hand = Hand()
    hand.take(an_attempt(1))
    hand.take(an_attempt(2))

    hand.leave(an_attempt(1))

    assert hand.holds(an_attempt(2))
    assert not hand.holds(an_attempt(1))
