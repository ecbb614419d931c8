"""How evenly the queue serves people, by the queue's own functions on a real database."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from bot.bench.crowd import GUILD, NOW, PARAMS
from db.jobs import NewJob, Terms, admit_job, claim_job

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from db.connection import Database
    from db.tables import Job

NUM_PEOPLE: Final = 20
FLOOD: Final = 50  # jobs of one person
FLOOD_COST: Final = 27_000  # 9 images of 150 steps
SMALL_COST: Final = 400  # one image of 20 steps
SHARE: Final = 60_000  # what each is served, about, while everybody waits for more
LEASE: Final = dt.timedelta(hours=1)


async def flood(database: Database) -> int:
    """Let one person flood the queue before nineteen others ask for one small picture each.

    Returns:
        The most work that was begun between somebody's order and its start, in thousandths of a
        credit. Fair is at most what is begun of each other person's jobs in turn: one job each.
    """
    for number in range(FLOOD):
        await order(database, 1, FLOOD_COST, number)
    await claim(database)  # the flood is being drawn as the others come
    for user in range(2, NUM_PEOPLE + 1):
        await order(database, user, SMALL_COST, FLOOD + user)
    begun = most = 0
    while job := await claim(database):
        if job.user_id != 1:
            most = max(most, begun)
        begun += job.cost
    return most


async def share_out(database: Database, rng: Random) -> float:
    """Serve people of very different habits while all of them wait for more.

    Returns:
        Jain's index over the work served: 1 is the same for everybody.
    """
    number = 1_000
    for user in range(1, NUM_PEOPLE + 1):
        habit = rng.choice((SMALL_COST, 1_000, 3_600, FLOOD_COST))
        for _ in range(2 * SHARE // habit + 2):
            number += 1
            await order(database, user, habit, number)
    served = dict.fromkeys(range(1, NUM_PEOPLE + 1), 0)
    while sum(served.values()) < NUM_PEOPLE * SHARE and (job := await claim(database)):
        served[job.user_id] += job.cost
    return jain_index(list(served.values()))


def jain_index(shares: Sequence[int]) -> float:
    """Return (sum x)^2 / (n * sum x^2).

    Source: Jain, Chiu, Hawe 1984, "A Quantitative Measure of Fairness", equation 1.
    """
    squares = sum(share * share for share in shares)
    return sum(shares) ** 2 / (len(shares) * squares) if squares else 1.0


async def order(database: Database, user_id: int, cost: int, number: int) -> Job:
    """Commit one job."""
    new = new_job(user_id, cost, number)
    async with database.begin() as session:
        return (await admit_job(session, new, Terms(), now=NOW)).job


def new_job(user_id: int, cost: int, number: int) -> NewJob:
    """Return what a person orders; ``number`` counts the orders of a run."""
    return NewJob(
        kind="imagine",
        guild_id=GUILD,
        channel_id=1,
        user_id=user_id,
        message_id=None,
        interaction_id=number + 1,
        parent_image_id=None,
        params=PARAMS,
        num_images=1,
        locale="en-US",
        cost=cost,
    )


async def claim(database: Database) -> Job | None:
    """Claim whoever's turn it is."""
    async with database.begin() as session:
        return await claim_job(session, owner="bench", now=NOW, lease=LEASE)
