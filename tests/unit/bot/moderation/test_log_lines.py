"""The log of decisions can be taken away as a file."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from bot.languages import TEXTS
from bot.moderation.log_lines import action_line, log_file
from db.audit import list_actions, record_action
from db.tables_moderation import ModerationAction
from tests.support.clock import NOON

ROOT = Path(__file__).parents[4]


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
    assert action_line(actions[0], TEXTS["en"]).endswith("<@5>: banned <@1>")


def test_what_nobody_decided_was_the_policy():
    line = action_line(ModerationAction(action="strike", created_at=NOON), TEXTS["de"])

    assert line == f"<t:{int(NOON.timestamp())}:f> Regelwerk: verwarnt"


def test_an_action_of_a_newer_version_is_named_as_it_is():
    line = action_line(ModerationAction(action="from_the_future", created_at=NOON), TEXTS["ja"])

    assert "from_the_future" in line


@pytest.mark.parametrize("language", TEXTS)
def test_every_decision_that_is_recorded_has_its_word(language):
    files = [*(ROOT / "db").glob("*.py"), *(ROOT / "bot").rglob("*.py")]
    code = "\n".join(file.read_text("utf-8") for file in files)
    actions = set(re.findall(r"record_action\(\s*session,\s*\"(\w+)\"", code))

    assert len(actions) > 15
    assert {one for one in actions if f"action.{one}" not in TEXTS[language].sentences} == set()
