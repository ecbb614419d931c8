"""A bot that cannot start says why on one line, and what to do."""

from __future__ import annotations

import asyncio
import socket
import sys

import pytest

from tests.support.bots import ROOT, BotProcess
from tests.support.playground import running_playground

CONFIG, UNAVAILABLE = 78, 69


async def run_to_its_end(*arguments, **variables):
    """Run ``python -m bot`` with nothing but ``variables`` set; return exit code and output."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        env={"PYTHONPATH": str(ROOT), **variables},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await asyncio.wait_for(child.communicate(), 60)
    return child.returncode, output.decode()


@pytest.mark.parametrize(
    ("variables", "code", "words"),
    [
        pytest.param({}, CONFIG, "ATELIER_DISCORD__TOKEN", id="no token"),
        pytest.param(
            {"ATELIER_DISCORD__TOKEN_FILE": "/nowhere"}, CONFIG, "token file", id="no token file"
        ),
        pytest.param({"ATELIER_LIMITS__STEPS": "3"}, CONFIG, "unknown key", id="unknown setting"),
        pytest.param(
            {"ATELIER_DISCORD__TOKEN": "hunter2"}, CONFIG, "atelier db upgrade", id="not migrated"
        ),
        pytest.param(
            {
                "ATELIER_DISCORD__TOKEN": "hunter2",
                "ATELIER_DATABASE__URL": "postgresql://a:hunter2@127.0.0.1:1/x",
            },
            UNAVAILABLE,
            "does not answer",
            id="no database server",
        ),
    ],
)
async def test_it_ends_with_one_line_and_a_code(tmp_path, variables, code, words):
    url = f"sqlite:///{tmp_path / 'atelier.sqlite'}"

    ended, output = await run_to_its_end(**{"ATELIER_DATABASE__URL": url, **variables})

    assert ended == code
    (line,) = output.splitlines()
    assert words in line
    assert "hunter2" not in line


async def test_the_trace_is_shown_when_debugging(tmp_path):
    url = f"sqlite:///{tmp_path / 'atelier.sqlite'}"

    ended, output = await run_to_its_end(
        "--debug", ATELIER_DATABASE__URL=url, ATELIER_DISCORD__TOKEN="hunter2"
    )

    assert ended == CONFIG
    assert "Traceback" in output
    assert "atelier db upgrade" in output.splitlines()[-1]


async def ending_of(bot):
    """Run a bot to its end; return the exit code and the lines that are no log."""
    await bot.start()
    try:
        code = await bot.wait()
    finally:
        await bot.kill()
    return code, [line for line in bot.logged().splitlines() if line.startswith("atelier: ")]


async def test_a_token_that_discord_does_not_know_is_a_matter_of_configuration(
    tmp_path, sqlite_url
):
    async with running_playground(tmp_path, token="right") as playground:
        bot = BotProcess(tmp_path, playground.base_url, sqlite_url, discord={"token": "hunter2"})
        code, lines = await ending_of(bot)

    assert code == CONFIG
    assert "does not accept the bot's token" in lines[0]
    assert "hunter2" not in bot.logged()
    assert "Traceback" not in bot.logged()


async def test_a_discord_that_is_away_is_unavailable(tmp_path, sqlite_url):
    code, lines = await ending_of(BotProcess(tmp_path, "http://127.0.0.1:1", sqlite_url))

    assert code == UNAVAILABLE
    assert "Discord cannot be reached" in lines[0]


async def test_a_port_in_use_is_unavailable(tmp_path, sqlite_url):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        bot = BotProcess(
            tmp_path, "http://127.0.0.1:1", sqlite_url, http={"port": taken.getsockname()[1]}
        )
        code, lines = await ending_of(bot)

    assert code == UNAVAILABLE
    assert "[http] port" in lines[0]


@pytest.mark.slow  # the engine imports torch before it looks for the model
async def test_a_model_that_is_not_there_ends_bot_and_engine(tmp_path, playground, sqlite_url):
    bot = BotProcess(
        tmp_path,
        playground.base_url,
        sqlite_url,
        engine={"runner": "torch", "model": str(tmp_path / "nowhere")},
    )
    code, lines = await ending_of(bot)

    assert code == CONFIG
    assert "nowhere" in lines[0]
    assert "Traceback" not in bot.logged()
