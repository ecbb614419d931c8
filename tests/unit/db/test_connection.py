"""Transactions begin and end as promised, on both databases."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from db.connection import Database
from db.errors import DatabaseUnwritableError
from db.guilds import read_guild, save_guild
from db.jobs import count_waiting, create_job
from tests.support.jobs import NOW, a_job


async def pragma(session, name):
    return (await session.execute(text(f"PRAGMA {name}"))).scalar_one()


async def test_commit_at_the_exit_is_seen_by_others(database):
    async with database.begin() as session:
        await save_guild(session, 1, locale="de", now=NOW)

    async with database.read() as session:
        assert (await read_guild(session, 1)).locale == "de"


async def write(database, *, then=None, transaction="begin"):
    async with getattr(database, transaction)() as session:
        await save_guild(session, 1, now=NOW)
        if then:
            raise then


async def test_error_rolls_everything_back(database):
    with pytest.raises(ZeroDivisionError):
        await write(database, then=ZeroDivisionError())

    async with database.read() as session:
        assert await read_guild(session, 1) is None


async def test_nothing_written_while_reading_is_kept(database):
    refused = pytest.raises(DatabaseUnwritableError)  # PostgreSQL says so, SQLite rolls back
    with refused if database.dialect == "postgresql" else nullcontext():
        await write(database, transaction="read")

    async with database.read() as session:
        assert await read_guild(session, 1) is None


async def test_reader_sees_one_state_while_a_writer_commits(sqlite_database):
    async with sqlite_database.read() as reading:
        assert await count_waiting(reading) == 0
        async with sqlite_database.begin() as writing:
            await create_job(writing, a_job(), now=NOW)
        assert await count_waiting(reading) == 0


async def test_broken_promise_is_the_databases_own_error(database):
    with pytest.raises(IntegrityError, match="ck_jobs_num_images"):
        async with database.begin() as session:
            await create_job(session, a_job(num_images=0), now=NOW)


async def test_sqlite_is_set_as_measured(sqlite_database):
    async with sqlite_database.read() as session:
        assert await pragma(session, "journal_mode") == "wal"
        assert await pragma(session, "foreign_keys") == 1
        assert await pragma(session, "synchronous") == 1
        assert await pragma(session, "busy_timeout") == 15_000


async def test_sqlite_takes_the_write_lock_at_the_entry(sqlite_database):
    order = []

    async def occupy(name, entered, leave):
        async with sqlite_database.begin():
            order.append(f"{name} in")
            entered.set()
            await leave.wait()
            order.append(f"{name} out")

    first_in, leave, second_in = asyncio.Event(), asyncio.Event(), asyncio.Event()
    async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        tasks.create_task(occupy("first", first_in, leave))
        await first_in.wait()
        tasks.create_task(occupy("second", second_in, leave))
        async with sqlite_database.read():  # a reader is let in beside the writer
            leave.set()

    assert order == ["first in", "first out", "second in", "second out"]


async def test_folder_of_a_sqlite_file_is_made(tmp_path):
    database = Database.open(f"sqlite:///{tmp_path}/a/b/x.sqlite")
    async with database.read() as session:
        assert (await session.execute(text("SELECT 1"))).scalar() == 1
    await database.close()

    assert (tmp_path / "a/b/x.sqlite").exists()


async def test_session_cancelled_midway_gives_its_connection_back(database):
    async def hold(entered):
        async with database.begin():
            entered.set()
            await asyncio.Event().wait()

    for _ in range(6):  # one more than the pool holds
        entered = asyncio.Event()
        async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
            task = tasks.create_task(hold(entered))
            await entered.wait()
            task.cancel()

    async with database.begin() as session:
        await save_guild(session, 1, now=NOW)


async def test_writers_who_wait_leave_readers_a_connection(sqlite_url):
    database = Database.open(sqlite_url, pool_size=2)
    async with asyncio.TaskGroup() as group, database.begin() as session:
        await save_guild(session, 1, now=NOW)
        for _ in range(10):
            group.create_task(write(database))
        await asyncio.sleep(0)
        async with asyncio.timeout(10), database.read() as reader:
            assert await read_guild(reader, 1) is None
    await database.close()


async def test_a_connection_given_up_midway_keeps_no_lock(sqlite_database):
    async with sqlite_database.engine.connect() as connection:
        await connection.exec_driver_sql("SELECT 1")  # begins
        held = (await raw_connection(connection)).cursor()
        held.execute("PRAGMA table_info(jobs)").fetchone()  # more rows wait, and keep it open
        await connection.invalidate()

    async with asyncio.timeout(10):
        await write(sqlite_database)
    assert held.connection is not None


async def raw_connection(connection):
    """Python's own connection under all the others."""
    adapter = await connection.get_raw_connection()
    return adapter.driver_connection._conn
