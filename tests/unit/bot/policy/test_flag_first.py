"""A flag is complete, and is there before anything of its job is shown, whenever the bot dies."""

from __future__ import annotations

import random

import pytest
from sqlalchemy import select

from bot.queueing.drawing import Drawing
from bot.queueing.pace import Pace
from db.images import images_of_job
from db.tables import Image, ModerationFlag
from db.tables_moderation import ModerationAction
from tests.support.policies import a_screening
from tests.support.scripted_engine import FLAGGED, ScriptedEngine


class DeathError(BaseException):
    """The bot is gone at this instant."""


class WithoutStartImages:
    async def fill(self, params, drawn=None):
        return params


def a_drawing(bench, screening, engine):
    return Drawing(
        engine=engine,
        database=bench.database,
        storage=bench.storage,
        screening=screening,
        start_images=WithoutStartImages(),
        editors=bench.editors,
        writer=bench.writer,
        clock=bench.clock,
        rng=random.Random(7),
        preview_steps=0,
        pace=Pace(),
    )


async def rows(bench, table):
    async with bench.database.read() as session:
        return list(await session.scalars(select(table)))


@pytest.mark.parametrize("dies", ["before", "after"])
async def test_a_bot_that_dies_between_verdict_and_flag_leaves_neither_image_nor_flag(
    bench, monkeypatch, dies
):
    job, screening = await bench.jobs.running(), a_screening(bench)
    record = screening.record

    async def dying(*about):
        if dies == "after":
            await record(*about)
        raise DeathError

    with monkeypatch.context() as patched:
        patched.setattr(screening, "record", dying)
        with pytest.raises(DeathError):
            await a_drawing(bench, screening, ScriptedEngine({0: ["flag"]})).draw(job)

    assert [await rows(bench, table) for table in (Image, ModerationFlag, ModerationAction)] == [
        [],
        [],
        [],
    ]

    await a_drawing(bench, screening, ScriptedEngine({0: ["flag"]})).draw(job)

    (image,), (flag,) = await rows(bench, Image), await rows(bench, ModerationFlag)
    assert flag.image_id == image.id
    assert {row.action for row in await rows(bench, ModerationAction)} == {"withhold", "strike"}


async def test_a_flag_says_what_was_found_by_whom_against_what_and_by_which_policy(bench):
    job = await bench.jobs.running()

    await a_drawing(bench, a_screening(bench), ScriptedEngine({0: ["flag"]})).draw(job)

    (image,), (flag,) = await rows(bench, Image), await rows(bench, ModerationFlag)
    assert (flag.image_id, flag.job_id, flag.user_id) == (image.id, job.id, job.user_id)
    assert (flag.category, flag.score, flag.threshold) == (
        FLAGGED.category,
        FLAGGED.score,
        FLAGGED.threshold,
    )
    assert (flag.action, flag.classifier, flag.policy_version) == ("withhold", "scripted", "2.0")


async def test_what_died_before_its_flag_is_drawn_again_and_its_sibling_is_not(bench, monkeypatch):
    job, screening = await bench.jobs.running(num_images=2), a_screening(bench)

    record = screening.record

    async def dying(*about):
        if not about[3].verdict.is_clean:
            raise DeathError
        await record(*about)

    with monkeypatch.context() as patched:
        patched.setattr(screening, "record", dying)
        drawing = a_drawing(bench, screening, ScriptedEngine({1: ["flag"]}))
        with pytest.raises(DeathError):
            await drawing.draw(job)
    engine = ScriptedEngine({1: ["flag"]})
    await a_drawing(bench, screening, engine).draw(job)

    assert [request_id for request_id, *_ in engine.submitted] == [f"{job.id}:1"]
    (flag,) = await rows(bench, ModerationFlag)
    async with bench.database.read() as session:
        images = {image.id: image.index for image in await images_of_job(session, job.id)}
    assert images[flag.image_id] == 1
