"""A rule that only watches has the moderators told, and lets the job go on."""

from __future__ import annotations

from bot.moderation.notices import Notices
from bot.policy.gate import Asking
from bot.policy.knowledge import GuildPolicy
from bot.policy.rules import PromptRule, RuleAction, RuleKind
from db.audit import list_actions
from tests.support.moderating import Desks
from tests.support.patience import until

ASKING = Asking(
    interaction_id=9, guild_id=1, channel_id=2, parent_id=None, user_id=3, role_ids=frozenset()
)
RULE = PromptRule(7, 1, RuleKind.WORD, "kettle", RuleAction.NOTIFY)


async def test_a_notice_reaches_the_review_channel_and_the_log(bench):
    desks = Desks(bench, guilds={1: GuildPolicy(review_channel_id=66)})
    notices = Notices(
        desks.client,
        database=bench.database,
        reviews=desks.reviews,
        tasks=bench.tasks,
        clock=bench.clock,
    )

    notices.give(ASKING, RULE, "a **kettle**")
    ((channel_id, words, _),) = await until(lambda: desks.client.sent)

    assert channel_id == 66
    assert "rule 7" in words
    assert "a \\*\\*kettle\\*\\*" in words
    (action,) = await desks.read(list_actions, limit=9)
    assert (action.action, action.user_id, action.details) == ("notice", 3, {"rule_id": 7})
