"""A process that takes images from somebody's allowance as often as it is told.

Run as ``python -m tests.support.takers URL TIMES LIMIT``; prints how many were granted.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import sys

from db.connection import Database
from db.users import take_images

USER = 3
DAY = dt.date(2026, 11, 21)


async def take_many(url, times, limit):
    """Take one image ``times`` times at once; return how many were granted."""
    database = Database.open(url)

    async def take():
        async with database.begin() as session:
            return await take_images(session, USER, count=1, limit=limit, day=DAY)

    try:
        answers = await asyncio.gather(*(take() for _ in range(times)))
    finally:
        await database.close()
    return sum(answer is not None for answer in answers)


if __name__ == "__main__":
    address, number, most = sys.argv[1:]
    print(asyncio.run(take_many(address, int(number), int(most))))  # noqa: T201
