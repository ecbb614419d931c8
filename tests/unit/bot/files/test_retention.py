"""What is old goes, with what depends on it; what somebody still needs stays."""

from __future__ import annotations

import datetime as dt
import os

import pytest

from bot.config import RetentionSection
from bot.files.retention import Pruned, Retention
from bot.files.uploads import Uploads
from bot.ordering.references import to_upload
from db.bans import ban_user, holding_bans
from db.images import images_of_job, record_image
from db.jobs import mark_delivered, mark_told, read_job
from db.moderation import record_flag
from engine.params import GenerationParams
from tests.support.jobs import an_image

DAY = dt.timedelta(days=1).total_seconds()


@pytest.fixture
def uploads(tmp_path):
    return Uploads(tmp_path / "uploads")


@pytest.fixture
def keeping(bench, uploads, tmp_path):
    def make(**days):
        return Retention(
            RetentionSection(**days),
            database=bench.database,
            storage=bench.storage,
            uploads=uploads,
            quarantine=tmp_path / "quarantine",
            clock=bench.clock,
        )

    return make


@pytest.fixture
def delivered(bench):
    """Make a delivered job with one picture."""

    async def make(**changes):
        job = await bench.jobs.rendered(**changes)
        file = await bench.storage.store(job.id, 0, b"png")
        async with bench.database.begin() as session:
            await record_image(session, an_image(job.id, file=file), now=bench.clock.now())
            await mark_delivered(session, job.id, now=bench.clock.now())
            await mark_told(session, job.id, now=bench.clock.now())
        return job

    return make


async def image_of(bench, job):
    async with bench.database.read() as session:
        (image,) = await images_of_job(session, job.id)
        return image


def files_in(bench):
    return [path for path in bench.folder.rglob("*") if path.is_file()]


async def flag(bench, job):
    image = await image_of(bench, job)
    async with bench.database.begin() as session:
        await record_flag(
            session,
            image_id=image.id,
            job_id=job.id,
            guild_id=1,
            user_id=3,
            category="test",
            score=0.9,
            threshold=0.5,
            classifier="test",
            action="withheld",
            now=bench.clock.now(),
        )


async def test_without_days_everything_is_kept(bench, keeping, delivered):
    job = await delivered()
    await bench.clock.advance(10_000 * DAY)

    assert await keeping().prune() == Pruned(0, 0, 0)
    assert (await image_of(bench, job)).file


async def test_an_old_picture_s_file_goes_and_its_row_stays(bench, keeping, delivered):
    job = await delivered()
    await bench.clock.advance(8 * DAY)
    young = await delivered()

    assert await keeping(picture_days=7).prune() == Pruned(1, 0, 0)

    assert (await image_of(bench, job)).file is None
    assert (await image_of(bench, young)).file
    assert len(files_in(bench)) == 1


async def test_a_dry_run_counts_and_changes_nothing(bench, keeping, delivered):
    job = await delivered()
    await bench.clock.advance(8 * DAY)

    assert await keeping(picture_days=7).prune(dry_run=True) == Pruned(1, 0, 0)

    assert (await image_of(bench, job)).file
    assert len(files_in(bench)) == 1


async def test_what_an_unfinished_job_starts_from_stays(bench, keeping, delivered):
    job = await delivered()
    image = await image_of(bench, job)
    await bench.jobs.queued(parent_image_id=image.id)
    await bench.clock.advance(100 * DAY)

    assert await keeping(picture_days=7, row_days=7).prune() == Pruned(0, 0, 0)


async def test_unfinished_jobs_stay_however_old(bench, keeping):
    jobs = [await bench.jobs.rendered(), await bench.jobs.running(), await bench.jobs.queued()]
    await bench.clock.advance(100 * DAY)

    await keeping(picture_days=7, row_days=7).prune()

    assert [(await bench.jobs.read(job)).id for job in jobs] == [job.id for job in jobs]


async def test_old_rows_go_after_their_files(bench, keeping, delivered):
    job = await delivered()
    await bench.clock.advance(31 * DAY)

    assert await keeping(picture_days=7, row_days=30).prune() == Pruned(1, 0, 1)

    async with bench.database.read() as session:
        assert await read_job(session, job.id) is None
        assert await images_of_job(session, job.id) == []


async def test_a_row_that_a_moderator_s_record_names_stays(bench, keeping, delivered):
    job = await delivered()
    await flag(bench, job)
    await bench.clock.advance(31 * DAY)

    assert await keeping(picture_days=7, row_days=30).prune() == Pruned(1, 0, 0)
    assert (await bench.jobs.read(job)).id == job.id


