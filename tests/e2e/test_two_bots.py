"""Two bots on one database share the work, and no job is drawn or shown twice."""

from __future__ import annotations

import asyncio
import re
from collections import Counter

import pytest

from tests.support.bots import BotProcess
from tests.support.patience import until
from tests.support.results import is_result

PACED = {"stub_step_seconds": 0.02, "max_waiting": 2}
NUM_JOBS = 12


def claimed_by(bot):
    """The jobs that a bot has begun to draw, as its log tells."""
    lines = [line for line in bot.logged().splitlines() if '"job_running"' in line]
    return [re.search(r'"job_id": (\d+)', line)[1] for line in lines]


@pytest.mark.slow
async def test_each_job_is_claimed_by_one_bot_and_shown_once(
    tmp_path, playground, database_url, member
):
    bots = []
    for name in ("first", "second"):
        (folder := tmp_path / name).mkdir()
        storage = {"folder": str(tmp_path / "images")}
        bot = BotProcess(folder, playground.base_url, database_url, engine=PACED, storage=storage)
        await bot.start()
        bots.append(bot)
    try:
        await member.wait_for_bot("imagine")
        await until(lambda: all('"connected"' in bot.logged() for bot in bots))
        asked = [
            await member.command("imagine", prompt=f"apple {number}", steps=20)
            for number in range(NUM_JOBS)
        ]
        await asyncio.gather(*(member.wait_for(message, is_result) for message in asked))
    finally:
        for bot in bots:
            await bot.stop()

    claims = Counter([*claimed_by(bots[0]), *claimed_by(bots[1])])
    assert len(claims) == NUM_JOBS
    assert set(claims.values()) == {1}
    assert all(claimed_by(bot) for bot in bots)
    shown = [message for message in await member.messages() if message.images]
    assert len(shown) == NUM_JOBS
