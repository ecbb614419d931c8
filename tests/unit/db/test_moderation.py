"""A flagged image leaves exactly one flag."""

from __future__ import annotations

from sqlalchemy import func, select

from db.images import record_image
from db.jobs import create_job
from db.moderation import record_flag
from db.tables import ModerationFlag
from tests.support.jobs import NOW, a_job, an_image


async def test_same_image_flagged_twice_is_one_flag(database):
    async with database.begin() as session:
        job = await create_job(session, a_job(), now=NOW)
        image = await record_image(session, an_image(job.id, is_clean=False, file=None), now=NOW)
        flags = [
            await record_flag(
                session,
                image_id=image.id,
                job_id=job.id,
                guild_id=None,
                user_id=3,
                category="test",
                score=score,
                threshold=0.5,
                classifier="demo",
                action="withheld",
                now=NOW,
            )
            for score in (0.875, 0.625)
        ]

    assert [(flag.id, flag.score) for flag in flags] == [(flags[0].id, 0.875)] * 2
    async with database.read() as session:
        assert (await session.scalars(select(func.count(ModerationFlag.id)))).one() == 1


async def test_flag_with_words_longer_than_their_columns_is_recorded_cut(database):
    long_name = "c" * 500
    async with database.begin() as session:
        job = await create_job(session, a_job(), now=NOW)
        withheld = an_image(job.id, is_clean=False, file=None, category=long_name)
        image = await record_image(session, withheld, now=NOW)
        flag = await record_flag(
            session,
            image_id=image.id,
            job_id=job.id,
            guild_id=None,
            user_id=3,
            category=long_name,
            score=0.875,
            threshold=0.5,
            classifier=long_name,
            action="withheld",
            now=NOW,
        )

    assert (len(image.category), len(flag.category), len(flag.classifier)) == (64, 64, 128)
