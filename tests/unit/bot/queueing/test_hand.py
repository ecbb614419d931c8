"""What is in hand is told apart attempt by attempt, and left when its work is done."""

from __future__ import annotations

import asyncio

import pytest

from bot.queueing.hand import Hand
from bot.tasks import Tasks
from db.tables import Job
from tests.support.clock import settle


@pytest.fixture
async def hand():
    tasks = Tasks()
    yield Hand(tasks)
    await tasks.close()


def an_attempt(attempts):
    return Job(id=7, attempts=attempts)


async def test_a_job_is_in_hand_until_it_is_left(hand):
    hand.take(an_attempt(1))
    assert hand.holds(an_attempt(1))

    hand.leave(an_attempt(1))

    assert not hand.jobs


async def test_the_end_of_an_earlier_attempt_lets_a_later_one_stay_in_hand(hand):
    hand.take(an_attempt(1))
    hand.take(an_attempt(2))

    hand.leave(an_attempt(1))

    assert hand.holds(an_attempt(2))
    assert not hand.holds(an_attempt(1))


async def test_work_that_was_done_leaves_the_hand(hand):
    hand.work(an_attempt(1), asyncio.sleep(0), name="work")
    assert len(hand) == 1

    await settle()

    assert len(hand) == 0


async def test_a_lost_job_leaves_the_hand_and_its_work_ends(hand):
    ended = asyncio.Event()

    async def work():
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    hand.work(an_attempt(1), work(), name="work")
    await settle()
    hand.lose(an_attempt(1))
    await settle()

    assert len(hand) == 0
    assert ended.is_set()
