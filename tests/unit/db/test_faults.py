"""What the operator can mend is said in our words, with the remedy, and never as a traceback."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import event, text

from db import migrate
from db.connection import Database
from db.errors import (
    EXIT_CONFIG,
    EXIT_UNAVAILABLE,
    DatabaseDamagedError,
    DatabaseForeignError,
    DatabaseRefusedError,
    DatabaseUnavailableError,
    DatabaseUnwritableError,
    DatabaseUrlError,
)
from db.guilds import save_guild
from tests.support.clusters import GUARDED
from tests.support.databases import on_cluster
from tests.support.jobs import NOW


async def write_once(url):
    database = Database.open(url)
    try:
        async with database.begin() as session:
            await save_guild(session, 1, now=NOW)
    finally:
        await database.close()


async def error_of(url, kind):
    """Open a database, write to it, and return our error."""
    with pytest.raises(kind) as caught:
        await write_once(url)
    assert caught.value.remedy
    return caught.value


async def test_file_that_is_no_database(tmp_path):
    (tmp_path / "notes.txt").write_text("not a database, but a good deal longer than a header" * 9)

    error = await error_of(f"sqlite:///{tmp_path}/notes.txt", DatabaseForeignError)

    assert error.place == f"{tmp_path}/notes.txt"
    assert error.exit_code == EXIT_CONFIG


async def test_folder_where_the_file_should_be(tmp_path):
    await error_of(f"sqlite:///{tmp_path}", DatabaseUnwritableError)


async def test_file_where_the_folder_should_be(tmp_path):
    (tmp_path / "var").write_text("")

    await error_of(f"sqlite:///{tmp_path}/var/x.sqlite", DatabaseUnwritableError)


@pytest.fixture
def readable_folder():
    """A folder that everybody may read and only its owner may write."""
    with tempfile.TemporaryDirectory(prefix="atelier-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
        Path(folder).chmod(0o755)


@pytest.fixture
def as_somebody_without_rights():
    """Give up root's rights, where we have them, until the test is over."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    yield
    os.seteuid(user)


async def test_file_without_write_permission(readable_folder, request):
    file = readable_folder / "x.sqlite"
    sqlite3.connect(file).close()
    file.touch()
    file.chmod(0o444)
    readable_folder.chmod(0o555)
    request.getfixturevalue("as_somebody_without_rights")

    await error_of(f"sqlite:///{file}", DatabaseUnwritableError)


async def test_full_disk(sqlite_url):
    database = Database.open(sqlite_url)
    limit = "PRAGMA max_page_count = 1"  # SQLite raises it to the present size
    event.listen(database.engine.sync_engine, "connect", lambda c, _: c.cursor().execute(limit))

    async def fill():
        async with database.begin() as session:
            await session.execute(text("CREATE TABLE wide AS SELECT zeroblob(1000000)"))

    with pytest.raises(DatabaseUnwritableError):
        await fill()
    await database.close()


async def test_file_that_stays_locked(sqlite_url):
    holder, database = Database.open(sqlite_url), Database.open(sqlite_url)
    patience = "PRAGMA busy_timeout = 0"
    event.listen(database.engine.sync_engine, "connect", lambda c, _: c.cursor().execute(patience))

    with pytest.raises(DatabaseUnavailableError, match="locked") as caught:
        async with holder.begin(), database.begin():
            pass

    assert caught.value.exit_code == EXIT_UNAVAILABLE
    await holder.close()
    await database.close()


async def test_a_writer_that_never_ends_lets_the_others_of_its_process_give_up(
    sqlite_url, monkeypatch
):
    monkeypatch.setattr("db.connection.TURN_SECONDS", 0.05)
    database = Database.open(sqlite_url)

    with pytest.raises(DatabaseUnavailableError, match="waited"):
        async with database.begin(), database.begin():
            pass

    await write_once(sqlite_url)
    await database.close()


def damage(file):
    pages = bytearray(file.read_bytes())
    pages[4096:] = b"\xff" * (len(pages) - 4096)  # the first page says what it is, and stays
    file.write_bytes(pages)


async def test_file_that_is_damaged_in_the_middle(sqlite_url):
    damage(Path(sqlite_url.removeprefix("sqlite:///")))

    error = await error_of(sqlite_url, DatabaseDamagedError)

    assert "backup" in error.remedy


async def test_host_that_does_not_answer():
    error = await error_of("postgresql://u:secret@127.0.0.1:1/n", DatabaseUnavailableError)

    assert error.place == "127.0.0.1:1/n"
    assert "secret" not in f"{error} {error.facts}"
    assert error.exit_code == EXIT_UNAVAILABLE


async def test_socket_that_is_not_there(tmp_path):
    await error_of(f"postgresql://u@/n?host={tmp_path}", DatabaseUnavailableError)


async def test_option_that_the_driver_does_not_know():
    await error_of("postgresql://u@127.0.0.1:1/n?sslfoo=1", DatabaseUrlError)


@pytest.mark.postgres
async def test_database_that_does_not_exist(postgres_cluster):
    url = f"postgresql://postgres@/nowhere?host={postgres_cluster}"

    await error_of(url, DatabaseRefusedError)


@pytest.mark.postgres
async def test_wrong_password(postgres_cluster):
    await on_cluster(postgres_cluster, f"CREATE ROLE {GUARDED} LOGIN PASSWORD 'right'")

    url = f"postgresql://{GUARDED}:wrong@/postgres?host={postgres_cluster}"

    error = await error_of(url, DatabaseRefusedError)
    assert "wrong" not in f"{error} {error.facts}"


@pytest.mark.postgres
def test_user_without_rights(postgres_cluster, empty_postgres_url):
    url = empty_postgres_url.replace("postgres@", "pauper@")
    asyncio.run(on_cluster(postgres_cluster, "CREATE ROLE pauper LOGIN"))

    with pytest.raises(DatabaseRefusedError, match="does not allow"):
        migrate.upgrade(url)


@pytest.mark.postgres
async def test_connection_cut_by_the_server_is_worth_repeating(postgres_url, postgres_cluster):
    database = Database.open(postgres_url)
    name = postgres_url.split("/")[3].partition("?")[0]
    kill = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"

    async def lose():
        async with database.begin() as session:
            await on_cluster(postgres_cluster, kill)
            await save_guild(session, 1, now=NOW)

    with pytest.raises(DatabaseUnavailableError):
        await lose()
    async with database.begin() as session:
        await save_guild(session, 1, now=NOW)
    await on_cluster(postgres_cluster, kill)
    async with database.begin() as session:  # a dead idle connection is noticed and replaced
        await save_guild(session, 2, now=NOW)
    await database.close()


@pytest.mark.postgres
async def test_transactions_that_collide_are_worth_repeating(postgres_url):
    database = Database.open(postgres_url)
    async with database.begin() as session:
        await save_guild(session, 1, now=NOW)
        await save_guild(session, 2, now=NOW)
    both_hold_one = asyncio.Barrier(2)

    async def lock(first, second):
        async with database.begin() as session:
            await save_guild(session, first, now=NOW)
            await both_hold_one.wait()
            await save_guild(session, second, now=NOW)

    ends = await asyncio.gather(lock(1, 2), lock(2, 1), return_exceptions=True)

    lost = [end for end in ends if end is not None]
    assert [type(end) for end in lost] == [DatabaseUnavailableError]
    assert "Try again" in lost[0].remedy
    await database.close()