async def test_uploads_go_unless_a_job_on_the_way_starts_from_them(bench, keeping, uploads):
    old, needed = await uploads.store(b"old"), await uploads.store(b"needed")
    params = GenerationParams(prompt="x", seed=7, init_image=to_upload(needed), strength=0.5)
    await bench.jobs.queued(params=params)
    for file in (uploads._path(old), uploads._path(needed)):
        os.utime(file, (0, 0))
    await bench.clock.advance(8 * DAY)

    assert await keeping(picture_days=7).prune() == Pruned(0, 1, 0)

    assert await uploads.read(needed) == b"needed"
    with pytest.raises(FileNotFoundError):
        await uploads.read(old)


async def test_uploads_that_no_job_names_go_after_a_day_whatever_is_kept(bench, keeping, uploads):
    refused, mask, ended, fresh = [
        await uploads.store(data) for data in (b"refused", b"mask", b"ended", b"fresh")
    ]
    pictures = {"init_image": to_upload(ended), "mask_image": to_upload(mask)}
    params = GenerationParams(prompt="x", seed=7, strength=0.5, **pictures)
    job = await bench.jobs.rendered(params=params)
    async with bench.database.begin() as session:
        await mark_delivered(session, job.id, now=bench.clock.now())
    await bench.clock.advance(2 * DAY)
    hour_ago = bench.clock.now().timestamp() - DAY / 24
    for file, at in {refused: 0, mask: 0, ended: 0, fresh: hour_ago}.items():
        os.utime(uploads._path(file), (at, at))

    assert await keeping().prune(dry_run=True) == Pruned(uploads=1)
    assert await keeping().prune() == Pruned(uploads=1)

    assert [await uploads.has(one) for one in (refused, mask, ended, fresh)] == [
        False,
        True,
        True,
        True,
    ]


async def test_old_cases_go_and_their_jobs_after_them(bench, keeping, delivered):
    job = await delivered()
    await flag(bench, job)
    async with bench.database.begin() as session:
        now = bench.clock.now()
        for expires_at in (now + dt.timedelta(days=1), None):
            await ban_user(
                session, 3, guild_id=expires_at and 1, reason="", expires_at=expires_at,
                actor_id=5, now=now,
            )  # fmt: skip
    await bench.clock.advance(40 * DAY)

    dry = await keeping(picture_days=7, row_days=30, case_days=30).prune(dry_run=True)
    done = await keeping(picture_days=7, row_days=30, case_days=30).prune()

    assert (dry.cases, done.cases, done.jobs) == (2, 2, 1)
    async with bench.database.read() as session:
        (ban,) = await holding_bans(session, now=bench.clock.now())
    assert ban.guild_id is None


async def test_old_withheld_pictures_go_whoever_wrote_them(bench, keeping, tmp_path):
    folder = tmp_path / "quarantine"
    folder.mkdir()
    for name, day in (("1-5-0-aa.png", 0), ("2-6-0-bb.png", 39)):
        (folder / name).write_bytes(b"png")
        instant = bench.clock.now().timestamp() + day * DAY
        os.utime(folder / name, (instant, instant))
    await bench.clock.advance(40 * DAY)

    assert (await keeping(case_days=30).prune()).withheld == 1
    assert [path.name for path in folder.iterdir()] == ["2-6-0-bb.png"]


async def test_files_that_no_row_names_go_after_a_day(bench, keeping, delivered):
    job = await delivered()
    lost = bench.folder / await bench.storage.store(99, 0, b"lost")
    half = lost.with_suffix(".0a1b2c3d.part")
    half.write_bytes(b"half")
    young = bench.folder / await bench.storage.store(98, 0, b"young")
    instant = bench.clock.now().timestamp()
    for path, day in ((lost, -2), (half, -2), (young, 0)):
        os.utime(path, (instant + day * DAY,) * 2)
    os.utime(bench.folder / (await image_of(bench, job)).file, (0, 0))

    assert (await keeping().prune(dry_run=True)).orphans == 2
    assert lost.exists()
    assert (await keeping().prune()).orphans == 2
    assert sorted(files_in(bench)) == sorted(
        [young, bench.folder / (await image_of(bench, job)).file]
    )


def test_cases_are_kept_as_long_as_strikes_count():
    with pytest.raises(ValueError, match="case_days"):
        RetentionSection(case_days=7)


def test_rows_are_kept_as_long_as_their_files_at_least():
    with pytest.raises(ValueError, match="picture_days"):
        RetentionSection(row_days=7)
    with pytest.raises(ValueError, match="picture_days"):
        RetentionSection(row_days=7, picture_days=30)
