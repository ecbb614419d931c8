"""Who may draw what and where is decided from memory, and what was refused is written down."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import msgspec
import pytest
from sqlalchemy import select

from bot.ordering.orders import Plan
from bot.policy import refusals
from bot.policy.forcing import FORCED_GUIDANCE
from bot.policy.gate import Asking
from bot.policy.judging import UnjudgedError
from bot.policy.knowledge import GuildPolicy
from bot.policy.record import Offence
from bot.policy.rules import PromptRule, RuleAction, RuleBook, RuleKind
from db.tables_moderation import Ban, ModerationAction, Refusal
from engine.params import GenerationParams, Upscale
from tests.support.clock import NOON, settle
from tests.support.patience import until
from tests.support.policies import a_gate, a_memory, some_knowledge
from tests.support.scripted_engine import A_MODEL

MIRA = Asking(
    interaction_id=9, guild_id=1, channel_id=2, parent_id=None, user_id=3, role_ids=frozenset({4})
)


def a_rule(pattern, action=RuleAction.REFUSE, **changes):
    return PromptRule(7, 1, RuleKind.WORD, pattern, action, **changes)


def a_ban(**changes):
    return Ban(**{"guild_id": 1, "user_id": 3, "reason": "spam", "expires_at": None, **changes})


def knowing(**policy):
    return some_knowledge(guilds={1: GuildPolicy(**policy)})


async def admitted(gate, plan):
    """Admit a plan as those do who hold a transaction: what is not judged is judged outside."""
    try:
        return gate.admit(MIRA, plan)
    except UnjudgedError as unjudged:
        await gate.judge(MIRA, unjudged.prompts)
    return gate.admit(MIRA, plan)


HOUR = dt.timedelta(hours=1)


def a_model(**changes):
    return msgspec.structs.replace(A_MODEL, **changes)


@pytest.mark.parametrize(
    ("model", "scale"),
    [
        (a_model(default_guidance=1.0), FORCED_GUIDANCE),
        (a_model(default_guidance=2.0), FORCED_GUIDANCE),
        (a_model(default_guidance=5.0), 0.0),
        (None, FORCED_GUIDANCE),
        (a_model(default_guidance=1.0, is_guided_by_embedding=True), 0.0),
    ],
    ids=["none of its own", "too little", "its own", "still loading", "told its guidance"],
)
async def test_guidance_left_open_is_the_model_s_own_where_that_is_enough(bench, model, scale):
    rule = a_rule("boiling", RuleAction.NEGATIVE, negative_prompt="steam")
    gate = a_gate(bench, some_knowledge(rules=RuleBook([rule])), model=model)
    params = GenerationParams(prompt="boiling water")

    drawn = (await admitted(gate, Plan(kind="imagine", params=params, num_images=1))).params

    assert (drawn.negative_prompt, drawn.guidance_scale) == ("steam", scale)


@pytest.mark.parametrize(
    ("knowledge", "error"),
    [
        pytest.param(
            some_knowledge(bans={(1, 3): a_ban()}), refusals.BannedForGoodError, id="ban here"
        ),
        pytest.param(
            some_knowledge(bans={(1, 3): a_ban(expires_at=NOON + dt.timedelta(hours=1))}),
            refusals.BannedError,
            id="ban for an hour",
        ),
        pytest.param(
            some_knowledge(bans={(None, 3): a_ban(guild_id=None)}),
            refusals.BannedForGoodError,
            id="ban everywhere",
        ),
        pytest.param(
            some_knowledge(offences={(1, 3): (Offence(NOON, 1.0),) * 3}),
            refusals.SlowedDownError,
            id="three strikes",
        ),
        pytest.param(
            some_knowledge(offences={(1, 3): (Offence(NOON, 1.0),) * 5}),
            refusals.TimedOutError,
            id="five strikes",
        ),
        pytest.param(
            some_knowledge(rules=RuleBook([a_rule("kettle")])),
            refusals.PromptRefusedError,
            id="prompt rule",
        ),
        pytest.param(knowing(pause_reason="war"), refusals.DrawingPausedError, id="paused"),
        pytest.param(
            knowing(locked_channels={2: "war"}), refusals.DrawingPausedError, id="channel locked"
        ),
        pytest.param(
            knowing(open_channels=frozenset({5})), refusals.ChannelClosedError, id="channel closed"
        ),
        pytest.param(
            knowing(drawing_role_ids=frozenset({6})), refusals.RoleMissingError, id="role"
        ),
    ],
)
async def test_what_is_forbidden_is_refused(bench, knowledge, error):
    with pytest.raises(error):
        await a_gate(bench, knowledge).check(MIRA, "a kettle")
    await until(lambda: not len(bench.tasks))


@pytest.mark.parametrize(
    "knowledge",
    [
        some_knowledge(),
        some_knowledge(bans={(1, 3): a_ban(expires_at=NOON - HOUR)}),
        some_knowledge(bans={(8, 3): a_ban(guild_id=8)}),
        some_knowledge(offences={(1, 3): (Offence(NOON, 1.0),) * 2}),
        some_knowledge(offences={(8, 3): (Offence(NOON, 1.0),) * 9}),
        some_knowledge(offences={(1, 3): (Offence(NOON - 2 * HOUR, 1.0),) * 3}),
        some_knowledge(rules=RuleBook([replace(a_rule("kettle"), guild_id=8)])),
        knowing(open_channels=frozenset({2})),
        knowing(drawing_role_ids=frozenset({4})),
    ],
)
async def test_what_is_not_forbidden_is_let_through(bench, knowledge):
    await a_gate(bench, knowledge).check(MIRA, "a kettle")


@pytest.mark.parametrize(
    "knowledge",
    [
        some_knowledge(offences={(1, 3): (Offence(NOON, 1.0),) * 5}),
        knowing(pause_reason="war"),
        knowing(locked_channels={2: "war"}),
        knowing(drawing_role_ids=frozenset({6})),
    ],
    ids=["five strikes", "paused", "channel locked", "role"],
)
async def test_who_only_looks_is_refused_for_a_ban_alone(bench, knowledge):
    a_gate(bench, knowledge).check_looking(MIRA)

    with pytest.raises(refusals.BannedForGoodError):
        a_gate(bench, replace(knowledge, bans={(1, 3): a_ban()})).check_looking(MIRA)
    await until(lambda: not len(bench.tasks))


async def test_a_thread_follows_its_channel(bench):
    gate = a_gate(bench, knowing(open_channels=frozenset({2})))

    await gate.check(replace(MIRA, channel_id=77, parent_id=2), "a kettle")


async def test_nothing_is_let_through_before_the_rules_are_known(bench):
    gate = a_gate(bench)
    gate._memory._knowledge = None

    with pytest.raises(refusals.PolicyUnknownError):
        await gate.check(MIRA, "a kettle")


async def test_the_terms_must_have_been_accepted_where_there_are_any(bench):
    with pytest.raises(refusals.TermsError):
        await a_gate(bench, terms="1").check(MIRA, None)

    await a_gate(bench, some_knowledge(accepted=frozenset({3})), terms="1").check(MIRA, None)


@pytest.mark.parametrize("prompt", ["{a kettle, a pot}", "a {ket,pot}tle", "k3tt1e"])
async def test_no_form_of_a_template_walks_past_a_rule(bench, prompt):
    with pytest.raises(refusals.PromptRefusedError):
        await a_gate(bench, some_knowledge(rules=RuleBook([a_rule("kettle")]))).check(MIRA, prompt)
    await until(lambda: not len(bench.tasks))


async def test_a_refused_prompt_is_recorded_with_its_entry_in_the_log(bench):
    gate = a_gate(bench, some_knowledge(rules=RuleBook([a_rule("kettle")])))

    with pytest.raises(refusals.PromptRefusedError):
        await gate.check(MIRA, "a kettle")
    await until(lambda: not len(bench.tasks))

    async with bench.database.read() as session:
        (refusal,) = await session.scalars(select(Refusal))
        (action,) = await session.scalars(select(ModerationAction))
    assert (refusal.prompt, refusal.rule_id, refusal.code) == ("a kettle", 7, "prompt_refused")
    assert (action.action, action.user_id, action.details["rule_id"]) == ("refuse", 3, 7)


async def test_a_plan_from_the_database_is_looked_at_as_well_and_gets_what_rules_force(bench):
    rules = [
        a_rule("kettle"),
        PromptRule(8, 1, RuleKind.WORD, "boiling", RuleAction.NEGATIVE, negative_prompt="steam"),
    ]
    gate = a_gate(bench, some_knowledge(rules=RuleBook(rules)))

    def plan(prompt):
        return Plan(kind="reroll", params=GenerationParams(prompt=prompt), num_images=1)

    with pytest.raises(refusals.PromptRefusedError):
        await admitted(gate, plan("a kettle"))
    await until(lambda: not len(bench.tasks))
    assert (await admitted(gate, plan("boiling water"))).params.negative_prompt == "steam"
    assert (await admitted(gate, plan("cold water"))).params.negative_prompt == ""


@pytest.mark.parametrize("prompt", ["n{y,a{k,x}ed} woman", "{y,na{k,x}ed} woman"])
async def test_what_a_rule_finds_in_one_form_of_a_template_holds_for_the_order(bench, prompt):
    rules = [
        a_rule("naked", RuleAction.NEGATIVE, negative_prompt="skin"),
        replace(a_rule("naked", RuleAction.NOTIFY), id=8),
    ]
    gate, noticed = a_gate(bench, some_knowledge(rules=RuleBook(rules))), []
    gate.when_noticed(lambda asking, rule, prompt: noticed.append((rule.id, prompt)))
    order = Plan(kind="imagine", params=GenerationParams(prompt=prompt), num_images=3)

    assert (await admitted(gate, order)).params.negative_prompt == "skin"
    assert noticed == [(8, prompt)]


@pytest.mark.parametrize(
    ("asked", "scale"),
    [
        ({}, 0.0),
        ({"guidance_scale": 1.0}, FORCED_GUIDANCE),
        ({"guidance_scale": 9.0, "guidance_end": 0.01}, 9.0),
        ({"upscale": Upscale(factor=2.0), "init_image": b"png"}, FORCED_GUIDANCE),
    ],
    ids=["default", "off", "short", "upscale"],
)
async def test_words_that_a_rule_forces_are_drawn_with_whatever_guidance_was_asked_for(
    bench, asked, scale
):
    rule = a_rule("boiling", RuleAction.NEGATIVE, negative_prompt="steam")
    gate = a_gate(bench, some_knowledge(rules=RuleBook([rule])))
    params = GenerationParams(prompt="boiling water", **asked)

    drawn = (await admitted(gate, Plan(kind="imagine", params=params, num_images=1))).params

    assert (drawn.guidance_scale, drawn.guidance_start, drawn.guidance_end) == (scale, 0.0, 1.0)


@pytest.mark.parametrize(
    ("knowledge", "error"),
    [
        pytest.param(
            some_knowledge(bans={(1, 3): a_ban()}), refusals.BannedForGoodError, id="banned"
        ),
        pytest.param(knowing(pause_reason="war"), refusals.DrawingPausedError, id="paused"),
        pytest.param(
            knowing(locked_channels={2: "raid"}), refusals.DrawingPausedError, id="locked"
        ),
    ],
)
async def test_what_is_decided_while_an_order_looks_at_its_picture_holds_for_it(
    bench, knowledge, error
):
    plan = Plan(kind="edit", params=GenerationParams(prompt="a red apple"), num_images=1)

    with pytest.raises(error):
        a_gate(bench, knowledge).admit(MIRA, plan)
    await until(lambda: not len(bench.tasks))


async def test_what_another_process_changes_is_known_soon_and_survives_a_database_that_is_away(
    bench,
):
    from db.bans import ban_user

    memory = a_memory(bench)
    bench.tasks.spawn(memory.run(), name="policy")
    await bench.clock.until_asleep()
    async with bench.database.begin() as session:
        await ban_user(session, 3, guild_id=1, reason="x", expires_at=None, actor_id=5, now=NOON)

    await bench.clock.advance(5)
    await until(lambda: memory.known.ban(1, 3, NOON))
    await bench.database.close()
    await settle()

    assert memory.known.ban(1, 3, NOON)


async def test_a_rule_that_only_watches_has_the_moderators_told_and_lets_through(bench):
    gate = a_gate(bench, some_knowledge(rules=RuleBook([a_rule("kettle", RuleAction.NOTIFY)])))
    noticed = []
    gate.when_noticed(lambda asking, rule, prompt: noticed.append((asking, rule.id, prompt)))
    plan = Plan(kind="imagine", params=GenerationParams(prompt="a k3ttle"), num_images=1)

    await gate.check(MIRA, "a k3ttle")

    assert await admitted(gate, plan) == plan
    assert noticed == [(MIRA, 7, "a k3ttle")]
