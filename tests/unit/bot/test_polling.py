"""Polling outlives what is away for a while, and nothing else."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from bot.polling import poll
from db.errors import DatabaseUnavailableError


class EnoughError(Exception):
    """Ends the test."""


class Looks:
    """Counts looks and waits; each look ends as told."""

    def __init__(self, *ends):
        self.ends, self.waits = list(ends), 0

    async def look(self):
        if end := self.ends.pop(0):
            raise end

    async def wait(self):
        self.waits += 1


async def test_after_every_look_it_waits_and_looks_again():
    looks = Looks(None, None, EnoughError())

    with pytest.raises(EnoughError):
        await poll(looks.look, wait=looks.wait, delayed="x_waits")

    assert looks.waits == 2


async def test_a_database_that_is_away_is_logged_and_asked_again():
    looks = Looks(DatabaseUnavailableError("away", place="x", remedy="wait"), None, EnoughError())

    with capture_logs() as logs, pytest.raises(EnoughError):
        await poll(looks.look, wait=looks.wait, delayed="x_waits")

    assert looks.waits == 2
    assert [(line["event"], line["error_code"]) for line in logs] == [
        ("x_waits", DatabaseUnavailableError.code)
    ]


async def test_only_what_is_named_delays():
    looks = Looks(OSError(), EnoughError())

    with pytest.raises(EnoughError):
        await poll(looks.look, wait=looks.wait, delayed="x_waits", delays=(OSError,))
    with pytest.raises(PermissionError):
        await poll(Looks(PermissionError()).look, wait=looks.wait, delayed="x_waits")
