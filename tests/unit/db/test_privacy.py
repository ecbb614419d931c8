"""What people wrote does not leave the database in an error's words."""

from __future__ import annotations

import traceback

import pytest
from sqlalchemy.exc import IntegrityError

from db.jobs import create_job
from tests.support.clock import NOON
from tests.support.jobs import a_job


async def commit(database, new):
    async with database.begin() as session:
        await create_job(session, new, now=NOON)


async def test_a_statement_that_fails_is_told_without_its_values(database):
    impossible = a_job(params={"prompt": "a very secret apple"}, num_images=0)

    with pytest.raises(IntegrityError) as caught:
        await commit(database, impossible)

    told = "".join(traceback.format_exception(caught.value))
    assert "num_images" in told
    assert "secret apple" not in told
