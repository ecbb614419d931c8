"""A person gets everything that is stored about them, and nobody else's name."""

from __future__ import annotations

from db.bans import ban_user
from db.jobs import create_job
from db.people import save_preferences
from db.person_records import SECTIONS, pages_about
from db.tables import Base
from tests.support.clock import NOON
from tests.support.jobs import a_job

ME, SOMEBODY = 3, 4
PEOPLE = {"user_id", "created_by", "actor_id"}


async def exported(database, user_id=ME):
    found = {}
    async with database.read() as session:
        async for page in pages_about(session, user_id):
            found.setdefault(page.section, []).extend(page.rows)
    return found


def test_every_table_that_knows_people_is_exported():
    known = {section.table.__tablename__ for section in SECTIONS}
    knowing = {
        table.name for table in Base.metadata.tables.values() if PEOPLE & set(table.columns.keys())
    }

    assert len(knowing) > 12
    assert knowing - known == set(), "name the table in db/person_records.py"


async def test_one_s_own_rows_come_and_nobody_else_s(database):
    async with database.begin() as session:
        await create_job(session, a_job(user_id=ME, params={"prompt": "mine"}), now=NOON)
        await create_job(session, a_job(user_id=SOMEBODY), now=NOON)
        await save_preferences(session, ME, {"num_inference_steps": 30}, now=NOON)

    found = await exported(database)

    assert [row["params"]["prompt"] for row in found["jobs"]] == ["mine"]
    assert [row["body"] for row in found["defaults"]] == [{"num_inference_steps": 30}]
    assert "lease_owner" not in found["jobs"][0]


async def test_who_decided_about_a_person_is_not_told(database):
    async with database.begin() as session:
        await ban_user(
            session, ME, guild_id=1, reason="x", expires_at=None, actor_id=SOMEBODY, now=NOON
        )

    found = await exported(database)
    theirs = await exported(database, SOMEBODY)

    assert "created_by" not in found["bans"][0]
    assert "actor_id" not in found["decisions"][0]
    assert theirs["decisions"][0]["actor_id"] == SOMEBODY


async def test_many_rows_come_in_several_pages(sqlite_database, monkeypatch):
    monkeypatch.setattr("db.person_records.PAGE", 2)
    async with sqlite_database.begin() as session:
        for _ in range(5):
            await create_job(session, a_job(user_id=ME), now=NOON)

    assert len((await exported(sqlite_database))["jobs"]) == 5
