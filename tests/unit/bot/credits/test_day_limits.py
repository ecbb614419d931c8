"""A day's images are bounded by the operator in all, and by a guild for what is drawn there."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.credits.day_limits import daily_images, take_day_images
from bot.errors import DailyLimitError
from db.images import record_image
from db.jobs import cancel_job
from db.tables import Guild
from tests.support.jobs import an_image

HERE, ELSEWHERE = 1, 2


@pytest.mark.parametrize(
    ("own", "operators", "bound"),
    [(None, 0, 0), (None, 5, 5), (3, 5, 3), (9, 5, 5), (9, 0, 9), (0, 5, 5)],
)
def test_a_guild_may_lower_the_day_s_images_and_never_raise_them(own, operators, bound):
    assert daily_images(Guild(id=1, daily_images=own), operators) == bound
    assert daily_images(None, operators) == operators


async def take(bench, *, own, operators=0, **job):
    made = await bench.jobs.queued(**{"guild_id": HERE, **job})
    async with bench.database.begin() as session:
        guild = Guild(id=HERE, daily_images=own)
        await take_day_images(session, made, guild, operators=operators)
    return made


async def test_a_guild_s_bound_is_for_what_is_drawn_there(bench):
    await take(bench, own=None, num_images=4, guild_id=ELSEWHERE)
    await take(bench, own=4, num_images=4)

    with pytest.raises(DailyLimitError) as refusal:
        await take(bench, own=4, num_images=1)

    assert refusal.value.code == "daily_limit_here"
    assert refusal.value.facts == {"num_images": 1, "max_images": 4}


async def test_the_operator_s_bound_is_for_everything(bench):
    await take(bench, own=9, operators=9, num_images=4, guild_id=ELSEWHERE)

    with pytest.raises(DailyLimitError) as refusal:
        await take(bench, own=9, operators=6, num_images=3)

    assert refusal.value.code == "daily_limit"
    assert refusal.value.facts["max_images"] == 6


async def test_another_day_and_another_person_are_counted_anew(bench):
    await take(bench, own=4, num_images=4)
    await take(bench, own=4, num_images=4, user_id=8)
    await bench.clock.advance(dt.timedelta(days=1).total_seconds())

    await take(bench, own=4, num_images=4)


async def test_what_was_cancelled_or_withheld_is_not_counted(bench):
    job = await take(bench, own=4, num_images=4)
    async with bench.database.begin() as session:
        await cancel_job(session, job.id, now=bench.clock.now())
    job = await take(bench, own=4, num_images=4)
    async with bench.database.begin() as session:
        for index, action in enumerate(("post", "withhold", "spoiler", "quarantine")):
            image = an_image(job.id, index=index, action=action)
            await record_image(session, image, now=bench.clock.now())

    await take(bench, own=4, num_images=2)

    with pytest.raises(DailyLimitError):
        await take(bench, own=4, num_images=1)
