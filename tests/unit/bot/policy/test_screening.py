"""A finished picture lands where policy says, with its record written before anybody sees it."""

from __future__ import annotations

import msgspec
import pytest
from sqlalchemy import select

from bot.policy.knowledge import GuildPolicy
from bot.policy.pictures import Action, PictureSettings
from bot.policy.record import Offence
from bot.policy.refusals import PolicyUnknownError
from bot.policy.rules import PromptRule, RuleAction, RuleBook, RuleKind
from db.images import record_image
from db.tables import ModerationFlag
from db.tables_moderation import ModerationAction, Strike
from engine.protocol import Finished, Frame
from tests.support.clock import NOON
from tests.support.jobs import an_image
from tests.support.policies import a_screening, some_knowledge
from tests.support.scripted_engine import CLEAN, FLAGGED

SPOILING = some_knowledge(
    guilds={1: GuildPolicy(pictures=PictureSettings(restricted_action=Action.SPOILER))}
)
STRICT = some_knowledge(guilds={1: GuildPolicy(pictures=PictureSettings(general_offset=-0.45))})
REVIEWING = some_knowledge(
    rules=RuleBook([PromptRule(7, 1, RuleKind.WORD, "apple", RuleAction.REVIEW)])
)


def finished(verdict, data=b"png"):
    return Finished(
        request_id="1:0",
        image=Frame(data) if data is not None else None,
        sha256="a" * 64,
        width=512,
        height=512,
        seed=7,
        verdict=verdict,
        has_watermark=False,
        recipe={},
        seconds=1.0,
    )


async def kept(bench, screening, job, event):
    """Put a picture where it belongs and commit what there is to say about it."""
    screened = await screening.keep(job, 0, event, bench.storage)
    new = an_image(job.id, file=screened.file, action=screened.decision.action.value)
    async with bench.database.begin() as session:
        image = await record_image(session, new, now=NOON)
        await screening.record(session, job, image, event, screened.decision)
    return screened


async def rows(bench, table):
    async with bench.database.read() as session:
        return list(await session.scalars(select(table)))


async def test_a_clean_picture_is_stored_and_leaves_no_trace_elsewhere(bench):
    job = await bench.jobs.running()

    screened = await kept(bench, a_screening(bench), job, finished(CLEAN))

    assert await bench.storage.read(screened.file) == b"png"
    assert await rows(bench, ModerationFlag) == []
    assert await rows(bench, ModerationAction) == []


async def test_a_flagged_picture_is_withheld_with_flag_log_and_one_strike_for_the_job(bench):
    job, screening = await bench.jobs.running(), a_screening(bench)
    event = finished(FLAGGED, data=None)

    screened = await kept(bench, screening, job, event)
    await kept(bench, screening, job, event)

    assert screened.file is None
    (flag,) = await rows(bench, ModerationFlag)
    assert (flag.action, flag.reason, flag.review) == ("withhold", "classifier", "open")
    assert flag.policy_version == "2.0"
    actions = {action.action for action in await rows(bench, ModerationAction)}
    assert actions == {"withhold", "strike"}
    (strike,) = await rows(bench, Strike)
    assert (strike.user_id, strike.job_id) == (job.user_id, job.id)


async def test_special_care_is_put_into_quarantine_and_up_for_nobodys_review(bench):
    job = await bench.jobs.running()
    verdict = msgspec.structs.replace(FLAGGED, is_special_care=True)

    screened = await kept(
        bench, a_screening(bench, SPOILING, restricted=[2]), job, finished(verdict, data=None)
    )

    assert screened.decision.action is Action.QUARANTINE
    (flag,) = await rows(bench, ModerationFlag)
    assert (flag.action, flag.review) == ("quarantine", "closed")


@pytest.mark.parametrize("knowledge", [STRICT, REVIEWING], ids=["strict guild", "prompt rule"])
async def test_what_only_the_guild_objects_to_is_kept_for_moderators_and_is_no_offence(
    bench, knowledge
):
    job, screening = await bench.jobs.running(), a_screening(bench, knowledge)

    screened = await kept(bench, screening, job, finished(CLEAN))

    assert screened.file is None
    assert await screening._quarantine.read(job.id, 0, "a" * 64) == b"png"
    assert await rows(bench, Strike) == []
    assert not await screening.may_preview(job, 0)


async def test_a_picture_is_reviewed_by_the_form_of_the_template_that_it_is_drawn_from(bench):
    job = await bench.jobs.running(params={"prompt": "n{y,a{k,x}ed} woman"}, num_images=3)
    rule = PromptRule(7, 1, RuleKind.WORD, "naked", RuleAction.REVIEW)
    screening = a_screening(bench, some_knowledge(rules=RuleBook([rule])))

    actions = [(await screening.decide(job, index, CLEAN)).action for index in range(3)]

    assert actions == [Action.POST, Action.WITHHOLD, Action.POST]
    assert [await screening.may_preview(job, index) for index in range(3)] == [True, False, True]


async def test_a_spoiler_comes_out_of_the_quarantine_and_is_withheld_where_it_is_not_kept(bench):
    job, screening = await bench.jobs.running(), a_screening(bench, SPOILING, restricted=[2])
    event = finished(FLAGGED, data=None)

    lost = await screening.keep(job, 0, event, bench.storage)
    await screening._quarantine.store(job.id, 0, event.sha256, b"png")
    found = await screening.keep(job, 0, event, bench.storage)

    assert (lost.decision.action, lost.file) == (Action.WITHHOLD, None)
    assert found.decision.action is Action.SPOILER
    assert await bench.storage.read(found.file) == b"png"


async def test_nothing_is_decided_or_shown_while_nothing_is_known(bench):
    job, screening = await bench.jobs.running(), a_screening(bench)
    screening._memory._knowledge = None

    with pytest.raises(PolicyUnknownError):
        await screening.keep(job, 0, finished(CLEAN), bench.storage)
    assert not await screening.may_preview(job, 0)


async def test_a_stopped_picture_is_recorded_like_a_finished_one_and_says_when_it_ended(bench):
    job = await bench.jobs.running()
    event = msgspec.structs.replace(finished(FLAGGED, data=None), sha256="", stopped_at=10)

    screened = await kept(bench, a_screening(bench), job, event)

    assert screened.file is None
    (flag,) = await rows(bench, ModerationFlag)
    assert (flag.action, flag.category, flag.score) == ("withhold", "test", 0.9)
    (withheld,) = [row for row in await rows(bench, ModerationAction) if row.action == "withhold"]
    assert withheld.details["stopped_at"] == 10
    assert len(await rows(bench, Strike)) == 1


async def test_pictures_are_stopped_only_where_nobody_could_get_to_see_them(bench):
    job = await bench.jobs.running()
    reviewed = some_knowledge(guilds={1: GuildPolicy(review_channel_id=9)})
    offences = {(1, job.user_id): (Offence(bench.clock.now(), 1.0),)}
    stricken = some_knowledge(guilds=SPOILING.guilds, offences=offences)

    def margin(knowledge=None, **options):
        return a_screening(bench, knowledge, stop_margin=0.1, **options).stop_margin(job)

    assert margin() == 0.1
    assert a_screening(bench).stop_margin(job) is None
    assert margin(reviewed) is None
    assert margin(reviewed, stop_reviewed=True) == 0.1
    assert margin(SPOILING) == 0.1
    assert margin(SPOILING, restricted=[2]) is None
    assert margin(stricken, restricted=[2]) == 0.1
