"""The rules catch disguised words, and leave recorded prompts alone."""

from __future__ import annotations

import csv

import pytest

from bot.bench.disguises import DISGUISES
from bot.bench.nouns import NOUNS
from bot.bench.rules import measure_rules, rules_table
from engine.bench.trace import TRACE


def test_the_bench_has_as_many_terms_and_disguises_as_it_says():
    assert len(set(NOUNS)) == 200
    assert len(DISGUISES) >= 20


def test_disguised_words_are_caught_and_harmless_prompts_are_not(tmp_path):
    trace = tmp_path / "trace.csv"
    with trace.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([["prompt"], ["a red apple, dramatic light"], ["an umbrella"]])

    report = measure_rules(trace)

    assert report.caught >= 0.97
    assert report.false_alarms == 0
    assert "caught" in rules_table(report)


@pytest.mark.skipif(not TRACE.exists(), reason="no recorded prompts on this machine")
def test_recorded_prompts_raise_no_alarm():
    report = measure_rules(TRACE)

    assert report.prompts == 450
    assert report.false_alarms <= 0.005
