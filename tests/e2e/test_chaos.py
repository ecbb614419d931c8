"""A short storm: whatever is killed, nothing is lost, doubled or left over."""

from __future__ import annotations

import pytest

from bot.chaos.storm import Storm, blow

KILLS = 8


@pytest.mark.slow
async def test_a_storm_loses_nothing(tmp_path, database_url):
    storm = Storm(
        database_url=database_url,
        folder=tmp_path,
        kills=KILLS,
        seconds_between=1.0,
        seed=7,
    )

    report = await blow(storm)

    assert report.is_clean, report
    assert report.kills == KILLS
    assert report.jobs > 0
    assert report.ledger["hold"] == 2 * report.jobs, "everybody pays, and so does the server"
