"""Who asks to be forgotten is, whatever is stopped in between; the ledger stays true."""

from __future__ import annotations

import datetime as dt

import discord
import pytest

from bot.delivering.copies import Copies
from bot.files.uploads import Uploads
from bot.ordering.references import to_upload
from bot.privacy.erasing import DiscordStaysAwayError, Erasing
from db.accounts import Allowance, open_account, read_standing
from db.credit_audit import audit
from db.credits import grant
from db.erasures import count_erasure, open_erasures
from db.images import images_of_job, record_image
from db.job_cancels import has_wishes
from db.jobs import mark_delivered, mark_told, read_job
from db.moderation import record_flag
from engine.params import GenerationParams
from tests.support.channels import KeepingClient
from tests.support.jobs import an_image

ME, SOMEBODY = 3, 4
DAY = 86_400.0
ALLOWANCE = Allowance(1000, 1000)


class Scene:
    """A bench with somebody on it who can ask to be forgotten."""

    def __init__(self, bench, tmp_path):
        self.bench, self.client = bench, KeepingClient()
        self.uploads = Uploads(tmp_path / "uploads")
        self.erasing = Erasing(
            self.client,
            database=bench.database,
            storage=bench.storage,
            uploads=self.uploads,
            copies=Copies(self.client, database=bench.database, clock=bench.clock),
            clock=bench.clock,
        )

    async def delivered(self, **changes):
        job = await self.bench.jobs.rendered(user_id=ME, **changes)
        file = await self.bench.storage.store(job.id, 0, b"png")
        async with self.bench.database.begin() as session:
            now = self.bench.clock.now()
            await record_image(session, an_image(job.id, file=file), now=now)
            await mark_delivered(session, job.id, now=now)
            await mark_told(session, job.id, now=now)
        return job

    async def flag(self, job):
        async with self.bench.database.begin() as session:
            (image,) = await images_of_job(session, job.id)
            await record_flag(
                session,
                image_id=image.id,
                job_id=job.id,
                guild_id=1,
                user_id=ME,
                category="test",
                score=0.9,
                threshold=0.5,
                classifier="c",
                action="withhold",
                now=self.bench.clock.now(),
            )

    async def read(self, function, *arguments):
        async with self.bench.database.read() as session:
            return await function(session, *arguments)


@pytest.fixture
def scene(bench, tmp_path):
    return Scene(bench, tmp_path)


async def test_message_file_and_row_of_a_job_go(scene):
    job = await scene.delivered()
    await scene.bench.clock.advance(DAY)

    await scene.erasing.wish(ME)
    await scene.erasing.work()

    assert [(edit[1], edit[2]["attachments"]) for edit in scene.client.edits] == [(55, [])]
    assert "apple" not in scene.client.edits[0][2]["content"]
    assert [path for path in scene.bench.folder.rglob("*") if path.is_file()] == []
    assert await scene.read(read_job, job.id) is None
    assert await scene.read(open_erasures) == []


async def test_nothing_is_shown_from_the_wish_on(scene):
    job = await scene.delivered()

    await scene.erasing.wish(ME)

    (image,) = await scene.read(images_of_job, job.id)
    assert image.deleted_at is not None


async def test_what_a_case_names_keeps_its_prompt_and_loses_message_and_file(scene):
    job = await scene.delivered()
    await scene.flag(job)

    await scene.erasing.wish(ME)
    await scene.erasing.work()
    await scene.erasing.work()

    left = await scene.read(read_job, job.id)
    assert left.message_id is None
    assert left.params["prompt"] == "a red apple"
    assert (await scene.read(images_of_job, job.id))[0].file is None
    assert len(scene.client.edits) == 1
    assert (await scene.read(count_erasure, ME)).kept["flags"] == 1


async def test_a_message_that_discord_cannot_edit_now_is_tried_again(scene):
    job = await scene.delivered()
    scene.client.failures = [TimeoutError()]
    await scene.erasing.wish(ME)

    with pytest.raises(DiscordStaysAwayError):
        await scene.erasing.work()
    assert await scene.read(read_job, job.id)

    await scene.erasing.work()
    assert await scene.read(read_job, job.id) is None


async def test_a_message_out_of_reach_does_not_hold_the_rest_up(scene):
    job = await scene.delivered()
    response = type("Response", (), {"status": 404, "reason": "gone"})()
    scene.client.failures = [discord.NotFound(response, "gone")]

    await scene.erasing.wish(ME)
    await scene.erasing.work()

    assert await scene.read(read_job, job.id) is None


async def test_what_waits_is_cancelled_and_what_comes_later_stays(scene):
    waiting = await scene.bench.jobs.queued(user_id=ME)
    await scene.erasing.wish(ME)
    await scene.bench.clock.advance(60)
    later = await scene.bench.jobs.queued(user_id=ME)

    await scene.erasing.work()

    assert await scene.read(has_wishes)
    assert await scene.read(read_job, waiting.id)  # until somebody has cancelled it
    assert await scene.read(read_job, later.id)
    assert len(await scene.read(open_erasures)) == 1


async def test_uploads_go_unless_somebody_else_starts_from_them(scene):
    mine, shared = await scene.uploads.store(b"mine"), await scene.uploads.store(b"shared")
    for digest in (mine, shared):
        params = GenerationParams(prompt="x", seed=7, init_image=to_upload(digest), strength=0.5)
        await scene.delivered(params=params)
    await scene.bench.jobs.queued(user_id=SOMEBODY, params=params)

    await scene.erasing.wish(ME)
    await scene.erasing.work()

    assert await scene.uploads.read(shared) == b"shared"
    with pytest.raises(FileNotFoundError):
        await scene.uploads.read(mine)


async def test_the_ledger_loses_the_name_once_the_account_is_full_and_stays_true(scene):
    now = scene.bench.clock.now()
    async with scene.bench.database.begin() as session:
        account = await open_account(session, 1, ME, ALLOWANCE, now=now)
        await grant(session, account, -600, actor_id=ME, now=now)

    await scene.erasing.wish(ME)
    await scene.erasing.work()
    assert (await scene.read(open_erasures)) != []  # an empty account is no way to a full one

    await scene.bench.clock.advance(DAY)
    await scene.erasing.work()

    assert await scene.read(open_erasures) == []
    assert await scene.read(audit) == []
    async with scene.bench.database.read() as session:
        standing = await read_standing(session, 1, ME, ALLOWANCE, now=now + dt.timedelta(days=1))
    assert standing.account_id is None


async def test_an_account_that_never_fills_is_not_waited_for_for_ever(scene):
    now = scene.bench.clock.now()
    async with scene.bench.database.begin() as session:
        account = await open_account(session, 1, ME, Allowance(1000, 0), now=now)
        await grant(session, account, -600, actor_id=None, now=now)
    await scene.erasing.wish(ME)

    await scene.bench.clock.advance(91 * DAY)
    await scene.erasing.work()

    assert await scene.read(open_erasures) == []
