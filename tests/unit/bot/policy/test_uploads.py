"""What people bring is let in by the policy that also decides about what is drawn."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.files.upload_errors import UploadWithheldError
from bot.policy.knowledge import GuildPolicy
from bot.policy.pictures import Action, PictureSettings
from bot.policy.refusals import PolicyUnknownError
from db.errors import DatabaseUnavailableError
from db.tables_moderation import ModerationAction
from engine.verdict import UNJUDGED, Verdict
from tests.support.policies import an_asking, an_upload_policy, some_knowledge
from tests.support.scripted_engine import CLEAN, FLAGGED


def guild(**settings):
    return some_knowledge(guilds={1: GuildPolicy(pictures=PictureSettings(**settings))})


async def actions(bench):
    async with bench.database.read() as session:
        return list(await session.scalars(select(ModerationAction)))


async def test_a_clean_upload_is_let_in_and_leaves_no_trace(bench):
    await an_upload_policy(bench).check(an_asking(), CLEAN)

    assert await actions(bench) == []


@pytest.mark.parametrize(
    ("knowledge", "verdict", "reason"),
    [
        (None, FLAGGED, "classifier"),
        (guild(restricted_action=Action.SPOILER), FLAGGED, "classifier"),
        (guild(general_offset=-0.45, restricted_offset=-0.45), CLEAN, "guild"),
        (guild(thresholds={"test": 0.05}), CLEAN, "guild"),
        (None, Verdict(is_clean=False, category=UNJUDGED, classifier="c"), "unjudged"),
        (None, Verdict(is_clean=True, classifier="c"), "unsound_verdict"),
    ],
    ids=["flagged", "spoilers", "stricter", "own threshold", "unjudged", "unsound"],
)
async def test_others_are_refused_and_the_refusal_is_written_down(
    bench, knowledge, verdict, reason
):
    with pytest.raises(UploadWithheldError):
        await an_upload_policy(bench, knowledge, restricted=[2]).check(an_asking(), verdict)

    (row,) = await actions(bench)
    assert (row.action, row.guild_id, row.user_id) == ("refuse_upload", 1, 3)
    assert (row.details["reason"], row.details["classifier"]) == (reason, verdict.classifier)
    assert row.details["policy_version"]


async def test_nothing_is_let_in_while_nothing_is_known(bench):
    policy = an_upload_policy(bench)
    policy._memory._knowledge = None

    with pytest.raises(PolicyUnknownError):
        await policy.check(an_asking(), CLEAN)


async def test_a_database_that_is_away_lets_nothing_in(bench, monkeypatch):
    def away():
        raise DatabaseUnavailableError("away", place="here", remedy="wait")

    policy = an_upload_policy(bench)
    monkeypatch.setattr(bench.database, "begin", away)

    with pytest.raises(UploadWithheldError):
        await policy.check(an_asking(), FLAGGED)
