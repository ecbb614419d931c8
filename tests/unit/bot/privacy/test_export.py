"""An export holds everything, in parts that can be sent, one at a time for each person."""

from __future__ import annotations

import asyncio
import io
import json
import secrets
import zipfile

import pytest

from bot.privacy.errors import ExportRunningError, ExportTooLargeError
from bot.privacy.export import Exporter
from bot.privacy.parts import ZipParts

PLENTY = 10_000_000


def opened(parts):
    """All rows of some parts by their file's name."""
    archives = [zipfile.ZipFile(io.BytesIO(part)) for part in parts]
    return {name: json.loads(one.read(name)) for one in archives for name in one.namelist()}


async def test_an_export_lists_jobs_with_links_to_their_messages(bench):
    job = await bench.jobs.queued(guild_id=1, channel_id=2, message_id=55)

    export = await Exporter(bench.database).export(job.user_id, max_bytes=PLENTY)

    found = opened(export.parts)
    assert found["jobs-1.json"][0]["message"] == "https://discord.com/channels/1/2/55"
    assert found["jobs-1.json"][0]["params"]["prompt"] == "a red apple"
    assert export.num_rows == sum(map(len, found.values()))


async def test_a_person_s_second_export_waits_for_the_first(bench):
    job = await bench.jobs.queued()
    exporter = Exporter(bench.database)

    first = asyncio.create_task(exporter.export(job.user_id, max_bytes=PLENTY))
    await asyncio.sleep(0)
    with pytest.raises(ExportRunningError):
        await exporter.export(job.user_id, max_bytes=PLENTY)
    await first

    assert (await exporter.export(job.user_id, max_bytes=PLENTY)).num_rows


async def test_more_parts_than_can_be_sent_are_refused_and_the_turn_is_given_back(bench):
    job = await bench.jobs.queued()
    exporter = Exporter(bench.database)

    with pytest.raises(ExportTooLargeError):
        await exporter.export(job.user_id, max_bytes=1, max_parts=1)

    assert (await exporter.export(job.user_id, max_bytes=PLENTY)).parts


def test_parts_stay_under_their_size_and_lose_nothing():
    parts = ZipParts(max_bytes=6000)
    rows = {f"jobs-{number}": [{"x": secrets.token_hex(1000)}] for number in range(12)}
    for name, some in rows.items():
        parts.add(name, some)

    made = parts.finished()

    assert len(made) > 2
    assert max(map(len, made)) <= 6000
    assert opened(made) == {f"{name}.json": some for name, some in rows.items()}
