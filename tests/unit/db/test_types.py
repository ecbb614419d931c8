"""Column types mean the same on both databases."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import StatementError

from db.guilds import read_guild, save_guild
from db.types import UtcDateTime
from tests.support.jobs import NOW

BERLIN = dt.timezone(dt.timedelta(hours=1))


async def test_instants_come_back_in_utc_to_the_microsecond(database):
    at = dt.datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=BERLIN)
    async with database.begin() as session:
        await save_guild(session, 1, now=at)

    async with database.read() as session:
        guild = await read_guild(session, 1)
    assert guild.created_at == at
    assert guild.created_at.tzinfo is dt.UTC


async def test_naive_datetime_is_refused(database):
    with pytest.raises(StatementError, match="naive datetime names no instant"):
        async with database.begin() as session:
            await save_guild(session, 1, now=NOW.replace(tzinfo=None))


@pytest.mark.parametrize("dialect", [sqlite.dialect(), postgresql.dialect()])
def test_absent_instant_stays_absent(dialect):
    assert UtcDateTime().process_bind_param(None, dialect) is None
    assert UtcDateTime().process_result_value(None, dialect) is None
