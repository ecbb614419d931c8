"""Fixtures of fresh databases: a SQLite file, or one of a private PostgreSQL cluster."""

from __future__ import annotations

import asyncio
import functools
import itertools
import os
import shutil
from typing import TYPE_CHECKING

import asyncpg
import pytest
import pytest_asyncio

from db import migrate
from db.connection import Database
from tests.support.clusters import SUPERUSER, find_postgres, running_cluster

if TYPE_CHECKING:
    from pathlib import Path

SHARED = "shared"
BOTH = [pytest.param("sqlite"), pytest.param("postgresql", marks=pytest.mark.postgres)]
_numbers = itertools.count(1)
_head = functools.cache(migrate.head)  # it reads every migration

# Deleting a test's few rows takes 24 ms; truncating every table, which gives it new files, took 95.
CLEAN = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
    SET session_replication_role = replica;  -- in any order: foreign keys are not looked at
    DO $$
        DECLARE found record;
        BEGIN
            FOR found IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
                EXECUTE format('DELETE FROM %I', found.tablename);
            END LOOP;
            PERFORM setval(format('%I', sequencename)::regclass, start_value, false)
                FROM pg_sequences WHERE last_value IS NOT NULL;
        END
    $$;
    INSERT INTO {table} VALUES ('{head}');
"""


def require_postgres() -> Path:
    """Return PostgreSQL's folder; without one skip loudly, or fail where it must be there."""
    postgres = find_postgres()
    if postgres is None:
        missing = "no PostgreSQL: neither pgserver's wheel nor the system's binaries are here"
        if os.environ.get("REQUIRE_POSTGRES") == "1":
            pytest.fail(f"{missing}, and REQUIRE_POSTGRES=1", pytrace=False)
        pytest.skip(missing)
    return postgres


async def on_cluster(folder: Path, statement: str, *, database: str = "postgres") -> None:
    """Run one statement as the cluster's superuser, outside of any transaction."""
    connection = await asyncpg.connect(host=str(folder), user=SUPERUSER, database=database)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture(scope="session")
def postgres_cluster():
    """The socket folder of this run's own cluster; it starts when a test first asks for it."""
    with running_cluster(require_postgres()) as folder:
        yield folder


@pytest.fixture
def empty_postgres_url(postgres_cluster):
    """A database without tables."""
    name = f"empty_{next(_numbers)}"
    asyncio.run(on_cluster(postgres_cluster, f"CREATE DATABASE {name}"))
    yield _postgres_url(postgres_cluster, name)
    asyncio.run(on_cluster(postgres_cluster, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(scope="session")
def _migrated_postgres(postgres_cluster):
    """The one database that tests get in turn: a new one for each would be a thousand files."""
    asyncio.run(on_cluster(postgres_cluster, f"CREATE DATABASE {SHARED}"))
    migrate.upgrade(_postgres_url(postgres_cluster, SHARED))
    return SHARED


async def _clean(folder: Path, name: str) -> None:
    """Cut whoever is still connected, empty every table and begin every sequence anew."""
    await on_cluster(folder, CLEAN.format(table=migrate.VERSION_TABLE, head=_head()), database=name)


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory):
    """A migrated file that others are copied from."""
    file = tmp_path_factory.mktemp("template") / "atelier.sqlite"
    migrate.upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture
def postgres_url(postgres_cluster, _migrated_postgres):
    """A database at head with nothing in it."""
    asyncio.run(_clean(postgres_cluster, _migrated_postgres))
    return _postgres_url(postgres_cluster, _migrated_postgres)


@pytest.fixture
def sqlite_url(tmp_path, _sqlite_template):
    """A fresh file at head."""
    return f"sqlite:///{shutil.copy(_sqlite_template, tmp_path / 'atelier.sqlite')}"


@pytest.fixture(params=BOTH)
def database_url(request):
    """A fresh database at head: once on SQLite, once on PostgreSQL."""
    return request.getfixturevalue(
        {"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param]
    )


@pytest.fixture(params=BOTH)
def empty_database_url(request, tmp_path):
    """A database without tables: once on SQLite, once on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.sqlite'}"
    return request.getfixturevalue("empty_postgres_url")


@pytest_asyncio.fixture
async def database(database_url):
    """An open database at head: once on SQLite, once on PostgreSQL."""
    opened = Database.open(database_url)
    yield opened
    await opened.close()


@pytest_asyncio.fixture
async def sqlite_database(sqlite_url):
    """An open SQLite database at head, for tests that need no second opinion."""
    opened = Database.open(sqlite_url)
    yield opened
    await opened.close()


def _postgres_url(folder: Path, name: str) -> str:
    return f"postgresql://{SUPERUSER}@/{name}?host={folder}"
