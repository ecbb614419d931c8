"""Nobody is shown what nobody pays for, or where it may not be seen."""

from __future__ import annotations

from types import SimpleNamespace

import discord
import pytest

from bot.errors import ImageUnknownError
from bot.finding.picking import pick
from bot.finding.showing import show_job
from bot.ordering.refusals import RestrictedChannelError
from db.images import record_image
from db.jobs import cancel_job, fail_job
from tests.support.clock import NOON
from tests.support.jobs import an_image
from tests.unit.bot.finding.test_rights import REQUESTER, APress

RESTRICTED = SimpleNamespace(id=77, is_nsfw=lambda: True)


@pytest.fixture
def asking(bench):
    """The person whose jobs they are, where they were ordered; nothing can be sent to them."""
    parts = SimpleNamespace(delivery=bench.delivery)
    atelier = SimpleNamespace(
        database=bench.database,
        storage=bench.storage,
        parts=parts,
        get_channel={RESTRICTED.id: RESTRICTED}.get,
    )
    return APress(atelier, user=discord.Object(REQUESTER))


async def failed(session, job_id):
    await fail_job(session, job_id, code="message_gone", facts={}, now=NOON)


async def cancelled(session, job_id):
    await cancel_job(session, job_id, now=NOON)


async def still_drawn(session, job_id):
    """One of its pictures is not ready."""


async def show(person, job):
    await show_job(person, job.id, is_private=False)


async def pick_first(person, job):
    await pick(person, job.id, 0)


@pytest.mark.parametrize("become", [failed, cancelled, still_drawn])
@pytest.mark.parametrize("bring", [show, pick_first])
async def test_pictures_that_nobody_pays_for_are_shown_to_nobody(bench, asking, become, bring):
    job = await bench.jobs.running(num_images=2)
    file = await bench.storage.store(job.id, 0, b"png")
    async with bench.database.begin() as session:
        await record_image(session, an_image(job.id, file=file), now=NOON)
        await become(session, job.id)

    with pytest.raises(ImageUnknownError):
        await bring(asking, job)


@pytest.mark.parametrize("bring", [show, pick_first])
async def test_what_was_drawn_in_a_restricted_channel_is_shown_in_no_other(bench, asking, bring):
    job = await bench.jobs.rendered(channel_id=RESTRICTED.id)
    async with bench.database.begin() as session:
        await record_image(session, an_image(job.id), now=NOON)

    with pytest.raises(RestrictedChannelError):
        await bring(asking, job)
