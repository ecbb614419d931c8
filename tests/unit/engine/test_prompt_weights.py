from __future__ import annotations

import sys

import pytest

from engine import prompt_weights
from engine.errors import PromptTooComplexError
from engine.params import GenerationParams
from engine.prompt_weights import MAX_FRAGMENTS, MAX_NESTING, parse_prompt, plain_text


def weights_of(prompt):
    return {text.strip(): weight for text, weight in parse_prompt(prompt)}


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        pytest.param("", {}, id="empty"),
        pytest.param("()", {}, id="empty brackets"),
        pytest.param("a red apple", {"a red apple": 1.0}, id="plain"),
        pytest.param("a (red) apple", {"a": 1.0, "red": 1.1, "apple": 1.0}, id="round"),
        pytest.param("a ((red))", {"a": 1.0, "red": 1.21}, id="twice round"),
        pytest.param("[blurry]", {"blurry": 0.909091}, id="square"),
        pytest.param("([red])", {"red": 1.0}, id="round and square cancel"),
        pytest.param("(red:1.3)", {"red": 1.3}, id="number"),
        pytest.param("(red: .5 )", {"red": 0.5}, id="number with spaces"),
        pytest.param("((red:1.5))", {"red": 1.65}, id="number in brackets"),
        pytest.param("(a (b:1.4) c:0.5)", {"a": 0.5, "b": 0.7, "c": 0.5}, id="nested numbers"),
        pytest.param("(red:-2)", {"red": 0.0}, id="below the range"),
        pytest.param("(red:99)", {"red": 3.0}, id="above the range"),
        pytest.param("(red:1.2.3)", {"red:1.2.3": 1.1}, id="no number"),
    ],
)
def test_weights_are_read_as_the_web_ui_reads_them(prompt, expected):
    assert weights_of(prompt) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        pytest.param("a (red apple", {"a": 1.0, "red apple": 1.1}, id="never closed"),
        pytest.param("a) b]", {"a) b]": 1.0}, id="never opened"),
        pytest.param("red:1.3) apple", {"red:1.3) apple": 1.0}, id="number never opened"),
        pytest.param("([a)b]", {"a": 1.0, "b": 0.909091}, id="crossed"),
        pytest.param(r"fox \(animal\)", {"fox (animal)": 1.0}, id="escaped round"),
        pytest.param(r"\[a\] (\(b\))", {"[a]": 1.0, "(b)": 1.1}, id="escaped inside"),
        pytest.param(r"a\\b", {r"a\b": 1.0}, id="escaped backslash"),
        pytest.param(r"a\b:c", {r"a\b:c": 1.0}, id="plain backslash and colon"),
    ],
)
def test_unbalanced_and_escaped_brackets_are_never_an_error(prompt, expected):
    assert weights_of(prompt) == pytest.approx(expected)


def test_neighbours_of_one_weight_are_one_fragment():
    assert parse_prompt(r"(a)(b) c\(d\)") == (("ab", 1.1), (" c(d)", 1.0))


def test_nesting_up_to_the_bound_is_read():
    prompt = "[" * MAX_NESTING + "deep" + "]" * MAX_NESTING

    assert plain_text(parse_prompt(prompt)) == "deep"


@pytest.mark.parametrize(
    "prompt",
    [
        pytest.param("(" * (MAX_NESTING + 1) + "deep", id="one too deep"),
        pytest.param("([" * MAX_NESTING, id="mixed brackets"),
        pytest.param("(a)b" * MAX_FRAGMENTS, id="too many weights"),
    ],
)
def test_a_prompt_beyond_the_bounds_is_refused_with_its_code(prompt):
    with pytest.raises(PromptTooComplexError) as caught:
        parse_prompt(prompt)

    assert caught.value.code == "prompt_too_complex"


@pytest.mark.parametrize("field", ["prompt", "negative_prompt"])
def test_brackets_ten_thousand_deep_are_refused_for_their_depth_before_their_length(field):
    deep = "(" * 10_000 + "x" + ")" * 10_000

    with pytest.raises(PromptTooComplexError):
        GenerationParams(**{"prompt": "a fox", field: deep}).check()


def lines_run(prompt):
    """Count the lines of the parser that run; refusal included."""
    count = 0

    def trace(frame, event, _):
        nonlocal count
        if frame.f_code.co_filename != prompt_weights.__file__:
            return None
        count += event == "line"
        return trace

    former = sys.gettrace()
    sys.settrace(trace)
    try:
        parse_prompt(prompt)
    except PromptTooComplexError:
        pass
    finally:
        sys.settrace(former)
    return count


@pytest.mark.parametrize(
    "part",
    ["a", "(a)", "(a:1.2) b", "[", "(", ")", "((((a))))", r"\(", "\\", ":", ": 1", "(a:1"],
)
def test_work_grows_with_the_length_alone(part):
    once, twice = lines_run(part * 400), lines_run(part * 800)

    assert twice <= 2 * once + 50


def test_a_prompt_too_deep_costs_no_more_than_a_flat_one():
    assert lines_run("(" * 4000) <= lines_run(")" * 4000)
