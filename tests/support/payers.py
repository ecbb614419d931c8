"""A process that orders jobs on somebody's allowance as often as it is told.

Run as ``python -m tests.support.payers URL TIMES CAPACITY``; prints how many were granted.
"""

from __future__ import annotations

import asyncio
import sys

from db.accounts import Allowance
from db.connection import Database
from db.jobs import Terms, admit_job
from tests.support.jobs import NOW, a_job

USER = 3
PRICE = 1000


class RefusedError(Exception):
    """The allowance did not suffice."""


async def pay_many(url, times, capacity, *, first=0, pool=None):
    """Order a job of one credit ``times`` times at once; return how many were granted."""
    database = Database.open(url)
    terms = Terms(allowance=Allowance(capacity, 0), pool=pool and Allowance(pool, 0))

    async def pay(number):
        async with database.begin() as session:
            new = a_job(user_id=USER, cost=PRICE, interaction_id=first + number)
            admitted = await admit_job(session, new, terms, now=NOW)
            if admitted.lacking:
                raise RefusedError

    try:
        answers = await asyncio.gather(
            *(pay(number) for number in range(times)), return_exceptions=True
        )
    finally:
        await database.close()
    assert {type(answer) for answer in answers if answer} <= {RefusedError}
    return answers.count(None)


if __name__ == "__main__":
    address, number, most, start = sys.argv[1:]
    print(asyncio.run(pay_many(address, int(number), int(most), first=int(start))))  # noqa: T201
