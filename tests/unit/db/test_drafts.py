"""A draft is taken once, by its own person, within its day."""

from __future__ import annotations

import datetime as dt
import random

from db.drafts import LIFE, new_draft_id, save_draft, take_draft
from tests.support.clock import NOON


async def save(database, draft_id, now=NOON, user_id=7):
    async with database.begin() as session:
        await save_draft(session, draft_id, user_id=user_id, body={"n": draft_id}, now=now)


async def take(database, draft_id, user_id=7):
    async with database.begin() as session:
        return await take_draft(session, draft_id, user_id=user_id)


async def test_a_draft_is_taken_once(database):
    await save(database, 5)

    assert await take(database, 5) == {"n": 5}
    assert await take(database, 5) is None


async def test_nobody_takes_another_s_draft(database):
    await save(database, 5)

    assert await take(database, 5, user_id=8) is None
    assert await take(database, 5) == {"n": 5}


async def test_drafts_are_gone_after_their_life(database):
    await save(database, 5)

    await save(database, 6, now=NOON + LIFE + dt.timedelta(seconds=1))

    assert await take(database, 5) is None


def test_ids_fit_the_ids_of_buttons():
    rng = random.Random(1)

    assert all(0 < new_draft_id(rng) < 10**18 for _ in range(100))
