"""A job's message fits Discord's limits and says the truth at every moment."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivering.message import MAX_ALT, MAX_CONTENT, MessageWriter, Shown
from bot.queueing.outlook import Outlook
from db.job_graph import JobState
from db.tables import Image, Job
from tests.support.clock import NOON

WRITER = MessageWriter()


def a_row(prompt="a red apple", **changes):
    fields = {
        "id": 12,
        "state": JobState.RENDERED,
        "user_id": 3,
        "params": {"prompt": prompt, "seed": 7},
        "num_images": 1,
        "started_at": NOON,
        "rendered_at": NOON + dt.timedelta(seconds=2.345),
        "error_code": None,
        "error_facts": None,
        "is_private": False,
        "is_reachable": True,
    }
    return Job(**{"locale": "en-US", **fields, **changes})


def shown(index=0, size=3, *, is_screened=True):
    scores = {"test": 0.1} if is_screened else {}
    return Shown(Image(job_id=12, index=index, width=512, height=768, scores=scores), b"x" * size)


def withheld(index=0):
    return Shown(Image(job_id=12, index=index, width=512, height=768, scores={"test": 0.9}), None)


def test_result_tells_size_steps_time_and_seed():
    draft = WRITER.result(a_row(), [shown()])

    assert draft.content == "**a red apple** · <@3>\n512\u00d7768 · 20 steps · 2.3 s · seed 7"


def test_result_of_unscreened_pictures_says_so():
    draft = WRITER.result(a_row(), [shown(is_screened=False)])

    assert "screening is switched off" in draft.content


def test_result_with_some_withheld_keeps_the_others_and_their_numbers():
    draft = WRITER.result(a_row(num_images=3), [shown(0), withheld(1), shown(2)])

    assert [picture.name for picture in draft.pictures] == ["atelier-12-1.png", "atelier-12-3.png"]
    assert draft.buttons.indexes == (0, 2)
    assert "seed 7, 9" in draft.content
    assert "One picture was withheld" in draft.content


def test_everything_withheld_is_one_sentence_without_numbers():
    draft = WRITER.result(a_row(num_images=2), [withheld(0), withheld(1)])

    assert draft.pictures == ()
    assert draft.content.count("\n") == 1
    assert "nothing to show" in draft.content


@pytest.mark.parametrize(
    ("ahead", "words"), [(0, "next in line"), (1, "1 job ahead"), (7, "7 jobs ahead")]
)
def test_queued_says_how_many_come_first(ahead, words):
    assert words in WRITER.queued(a_row(), Outlook(ahead)).content


def test_starting_engine_says_how_far_it_is():
    row = a_row()

    assert "loading unet 40 %" in WRITER.engine_away(row, "loading unet", 0.4).content
    assert "Your job is kept" in WRITER.engine_away(row, "starting", 0.0).content


@pytest.mark.parametrize(
    ("fields", "promise"),
    [
        ({}, ""),
        ({"is_private": True, "is_reachable": False}, "Only you see this."),
        ({"is_reachable": False}, "I am a guest here."),
    ],
    ids=["public", "private", "guest"],
)
def test_whoever_is_answered_for_a_quarter_of_an_hour_only_is_told_from_the_start(fields, promise):
    job = a_row(**fields)
    drafts = [
        WRITER.queued(job, Outlook(0)),
        WRITER.engine_away(job, "loading", 0.5),
        WRITER.drawing(job, 0.5, {}),
    ]

    for draft in drafts:
        told = draft.content.splitlines()[2:]
        assert len(told) == bool(promise)
        assert "".join(told).startswith(promise)
    assert "direct message" not in WRITER.result(job, [shown()]).content


def test_failed_job_tells_reason_and_reference():
    row = a_row(state=JobState.FAILED, error_code="out_of_memory", error_facts={})

    draft = WRITER.ended(row)

    assert "Choose a smaller size" in draft.content
    assert "Reference: job 12" in draft.content


def test_cancelled_job_says_so_without_a_reason():
    draft = WRITER.ended(a_row(state=JobState.CANCELLED))

    assert draft.content.endswith("Cancelled.")


@pytest.mark.parametrize(
    ("data", "suffix"), [(b"\x89PNG", "png"), (b"RIFF....WEBP", "webp"), (b"\xff\xd8\xff", "jpg")]
)
def test_previews_are_named_after_their_kind(data, suffix):
    draft = WRITER.drawing(a_row(), 0.3, {0: data})

    assert draft.pictures[0].name.endswith(suffix)


@given(st.text(min_size=1, max_size=4000))
def test_no_prompt_breaks_a_limit(prompt):
    row = a_row(prompt, num_images=9)

    drafts = [
        WRITER.queuing("header", {"prompt": prompt}, 2**63 - 1),
        WRITER.queued(row, Outlook(10**9)),
        WRITER.result(row, [shown(index) for index in range(9)]),
    ]

    assert all(0 < len(draft.content) <= MAX_CONTENT for draft in drafts)
    assert all(0 < len(picture.alt) <= MAX_ALT for picture in drafts[-1].pictures)
