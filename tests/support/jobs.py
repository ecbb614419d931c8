"""Valid jobs with one thing changed, and the instants at which things happen to them."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace

from db.images import NewImage
from db.jobs import NewJob, read_place

NOW = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
LEASE = dt.timedelta(seconds=60)
LATER = NOW + 2 * LEASE
_interactions = itertools.count(900_000_000_000_000_000)

A_JOB = NewJob(
    kind="imagine",
    guild_id=1,
    channel_id=2,
    user_id=3,
    message_id=None,
    interaction_id=0,
    parent_image_id=None,
    params={"prompt": "a red apple", "seed": 7},
    num_images=1,
    locale="en-US",
)
ONE_FORM_TOO_COMPLEX = "{{a,{0}}}{{{1},b}}{0} cat".format("(" * 20, ")" * 20)
"""A template that can be drawn, as three of its forms can; the fourth nests too deep."""

AN_IMAGE = NewImage(
    job_id=0,
    index=0,
    seed=7,
    params={"prompt": "a red apple", "seed": 7},
    file="00/1-0.png",
    sha256="0" * 64,
    width=512,
    height=512,
    watermark_id=None,
    is_clean=True,
    category=None,
    scores={"test": 0.01},
    recipe={"model": "demo"},
)


def a_job(**changes) -> NewJob:
    """A job of an interaction of its own."""
    return replace(A_JOB, **{"interaction_id": next(_interactions), **changes})


def an_image(job_id: int, **changes) -> NewImage:
    """The first image of a job."""
    return replace(AN_IMAGE, job_id=job_id, **changes)


async def ahead_of(session, job_id) -> int | None:
    """How many jobs of its lane are claimed before this one; None when it does not wait."""
    place = await read_place(session, job_id)
    return place and place.ahead
