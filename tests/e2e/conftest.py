"""A playground, a bot and an engine: three processes, as an operator runs them."""

from __future__ import annotations

import shutil
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from tests.support.bots import BotProcess, running_bot
from tests.support.openapi import has_description, mistakes_in
from tests.support.playground import PlaygroundProcess, running_playground
from tests.support.results import is_result

if TYPE_CHECKING:
    from tests.support.person import Person


@dataclass(frozen=True)
class Stage:
    """What the tests of a module share; they leave it as they found it."""

    playground: PlaygroundProcess
    bot: BotProcess
    member: Person
    other: Person


@asynccontextmanager
async def strict_playground(folder):
    """A playground; whatever the bot has sent to it must fit Discord's own description."""
    async with running_playground(folder) as playground:
        yield playground
        if has_description() and playground.is_running:
            assert mistakes_in(await playground.requests()) == []


@pytest.fixture
async def playground(tmp_path):
    """A playground of the test's own."""
    async with strict_playground(tmp_path) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory, _sqlite_template):
    """A running bot on SQLite with the stub engine, and two people who watch the channel."""
    folder = tmp_path_factory.mktemp("stage")
    url = f"sqlite:///{shutil.copy(_sqlite_template, folder / 'atelier.sqlite')}"
    async with (
        strict_playground(folder) as playground,
        running_bot(folder, playground.base_url, url) as bot,
        playground.person("member") as member,
        playground.person("other") as other,
    ):
        await member.wait_for_bot("imagine")
        first = await member.command("imagine", prompt="a first apple", steps=1)
        await member.wait_for(first, is_result)  # the model is known from here on
        yield Stage(playground, bot, member, other)


@asynccontextmanager
async def starting(folder, playground, database_url):
    """Yield what starts bots on a database; fields change their configuration."""
    bots = []

    async def start(**fields):
        bot = BotProcess(folder, playground.base_url, database_url, **fields)
        bots.append(bot)
        await bot.start()
        return bot

    yield start
    for bot in bots:
        await bot.stop()


@pytest.fixture
async def start_bot(tmp_path, playground, sqlite_url):
    """Start bots on a fresh SQLite database."""
    async with starting(tmp_path, playground, sqlite_url) as start:
        yield start


@pytest.fixture
async def start_bot_on_both(tmp_path, playground, database_url):
    """Start bots on a fresh database: once on SQLite, once on PostgreSQL."""
    async with starting(tmp_path, playground, database_url) as start:
        yield start


@pytest.fixture
async def member(playground):
    """A person with the page open."""
    async with playground.person("member") as person:
        yield person
