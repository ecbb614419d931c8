"""Whoever waits hears of others' commits: at once on PostgreSQL, by looking everywhere."""

from __future__ import annotations

import asyncio

import pytest

from db.connection import Database
from db.wakeup import Wakeup, notify
from tests.support.databases import on_cluster
from tests.support.patience import until

QUICKLY = 0.05
NEVER = 600.0


@pytest.fixture
async def listening(postgres_url):
    database = Database.open(postgres_url, pool_size=1)
    wakeup = Wakeup(database, poll_seconds=NEVER, sleep=briefly)
    task = asyncio.create_task(wakeup.listen())
    await until(lambda: wakeup.is_listening)
    await wakeup.wait()  # the connection itself is news
    yield wakeup
    task.cancel()
    await database.close()


async def briefly(seconds):
    """Shorten the pauses of who listens; a wait for news ends by news alone."""
    await asyncio.sleep(seconds if seconds == NEVER else min(seconds, QUICKLY))


async def test_a_wait_ends_by_itself(sqlite_database):
    wakeup = Wakeup(sqlite_database, poll_seconds=QUICKLY)

    await wakeup.wait()


async def test_this_process_s_own_word_is_heard_also_before_the_wait(database):
    wakeup = Wakeup(database, poll_seconds=NEVER)
    wakeup.wake()

    async with asyncio.timeout(5):
        await wakeup.wait()


@pytest.mark.postgres
async def test_another_connection_s_commit_is_heard(listening, postgres_url):
    other = Database.open(postgres_url)
    async with other.begin() as session:
        await notify(session)

    async with asyncio.timeout(5):
        await listening.wait()
    await other.close()


@pytest.mark.postgres
async def test_what_was_rolled_back_wakes_nobody(listening, postgres_url):
    other = Database.open(postgres_url)
    async with other.begin() as session:
        await notify(session)
        await session.rollback()

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(4 * QUICKLY):
            await listening.wait()
    await other.close()


@pytest.mark.postgres
async def test_a_lost_connection_is_made_anew_and_counts_as_news(
    listening, postgres_cluster, postgres_url
):
    await on_cluster(
        postgres_cluster,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
        " OR query = 'SELECT 1'",
    )

    async with asyncio.timeout(10):
        await listening.wait()
    other = Database.open(postgres_url)
    await until(lambda: listening.is_listening)
    async with other.begin() as session:
        await notify(session)
    async with asyncio.timeout(10):
        await listening.wait()
    await other.close()


async def test_notify_means_nothing_to_sqlite(sqlite_database):
    async with sqlite_database.begin() as session:
        await notify(session)
