"""One editor for each message: never two edits at once, never too often, the last one always."""

from __future__ import annotations

import pytest

from bot.delivering.delivery_errors import DiscordAwayError, MessageGoneError
from bot.delivering.message import Draft
from tests.support.clock import settle


def drafts_of(edits):
    return [draft.content for _, draft in edits]


async def test_the_first_draft_is_shown_at_once_and_the_next_after_the_interval(bench):
    editor = bench.editors.of(await bench.jobs.queued())

    editor.offer(Draft("one"))
    await settle()
    editor.offer(Draft("two"))
    await bench.clock.advance(1.9)
    assert drafts_of(bench.messenger.progress) == ["one"]

    await bench.clock.advance(0.1)
    assert drafts_of(bench.messenger.progress) == ["one", "two"]


async def test_drafts_that_come_too_fast_are_coalesced_into_the_newest(bench):
    editor = bench.editors.of(await bench.jobs.queued())

    for number in range(50):
        editor.offer(Draft(str(number)))
        await bench.clock.advance(0.1)
    await bench.clock.advance(5)

    assert len(bench.messenger.progress) <= 4
    assert drafts_of(bench.messenger.progress)[-1] == "49"


async def test_an_unchanged_draft_is_not_sent_again(bench):
    editor = bench.editors.of(await bench.jobs.queued())

    for _ in range(3):
        editor.offer(Draft("the same"))
        await bench.clock.advance(10)

    assert drafts_of(bench.messenger.progress) == ["the same"]


async def test_nothing_is_shown_after_the_end(bench):
    editor = bench.editors.of(await bench.jobs.queued())
    editor.offer(Draft("one"))
    await settle()
    editor.offer(Draft("two"))

    await editor.finish(Draft("end"))
    editor.offer(Draft("late"))
    await bench.clock.advance(10)

    assert drafts_of(bench.messenger.progress) == ["one"]
    assert drafts_of(bench.messenger.ends) == ["end"]


async def test_the_end_waits_for_an_edit_that_is_on_its_way(bench):
    editor = bench.editors.of(await bench.jobs.queued())
    bench.messenger.gate.clear()
    editor.offer(Draft("one"))
    await settle()

    bench.tasks.spawn(editor.finish(Draft("end")), name="end")
    await settle()
    assert bench.messenger.ends == []

    bench.messenger.gate.set()
    await settle()
    assert drafts_of(bench.messenger.progress) == ["one"]
    assert drafts_of(bench.messenger.ends) == ["end"]


async def test_lost_progress_does_not_stop_later_progress(bench):
    editor = bench.editors.of(await bench.jobs.queued())
    bench.messenger.failures = [DiscordAwayError()]

    editor.offer(Draft("one"))
    await bench.clock.advance(2)
    editor.offer(Draft("two"))
    await bench.clock.advance(2)

    assert drafts_of(bench.messenger.progress) == ["two"]


async def test_a_draft_that_was_lost_is_sent_when_it_is_offered_again(bench):
    editor = bench.editors.of(await bench.jobs.queued())
    bench.messenger.failures = [DiscordAwayError()]

    for _ in range(3):
        editor.offer(Draft("one"))
        await bench.clock.advance(2)

    assert drafts_of(bench.messenger.progress) == ["one"]


async def test_an_end_that_fails_is_told_to_the_caller_who_may_repeat_it(bench):
    editor = bench.editors.of(await bench.jobs.queued())
    bench.messenger.failures = [MessageGoneError()]

    with pytest.raises(MessageGoneError):
        await editor.finish(Draft("end"))
    await editor.finish(Draft("end"))

    assert drafts_of(bench.messenger.ends) == ["end"]


async def test_nothing_is_shown_after_the_job_was_dropped(bench):
    job = await bench.jobs.queued()
    editor = bench.editors.of(job)
    editor.offer(Draft("one"))
    await settle()
    editor.offer(Draft("pending"))

    bench.editors.drop(job)
    editor.offer(Draft("late"))
    await bench.clock.advance(10)

    assert drafts_of(bench.messenger.progress) == ["one"]


async def test_an_edit_on_its_way_is_called_back_when_the_job_is_dropped(bench):
    job = await bench.jobs.queued()
    bench.messenger.gate.clear()
    bench.editors.of(job).offer(Draft("on its way"))
    await settle()

    bench.editors.drop(job)
    bench.messenger.gate.set()
    await settle()

    assert bench.messenger.progress == []


async def test_a_job_has_one_editor_until_it_is_dropped(bench):
    job = await bench.jobs.queued()

    assert bench.editors.of(job) is bench.editors.of(job)
    bench.editors.drop(job)

    assert len(bench.editors) == 0
    assert bench.messenger.forgotten == [job.id]
