from __future__ import annotations

from collections import Counter

import pytest

from engine.bench import trace
from engine.bench.trace import TRACE, frequencies, invent_trace, read_trace


def test_the_built_in_counts_are_of_450_requests():
    for counts in (trace._STEPS, trace._GUIDANCES, trace._SIZES, trace._COUNTS):
        assert sum(frequencies(counts).values()) == 450


def test_the_built_in_counts_are_those_of_the_recorded_trace():
    rows = read_trace(TRACE)
    if rows is None:
        pytest.skip("the recorded trace is not here")

    steps = Counter(str(row.num_inference_steps) for row in rows)
    sizes = Counter(f"{row.width}x{row.height}" for row in rows)
    counts = Counter(str(row.num_images) for row in rows)
    guidances = Counter(f"{row.guidance_scale:g}" for row in rows)

    assert steps == frequencies(trace._STEPS)
    assert sizes == frequencies(trace._SIZES)
    assert counts == frequencies(trace._COUNTS)
    assert guidances == frequencies(trace._GUIDANCES)


def test_an_invented_trace_is_the_same_for_the_same_seed():
    assert invent_trace(20, 3) == invent_trace(20, 3)
    assert invent_trace(20, 3) != invent_trace(20, 4)


def test_an_invented_trace_holds_no_words():
    assert {row.prompt for row in invent_trace(50, 0)} == {""}


def test_there_is_no_trace_where_there_is_no_file(tmp_path):
    assert read_trace(tmp_path / "none.csv") is None


def test_a_recorded_line_is_read_as_it_stands(tmp_path):
    path = tmp_path / "trace.csv"
    path.write_text(
        "timestamp,prompt,seed,num_inference_steps,guidance_scale,width,height,num_images\n"
        '1660149548,"a cat, sleeping",14556,50,7.5,704,512,5\n'
    )

    (row,) = read_trace(path)

    assert row == trace.Row("a cat, sleeping", 14556, 50, 7.5, 704, 512, 5)
