"""Whoever waits for news is woken by word, and by time where there is none."""

from __future__ import annotations

import asyncio

import pytest

from db.news import News
from tests.support.clock import HeldClock, settle
from tests.support.patience import until


@pytest.fixture
def clock():
    return HeldClock()


@pytest.fixture
def news(clock):
    return News(poll_seconds=5.0, sleep=clock.sleep)


async def test_a_wait_ends_at_the_next_word(news):
    waiting = asyncio.create_task(news.wait())
    await settle()
    assert not waiting.done()

    news.wake()

    await until(waiting.done)


async def test_word_given_before_the_wait_ends_it_once(news):
    news.wake()
    await news.wait()
    waiting = asyncio.create_task(news.wait())
    await settle()

    assert not waiting.done()
    waiting.cancel()


async def test_forgotten_word_ends_no_wait(news):
    news.wake()
    news.forget()
    waiting = asyncio.create_task(news.wait())
    await settle()

    assert not waiting.done()
    waiting.cancel()


async def test_a_wait_without_word_ends_when_it_is_time_to_look(news, clock):
    waiting = asyncio.create_task(news.wait())
    await clock.advance(4.9)
    assert not waiting.done()

    await clock.advance(0.1)

    await until(waiting.done)


async def test_word_leaves_no_alarm_behind_that_would_end_a_later_wait(news, clock):
    news.wake()
    await news.wait()
    await clock.advance(60)
    waiting = asyncio.create_task(news.wait())
    await settle()

    assert not waiting.done()
    waiting.cancel()
