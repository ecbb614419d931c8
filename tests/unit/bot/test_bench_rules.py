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


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """Of the recorded prompts; of two harmless ones on a machine that has no recording."""
    if TRACE.exists():
        return measure_rules(TRACE)
    trace = tmp_path_factory.mktemp("rules") / "trace.csv"
    with trace.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([["prompt"], ["a red apple, dramatic light"], ["an umbrella"]])
    return measure_rules(trace)


def test_disguised_words_are_caught(report):
    assert report.caught >= 0.97
    assert "caught" in rules_table(report)


def test_harmless_prompts_raise_no_alarm(report):
    assert report.prompts == (450 if TRACE.exists() else 2)
    assert report.false_alarms <= 0.005
