"""A command that was killed between its answer and its job is set right by the next bot."""

from __future__ import annotations

import sqlite3

from tests.support.patience import until
from tests.support.results import is_result

SLOW_COMMITS = """
CREATE VIEW slow AS
    WITH RECURSIVE counted(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM counted LIMIT 1000000000)
    SELECT x FROM counted;
CREATE TRIGGER slowly BEFORE INSERT ON jobs BEGIN SELECT count(*) FROM slow; END;
"""
USUAL_COMMITS = "DROP TRIGGER slowly; DROP VIEW slow;"


def on_file(bot, script):
    with sqlite3.connect(bot.folder / "atelier.sqlite", timeout=20) as database:
        database.executescript(script)


def num_noted(bot):
    with sqlite3.connect(bot.folder / "atelier.sqlite", timeout=20) as database:
        return database.execute("SELECT count(*) FROM acknowledgements").fetchone()[0]


async def test_queuing_left_standing_by_a_kill_is_set_right(start_bot, member):
    bot = await start_bot()
    await member.wait_for_bot("imagine")
    on_file(bot, SLOW_COMMITS)
    message = await member.command("imagine", prompt="a red apple")
    await until(lambda: num_noted(bot) == 1)

    await bot.kill()
    on_file(bot, USUAL_COMMITS)
    await bot.start()
    lost = await member.wait_for(message, lambda shown: "lost in a restart" in shown.content)

    assert "Queuing" in message.content
    assert lost.content.startswith("**a red apple** · <@")
    await until(lambda: num_noted(bot) == 0)
    again = await member.command("imagine", prompt="a red apple", steps=1)
    assert (await member.wait_for(again, is_result)).images
    assert num_noted(bot) == 0
