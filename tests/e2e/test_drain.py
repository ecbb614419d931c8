"""Before an upgrade: what runs is finished, what waits is kept, what is new is refused."""

from __future__ import annotations

import asyncio
import sys
import time

import pytest

from tests.support.bots import ROOT
from tests.support.patience import until
from tests.support.results import is_result

SLOW = {"stub_step_seconds": 0.2, "max_waiting": 1}
SHUTDOWN_SECONDS = 30


async def drain(bot, *arguments):
    """Run ``atelier drain``; return its exit code."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", "from bot.cli import main; main()"),
        *("--config", str(bot.folder / "bot.toml"), "drain", *arguments),
        env={"PYTHONPATH": str(ROOT)},
        cwd=ROOT,
    )
    return await asyncio.wait_for(child.wait(), 60)


@pytest.mark.slow
async def test_a_drain_finishes_what_runs_and_keeps_what_waits(start_bot_on_both, member):
    bot = await start_bot_on_both(engine=SLOW, limits={"person_running_jobs": 1})
    await member.wait_for_bot("imagine")
    running = await member.command("imagine", prompt="running", steps=100)
    await member.wait_for(running, lambda shown: "%" in shown.content)
    others = [await member.command("imagine", prompt="later", steps=4) for _ in range(3)]

    assert await drain(bot) == 0
    refused = await member.command("imagine", prompt="new")

    assert is_result(await member.wait_for(running, is_result))
    kept = await member.wait_for(others[-1], lambda shown: "goes on after it" in shown.content)
    assert not is_result(kept)
    assert refused.is_ephemeral
    assert "about to be upgraded" in refused.content

    assert await drain(bot, "--off") == 0
    assert (await member.wait_for(others[-1], is_result)).images


async def test_a_drain_that_takes_too_long_says_so_by_its_exit_code(start_bot, member):
    bot = await start_bot(engine={"stub_step_seconds": 0.5})
    await member.wait_for_bot("imagine")
    running = await member.command("imagine", prompt="running", steps=150)
    await member.wait_for(running, lambda shown: "%" in shown.content)

    assert await drain(bot, "--timeout", "1") == 75


async def test_a_bot_with_a_running_job_ends_within_thirty_seconds_of_sigterm(start_bot, member):
    bot = await start_bot(engine={"stub_step_seconds": 0.5})
    await member.wait_for_bot("imagine")
    running = await member.command("imagine", prompt="running", steps=150)
    await member.wait_for(running, lambda shown: "%" in shown.content)

    begun = time.monotonic()
    code = await bot.stop()

    assert code == 0
    assert time.monotonic() - begun < SHUTDOWN_SECONDS
    await until(lambda: "leases_released" in bot.logged())
