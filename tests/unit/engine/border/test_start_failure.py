from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.border.start_failure import StartFailure, read_failure

WORDS = st.text("äb[]:→", min_size=1)


@given(reason=WORDS, remedy=WORDS, noise=st.text("x[]:\n"))
def test_a_parent_reads_what_a_child_wrote_among_other_lines(reason, remedy, noise):
    failure = StartFailure("model_not_found", reason, remedy, 78)

    assert read_failure(f"{noise}\n{failure.line()}\n", 78) == failure


def test_a_failure_takes_one_line_whatever_is_in_it():
    line = StartFailure("x", "no model\nat /tmp", "Set\n[engine] model.").line()

    assert line == "engine [x] no model at /tmp What to do: Set [engine] model."


def test_several_mistakes_are_told_together():
    lines = [StartFailure("config_invalid", reason, "Mend it.") for reason in ("a: bad", "b: bad")]

    failure = read_failure("\n".join(failure.line() for failure in lines), 78)

    assert failure == StartFailure("config_invalid", "a: bad; b: bad", "Mend it.", 78)


@pytest.mark.parametrize(
    ("exit_code", "words"), [(-9, "signal 9"), (1, "exit code 1")], ids=["killed", "broken"]
)
def test_a_silent_end_is_told_by_its_exit_code(exit_code, words):
    failure = read_failure("some log line\n", exit_code)

    assert failure.code == "engine_lost"
    assert words in failure.reason
