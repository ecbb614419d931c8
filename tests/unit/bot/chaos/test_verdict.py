"""The verdict finds what a storm must not leave behind."""

from __future__ import annotations

import hashlib

import pytest

from bot.chaos.verdict import judge
from db.images import record_image
from db.jobs import fail_job, mark_delivered
from tests.support.jobs import an_image

PNG = b"png"


@pytest.fixture
def delivered(bench):
    """Make a delivered job with one picture."""

    async def make():
        job = await bench.jobs.rendered()
        file = await bench.storage.store(job.id, 0, PNG)
        image = an_image(job.id, file=file, sha256=hashlib.sha256(PNG).hexdigest())
        async with bench.database.begin() as session:
            await record_image(session, image, now=bench.clock.now())
            await mark_delivered(session, job.id, now=bench.clock.now())
        return job

    return make


def a_message(job, *numbers, message_id="55", **changes):
    files = [{"filename": f"atelier-{job.id}-{number}.png"} for number in numbers]
    return {"id": message_id, "content": "done", "attachments": files, "flags": 0, **changes}


async def judged(bench, messages, commands=()):
    return await judge(bench.database, bench.folder, messages, commands)


async def test_a_job_that_is_shown_once_is_fine(bench, delivered):
    job = await delivered()

    verdict = await judged(bench, [a_message(job, 1)])

    assert (verdict.jobs, verdict.lost, verdict.delivered_twice) == (1, [], [])
    assert (verdict.unended, verdict.left_standing, verdict.ledger_discrepancies) == ([], [], [])


@pytest.mark.parametrize("numbers", [(), (2,), (1, 2)])
async def test_pictures_that_are_not_the_job_s_are_a_loss(bench, delivered, numbers):
    job = await delivered()

    assert (await judged(bench, [a_message(job, *numbers)])).lost


async def test_a_job_in_two_messages_is_delivered_twice(bench, delivered):
    job = await delivered()

    verdict = await judged(bench, [a_message(job, 1), a_message(job, 1, message_id="56")])

    assert len(verdict.delivered_twice) == 1


async def test_a_missing_file_is_a_loss(bench, delivered):
    job = await delivered()
    for file in bench.folder.rglob("*.png"):
        file.unlink()

    assert "its file is gone" in (await judged(bench, [a_message(job, 1)])).lost[0]


async def test_an_end_that_nobody_was_told_is_a_loss(bench):
    job = await bench.jobs.running()
    async with bench.database.begin() as session:
        await fail_job(session, job.id, code="not_finite", facts={}, now=bench.clock.now())

    verdict = await judged(bench, [])

    assert "nobody was told" in verdict.lost[0]
    assert verdict.errors == {"not_finite": 1}


async def test_what_runs_on_for_ever_is_unended(bench):
    await bench.jobs.running()

    assert len((await judged(bench, [])).unended) == 1


async def test_commands_without_job_or_refusal_are_unanswered(bench):
    job = await bench.jobs.running()
    refusal = {
        "id": "7",
        "content": "no",
        "attachments": [],
        "flags": 64,
        "interaction_metadata": {"id": "8"},
    }
    standing = {"id": "9", "content": "x\nQueuing…", "attachments": [], "flags": 0}

    verdict = await judged(bench, [refusal, standing], [job.interaction_id, 8, 9])

    assert verdict.unanswered == 1
    assert verdict.left_standing == ["9"]
