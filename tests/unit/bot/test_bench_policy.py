"""Whatever the policy, the verdict and the fault: nobody sees what they should not, unrecorded."""

from __future__ import annotations

import random

import pytest
import structlog

from bot.bench.policy import measure_policy, policy_table
from bot.bench.weather import FAULTS, draw_run


@pytest.fixture(autouse=True)
def _log_as_before():
    before = structlog.get_config()
    yield
    structlog.configure(**before)


def test_random_runs_show_nothing_that_is_not_allowed_and_record_every_decision():
    report = measure_policy(60, seed=7, workers=1)

    assert (report.visible_flagged, report.missing_audit) == (0, 0)
    assert report.shown > 5
    assert report.withheld > 20
    assert report.unfinished < 30
    assert "60 runs" in policy_table(report)


def test_every_fault_and_both_kinds_of_channels_are_drawn():
    rng = random.Random(0)
    runs = [draw_run(rng) for _ in range(300)]

    assert {run.fault for run in runs} == set(FAULTS)
    assert {run.is_restricted for run in runs} == {True, False}
    assert any(run.may_be_open(0) for run in runs)
    assert any(run.may_be_covered(0) and not run.may_be_open(0) for run in runs)
