"""The daily allowance: never passed, fresh every day."""

from __future__ import annotations

import datetime as dt

import pytest

from db.users import give_back_images, read_user, take_images

TODAY = dt.date(2026, 11, 21)
TOMORROW = TODAY + dt.timedelta(days=1)


async def take(database, count, *, limit=10, day=TODAY):
    async with database.begin() as session:
        return await take_images(session, 3, count=count, limit=limit, day=day)


async def give_back(database, count, *, day=TODAY):
    async with database.begin() as session:
        await give_back_images(session, 3, count=count, day=day)


async def used(database):
    async with database.read() as session:
        return (await read_user(session, 3)).usage_images


@pytest.mark.parametrize(
    ("counts", "answers"),
    [
        pytest.param([4, 4], [4, 8], id="adds up"),
        pytest.param([10], [10], id="to the limit"),
        pytest.param([11], [None], id="over it at once"),
        pytest.param([9, 2, 1], [9, None, 10], id="refused leaves the rest"),
    ],
)
async def test_images_are_taken_up_to_the_limit(database, counts, answers):
    assert [await take(database, count) for count in counts] == answers


async def test_new_day_starts_at_nothing(database):
    await take(database, 10)

    assert await take(database, 3, day=TOMORROW) == 3


async def test_clock_that_lags_behind_reopens_nothing(database):
    await take(database, 10, day=TOMORROW)

    assert await take(database, 1, day=TODAY) is None


async def test_lowered_limit_holds_at_once(database):
    await take(database, 8)

    assert await take(database, 1, limit=5) is None


async def test_given_back_images_can_be_taken_again(database):
    await take(database, 10)
    await give_back(database, 4)

    assert await take(database, 4) == 10


async def test_giving_back_never_goes_below_nothing(database):
    await take(database, 2)
    await give_back(database, 9)

    assert await used(database) == 0


async def test_yesterdays_images_are_not_given_back_today(database):
    await take(database, 2)
    await take(database, 5, day=TOMORROW)
    await give_back(database, 2, day=TODAY)

    assert await used(database) == 5


async def test_stranger_has_nothing_to_give_back(database):
    await give_back(database, 1)

    async with database.read() as session:
        assert await read_user(session, 3) is None
