"""The metrics page says what happened, each number with a sentence and without people."""

from __future__ import annotations

from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.monitoring.metrics import Metrics
from db.job_graph import JobState
from engine.metrics import MEANINGS


def families(metrics):
    parsed = text_string_to_metric_families(metrics.page().decode())
    return {family.name: family for family in parsed}


def value(metrics, name, **labels):
    for family in families(metrics).values():
        for sample in family.samples:
            if sample.name == name and sample.labels == labels:
                return sample.value
    return None


def test_every_state_is_counted_from_nothing():
    metrics = Metrics()
    metrics.count_job(JobState.QUEUED)

    assert value(metrics, "jobs_total", state="queued") == 1
    assert all(value(metrics, "jobs_total", state=state) is not None for state in JobState)


def test_wait_is_seconds_and_never_negative():
    metrics = Metrics()
    metrics.observe_wait(3.0)
    metrics.observe_wait(-1.0)

    assert value(metrics, "job_wait_seconds_count") == 2
    assert value(metrics, "job_wait_seconds_sum") == 3
    assert value(metrics, "job_wait_seconds_bucket", le="0.1") == 1


def test_stored_jobs_that_are_gone_count_nothing():
    metrics = Metrics()
    metrics.set_stored({JobState.QUEUED: 5})
    metrics.set_stored({JobState.RUNNING: 1})

    assert value(metrics, "jobs_stored", state="queued") == 0
    assert value(metrics, "jobs_stored", state="running") == 1


def test_engines_numbers_pass_through_as_they_are_now():
    numbers = {"engine_ticks_total": 1.0, "engine_active_requests": 2.0}
    metrics = Metrics(lambda: numbers)
    numbers["engine_ticks_total"] = 7.0

    page = families(metrics)
    assert value(metrics, "engine_ticks_total") == 7
    assert value(metrics, "engine_active_requests") == 2
    assert page["engine_ticks"].type == "counter"
    assert page["engine_active_requests"].type == "gauge"
    assert page["engine_ticks"].documentation == MEANINGS["engine_ticks_total"]


@pytest.mark.parametrize("name", ["jobs_total", "engine_", "engine_a b", "engine_x\n# HELP y"])
def test_name_that_is_no_engines_is_left_out(name):
    assert families(Metrics(lambda: {name: 1.0})).keys() == families(Metrics()).keys()


def test_every_metric_has_a_sentence():
    metrics = Metrics(lambda: dict.fromkeys(MEANINGS, 0.0) | {"engine_restarts": 0.0})
    metrics.set_check("database", is_ok=True)

    found = families(metrics)
    assert len(found) >= 15
    for name, family in found.items():
        assert family.documentation.endswith("."), name


def test_no_label_tells_a_guild_a_person_or_a_prompt():
    metrics = Metrics()
    metrics.count_job(JobState.DELIVERED)
    metrics.set_check("engine", is_ok=False)

    labels = {
        label
        for family in families(metrics).values()
        for sample in family.samples
        for label in sample.labels
    }
    assert labels == {"state", "check", "le"}


def test_two_bots_in_one_process_share_nothing():
    first, second = Metrics(), Metrics()
    first.count_job(JobState.QUEUED)

    assert value(second, "jobs_total", state="queued") == 0


def test_every_metric_of_the_bot_is_documented():
    page = (Path(__file__).parents[4] / "docs/operating/watching.md").read_text(encoding="utf-8")

    names = [
        name.removesuffix("_created")
        for name in families(Metrics())
        if not name.startswith("process_")
    ]
    assert len(names) >= 4
    assert [name for name in names if f"`{name}" not in page] == []
