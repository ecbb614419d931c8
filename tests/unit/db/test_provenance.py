"""Images are found again by watermark ids and by what they look like."""

from __future__ import annotations

import time

import numpy as np
import pytest
from sqlalchemy import delete

from db.images import record_image
from db.jobs import create_job
from db.provenance import HashIndex, delivered_sizes, fingerprints, record_hashes
from db.tables import Image
from tests.support.jobs import NOW, a_job, an_image

HASHES = {
    "whole": "f123456789abcdef",
    "middle_90": "0000000000000001",
    "middle_80": "ffffffffffffffff",
}


async def keep(database, *, index=0, hashes=HASHES, **changes):
    async with database.begin() as session:
        job = await create_job(session, a_job(), now=NOW)
        image = await record_image(session, an_image(job.id, index=index, **changes), now=NOW)
        await record_hashes(session, image.id, hashes)
        return image.id


async def found(database, **wanted):
    async with database.read() as session:
        return await fingerprints(session, **wanted)


async def near(database, query, max_distance=8):
    index = HashIndex()
    async with database.read() as session:
        await index.refresh(session)
    return index.near([query], max_distance)


async def test_an_image_is_found_by_its_watermark_id_with_its_hashes(database):
    image_id = await keep(database, watermark_id=0xFFFFFFFF)

    (one,) = await found(database, watermark_ids=[1, 2, 0xFFFFFFFF])

    assert (one.image_id, one.watermark_id) == (image_id, 0xFFFFFFFF)
    assert one.hashes == (0xF123456789ABCDEF, 1, 2**64 - 1)


async def test_an_image_without_hashes_is_found_too(database):
    image_id = await keep(database, watermark_id=5, hashes={})

    assert (await found(database, image_ids=[image_id]))[0].hashes == ()


async def test_many_candidates_are_looked_up(database):
    image_id = await keep(database, watermark_id=1999)

    assert [one.image_id for one in await found(database, watermark_ids=range(2000))] == [image_id]


@pytest.mark.parametrize("name", HASHES)
async def test_an_image_is_found_by_its_looks_and_those_of_its_middles(database, name):
    image_id = await keep(database)
    changed = f"{int(HASHES[name], 16) ^ 0xFF:016x}"

    assert await near(database, changed) == [image_id]
    assert await near(database, changed, 7) == []


async def test_the_nearest_comes_first(database):
    far = await keep(database, hashes={**HASHES, "whole": "0f0f0f0f0f0f0f0f"})
    close = await keep(database, hashes={**HASHES, "whole": "0f0f0f0f0f0f0f00"})

    assert await near(database, "0f0f0f0f0f0f0f01") == [close, far]


async def test_the_index_reads_only_what_is_new(database):
    index = HashIndex()
    for count in (1, 2):
        await keep(database, hashes={**HASHES, "whole": f"{count:016x}"})
        async with database.read() as session:
            await index.refresh(session)
            await index.refresh(session)

        assert len(index) == count


async def test_hashes_go_with_their_image(database):
    image_id = await keep(database)

    async with database.begin() as session:
        await session.execute(delete(Image).where(Image.id == image_id))

    assert await near(database, HASHES["whole"]) == []


async def test_sizes_come_by_how_often_they_were_delivered(database):
    for width, height in ((512, 768), (512, 512), (512, 512)):
        await keep(database, width=width, height=height)

    async with database.read() as session:
        assert await delivered_sizes(session) == [(512, 512), (512, 768)]


def test_a_million_hashes_are_searched_in_a_moment():
    rng = np.random.default_rng(1)
    index = HashIndex()
    rows = np.column_stack(
        [np.arange(1_000_000), rng.integers(-(2**63), 2**63 - 1, (1_000_000, 3))]
    )
    index.add(rows)
    queries = [f"{int(value) % 2**64:016x}" for value in rows[::125_000, 1]]

    start = time.thread_time()
    images = index.near(queries, 8)

    assert time.thread_time() - start < 1  # 0.1 on a quiet machine
    assert set(range(0, 1_000_000, 125_000)) <= set(images)
