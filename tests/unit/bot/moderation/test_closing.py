"""Reports and appeals end by a decision, once, and who asked for it hears of it."""

from __future__ import annotations

import pytest

from bot.moderation.takedown import Target
from bot.policy.refusals import CaseClosedError, CaseUnknownError
from db.accounts import Allowance, read_standing
from db.audit import list_actions
from db.bans import ban_user, holding_bans
from db.images import images_of_job
from db.jobs import Terms, mark_delivered
from db.prompt_rules import record_refusal
from db.reviews import add_appeal, add_report
from db.strikes import add_strike, strikes_since
from db.verdicts import flags_of_job, reports_of_job
from tests.support.clock import NOON
from tests.support.moderating import ELSEWHERE, HERE, MODERATOR, Desks

REPORTER, SOMEBODY = 8, 9
BY = {"guild_id": HERE, "actor_id": MODERATOR}


@pytest.fixture
def desks(bench):
    return Desks(bench)


async def report(desks, job, user_id=REPORTER):
    image = (await desks.read(images_of_job, job.id))[0]
    return await desks.write(add_report, image, guild_id=HERE, user_id=user_id)


async def appeal(desks, subject, subject_id, user_id=3):
    return await desks.write(add_appeal, subject, subject_id, guild_id=HERE, user_id=user_id)


async def told(desks):
    await desks.aftermath.work()
    return desks.client.direct


async def test_a_takedown_closes_reports_and_thanks_the_reporter(desks):
    job, _ = await desks.a_case()
    assert await report(desks, job) == "open"

    await desks.takedown.remove(Target(job_id=job.id), **BY)

    assert [one.state for one in await desks.read(reports_of_job, job.id)] == ["removed"]
    ((user_id, words),) = await told(desks)
    assert user_id == REPORTER
    assert "removed what you reported" in words


async def test_what_is_kept_stays_and_a_later_report_is_not_put_up_again(desks):
    job, _ = await desks.a_case()
    await report(desks, job)

    assert await desks.takedown.keep(job.id, **BY) == 1
    assert "let it stay" in (await told(desks))[0][1]

    assert await report(desks, job) == "kept"
    assert await report(desks, job, SOMEBODY) == "kept"
    states = [one.state for one in await desks.read(reports_of_job, job.id)]
    assert states == ["kept", "kept"]
    actions = [one.action for one in await desks.read(list_actions, limit=9)]
    assert actions.count("report") == 2  # also the one that was answered by the earlier decision


async def test_a_second_report_of_the_same_person_says_nothing_new(desks):
    job, _ = await desks.a_case()

    assert [await report(desks, job), await report(desks, job)] == ["open", "known"]


async def test_an_accepted_appeal_shows_what_was_denied_and_takes_the_strike_back(desks):
    job, flag = await desks.a_case()
    await desks.write(
        add_strike, 3, guild_id=HERE, weight=1.0, reason="x", job_id=job.id, actor_id=None
    )
    await desks.decisions.deny(flag.id, **BY)
    case = await appeal(desks, "job", job.id)

    await desks.appeals.accept(case.id, **BY)

    assert [flag.review for flag in await desks.read(flags_of_job, job.id)] == ["approved"]
    assert all(image.file for image in await desks.read(images_of_job, job.id))
    assert await desks.read(strikes_since, NOON) == []
    assert "accepted your appeal" in (await told(desks))[0][1]


async def test_a_rejected_appeal_changes_nothing_but_is_answered(desks):
    job, flag = await desks.a_case()
    case = await appeal(desks, "job", job.id)

    await desks.appeals.reject(case.id, **BY)

    assert (await desks.read(flags_of_job, job.id))[0].review == "open"
    assert "stay with the decision" in (await told(desks))[0][1]
    with pytest.raises(CaseClosedError):
        await desks.appeals.accept(case.id, **BY)
    assert flag.review == "open"


@pytest.mark.parametrize(("verb", "words"), [("approve", "accepted"), ("deny", "stay with")])
async def test_deciding_about_the_picture_answers_its_appeal(desks, verb, words):
    job, flag = await desks.a_case()
    await appeal(desks, "job", job.id)

    await getattr(desks.decisions, verb)(flag.id, **BY)

    assert words in (await told(desks))[0][1]


async def test_an_accepted_appeal_lifts_a_ban_of_this_guild_only(desks):
    for guild_id in (HERE, None):
        await desks.write(
            ban_user, 3, guild_id=guild_id, reason="", expires_at=None, actor_id=MODERATOR
        )
    await desks.write(
        record_refusal, 77, guild_id=HERE, user_id=3, code="banned", rule_id=None, prompt="x"
    )
    case = await appeal(desks, "refusal", 77)

    await desks.appeals.accept(case.id, **BY)

    assert [ban.guild_id for ban in await desks.read(holding_bans, now=NOON)] == [None]


async def test_another_guild_s_moderators_decide_nothing(desks):
    job, _ = await desks.a_case()
    case = await appeal(desks, "job", job.id)
    await report(desks, job)

    for decide in (desks.appeals.accept, desks.appeals.reject):
        with pytest.raises(CaseUnknownError):
            await decide(case.id, guild_id=ELSEWHERE, actor_id=MODERATOR)
    await desks.takedown.remove(Target(job_id=job.id), guild_id=ELSEWHERE, actor_id=MODERATOR)

    assert [one.state for one in await desks.read(reports_of_job, job.id)] == ["open"]
    assert desks.client.direct == []


async def test_who_takes_no_messages_goes_without(desks):
    job, _ = await desks.a_case()
    await report(desks, job)
    desks.client.failures = [TimeoutError()]

    await desks.takedown.keep(job.id, **BY)

    assert await told(desks) == []
    assert await told(desks) == []  # and is not tried for ever


async def test_a_decision_is_shown_in_the_job_s_message_though_the_bot_died_meanwhile(desks):
    job, flag = await desks.a_case()
    await desks.write(mark_delivered, job.id)
    await desks.decisions.approve(flag.id, **BY)

    await desks.aftermath.work()  # of the next bot
    await desks.aftermath.work()

    ((job_id, draft),) = desks.bench.messenger.ends
    assert job_id == job.id
    assert len(draft.pictures) == 2


async def test_a_picture_that_is_approved_later_stays_free(desks):
    terms = Terms(allowance=Allowance(5000, 0))
    job, flag = await desks.a_case(cost=1000, terms=terms)
    await desks.bench.delivery.deliver(job)
    before = await desks.read(read_standing, HERE, 3, terms.allowance, now=NOON)

    await desks.decisions.approve(flag.id, **BY)
    await desks.aftermath.work()

    assert [len(draft.pictures) for _, draft in desks.bench.messenger.ends] == [1, 2]
    assert (await desks.bench.jobs.read(job)).paid == 500
    assert await desks.read(read_standing, HERE, 3, terms.allowance, now=NOON) == before
