"""The migration tree leads to the tables of ``db.tables``, up and down, and keeps the data."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from db import migrate
from db import tables_moderation as _tables_moderation  # noqa: F401  its tables belong to the metadata
from db.connection import Database
from db.errors import (
    DatabaseForeignError,
    DatabaseNewerError,
    MigrationNeededError,
    UnknownRevisionError,
)
from db.images import record_image
from db.jobs import create_job, require_job
from db.moderation import record_flag
from db.tables import Base
from db.users import take_images
from tests.support.jobs import NOW, a_job, an_image

REPOSITORY = Path(__file__).parents[2]


def on(url, work, *, commit=False):
    """Call ``work`` with a synchronous connection."""

    async def run():
        database = Database.open(url)
        try:
            async with database.begin() as session:
                return await (await session.connection()).run_sync(work)
        finally:
            await database.close()

    return asyncio.run(run())


def worded(parts):
    """Reflected constraints as comparable text; SQL expressions have no equality of their own."""
    return sorted(
        str({name: str(value) for name, value in flat(part).items() if value}) for part in parts
    )


def flat(part):
    options = part.get("dialect_options", {})
    return {**part, "dialect_options": None, **{name: str(options[name]) for name in options}}


def schema(connection):
    """Everything that SQLAlchemy can tell about the tables, in one comparable value."""
    inspector = inspect(connection)
    return {
        table: {
            "columns": [
                (c["name"], repr(c["type"]), c["nullable"], c["default"])
                for c in inspector.get_columns(table)
            ],
            "primary key": inspector.get_pk_constraint(table)["constrained_columns"],
            "foreign keys": worded(inspector.get_foreign_keys(table)),
            "unique": worded(inspector.get_unique_constraints(table)),
            "checks": worded(inspector.get_check_constraints(table)),
            "indexes": worded(inspector.get_indexes(table)),
        }
        for table in inspector.get_table_names()
        if table != migrate.VERSION_TABLE
    }


async def fill(url):
    """Put a row into every table."""
    database = Database.open(url)
    async with database.begin() as session:
        job = await create_job(session, a_job(), now=NOW)
        image = await record_image(session, an_image(job.id, is_clean=False, file=None), now=NOW)
        await record_flag(
            session,
            image_id=image.id,
            job_id=job.id,
            guild_id=1,
            user_id=3,
            category="test",
            score=0.9,
            threshold=0.5,
            classifier="demo",
            action="withheld",
            now=NOW,
        )
        await take_images(session, 3, count=1, limit=9, day=NOW.date())
    await database.close()
    return job.id


def test_there_is_one_head():
    assert ScriptDirectory.from_config(migrate._config()).get_heads() == [migrate.head()]


def test_every_migration_tells_the_operator_about_locks_and_old_code():
    scripts = list(ScriptDirectory.from_config(migrate._config()).walk_revisions())

    assert len(scripts) >= 1
    for script in scripts:
        assert "Locks:" in script.longdoc, script.path
        assert "Old code on the new schema:" in script.longdoc, script.path


def test_models_and_migrations_agree(database_url):
    def differences(connection):
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, Base.metadata)

    assert on(database_url, differences) == []


def test_migrated_tables_equal_those_the_models_would_make(empty_database_url):
    migrate.upgrade(empty_database_url)
    migrated = on(empty_database_url, schema)
    migrate.downgrade(empty_database_url, "base")

    on(empty_database_url, Base.metadata.create_all)

    assert on(empty_database_url, schema) == migrated


def test_up_down_up_with_data(empty_database_url):
    migrate.upgrade(empty_database_url)
    first = on(empty_database_url, schema)
    asyncio.run(fill(empty_database_url))

    migrate.downgrade(empty_database_url, "base")
    assert migrate.current(empty_database_url) is None
    assert on(empty_database_url, schema) == {}

    migrate.upgrade(empty_database_url)
    assert migrate.current(empty_database_url) == migrate.head()
    assert on(empty_database_url, schema) == first
    asyncio.run(fill(empty_database_url))


async def test_upgrade_at_head_changes_nothing(database, database_url):
    job_id = await fill(database_url)

    migrate.upgrade(database_url)  # also shows that a running event loop is no hindrance

    await migrate.require_head(database)
    async with database.read() as session:
        assert (await require_job(session, job_id)).id == job_id


def test_two_upgrades_at_once_both_succeed(empty_database_url):
    async def both():
        upgrades = [asyncio.to_thread(migrate.upgrade, empty_database_url) for _ in range(2)]
        await asyncio.gather(*upgrades)

    asyncio.run(both())

    assert migrate.current(empty_database_url) == migrate.head()


async def test_empty_database_asks_for_the_migration(empty_database_url):
    database = Database.open(empty_database_url)

    with pytest.raises(MigrationNeededError, match="has no tables yet") as caught:
        await migrate.require_head(database)

    assert "atelier db upgrade" in caught.value.remedy
    await database.close()


def test_newer_database_is_left_alone(database_url):
    on(database_url, lambda c: c.execute(text("UPDATE alembic_version SET version_num='9999'")))

    for refuse in (migrate.upgrade, migrate.current):
        with pytest.raises(DatabaseNewerError, match="9999"):
            refuse(database_url)


@pytest.mark.parametrize("version", [None, "0001"])
def test_foreign_database_is_left_alone(empty_database_url, version):
    def settle(connection):
        connection.execute(text("CREATE TABLE stars (id INTEGER PRIMARY KEY)"))
        if version:
            connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
            connection.execute(text(f"INSERT INTO alembic_version VALUES ('{version}')"))

    on(empty_database_url, settle)

    with pytest.raises(DatabaseForeignError, match="another program"):
        migrate.upgrade(empty_database_url)
    assert set(on(empty_database_url, schema)) == {"stars"}


def test_unknown_revision_is_refused(sqlite_url):
    with pytest.raises(UnknownRevisionError):
        migrate.downgrade(sqlite_url, "7777")


def test_failing_migration_leaves_nothing_behind(empty_database_url):
    def half(config):
        config.attributes["connection"].execute(text("CREATE TABLE half (id INTEGER)"))
        raise RuntimeError("broken migration")

    with pytest.raises(RuntimeError, match="broken migration"):
        asyncio.run(migrate._migrate(empty_database_url, half))

    assert on(empty_database_url, schema) == {}


def test_migration_that_breaks_a_foreign_key_is_rolled_back_on_sqlite(sqlite_url):
    asyncio.run(fill(sqlite_url))

    def orphan(config):
        config.attributes["connection"].execute(text("DELETE FROM jobs"))

    with pytest.raises(RuntimeError, match=r"2 rows would point nowhere.*images, moderation_flags"):
        asyncio.run(migrate._migrate(sqlite_url, orphan))

    count = text("SELECT count(*) FROM jobs")
    assert on(sqlite_url, lambda connection: connection.execute(count).scalar()) == 1


def test_migrations_are_found_where_only_the_packages_are_installed(tmp_path):
    pyproject = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    packages = pyproject["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    for package in set(packages) & {"db", "migrations"}:
        shutil.copytree(REPOSITORY / package, tmp_path / "site" / package)
    program = "from db import migrate; migrate.upgrade('sqlite:///x.sqlite'); print(migrate.head())"

    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "site")},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    assert done.stdout.strip() == migrate.head()
