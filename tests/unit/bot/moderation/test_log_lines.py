"""The log of decisions can be taken away as a file."""

from __future__ import annotations

import csv
import io
import json

import pytest

from bot.moderation.log_lines import action_line, log_file
from db.audit import list_actions, record_action
from tests.support.clock import NOON


@pytest.fixture
async def actions(sqlite_database):
    async with sqlite_database.begin() as session:
        for number in range(2):
            await record_action(
                session, "ban", guild_id=1, actor_id=5, user_id=number, now=NOON, until="never"
            )
    async with sqlite_database.read() as session:
        return await list_actions(session, limit=9)


def test_as_json_every_line_is_an_entry(actions):
    rows = [json.loads(line) for line in log_file(actions, "json").splitlines()]

    assert [row["user_id"] for row in rows] == [1, 0]
    assert rows[0]["details"] == {"until": "never"}


def test_as_csv_it_has_a_header_and_a_row_each(actions):
    rows = list(csv.DictReader(io.StringIO(log_file(actions, "csv").decode())))

    assert [row["action"] for row in rows] == ["ban", "ban"]
    assert rows[0]["created_at"].startswith("2026-")


def test_a_line_names_who_decided_about_whom(actions):
    assert action_line(actions[0]).endswith("<@5>: ban <@1>")
