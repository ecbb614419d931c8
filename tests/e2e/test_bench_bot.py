"""Fifty people at once are all answered, and nothing of the bot's own holds its loop."""

import pytest

from bot.bench.answering import run_bot_bench

HELD_MS = 100  # `atelier bench bot` looks for 50 on a quiet machine


@pytest.mark.slow
def test_everybody_in_a_rush_is_answered_and_nothing_holds_the_loop():
    report = run_bot_bench(per_second=10, seconds=10)

    assert report.commands >= 100
    assert report.unanswered == 0
    assert report.loop_busy_max_ms < HELD_MS
    assert 0 < report.ack_p50_ms <= report.ack_p99_ms < 3000
    assert report.rss_mb > 0
