"""Under random policies and faults a real bot shows nobody what they may not see."""

from __future__ import annotations

import pytest

from bot.bench.end_to_end import measure_end_to_end

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


def test_nothing_forbidden_is_seen_and_every_decision_is_recorded():
    report = measure_end_to_end(12, seed=0)

    assert (report.visible_flagged, report.missing_audit) == (0, 0)
    assert report.runs == 12
    assert report.shown
    assert report.withheld
