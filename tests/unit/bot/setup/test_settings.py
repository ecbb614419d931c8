"""A guild's settings are read and changed together, each change with its entry in the log."""

from __future__ import annotations

import pytest

from bot.config import LimitsSection
from bot.ordering.refusals import StyleUnknownError
from bot.ordering.styles import StyleBody
from bot.setup.errors import CategoryUnknownError, ThresholdUnreadableError
from bot.setup.settings import Changes, read_state, save_changes
from bot.setup.thresholds import category_names, parse_limit, threshold_changes
from bot.setup.words import setup_lines
from bot.text import ENGLISH
from db.audit import list_actions
from db.images import record_image
from tests.support.clock import NOON
from tests.support.jobs import an_image

HERE, ELSEWHERE, ADMINISTRATOR = 1, 2, 6
EVERYTHING = Changes(
    policy={"review_channel_id": 9, "general_offset": -0.02},
    limits={"max_num_images": 2, "locale": "de"},
    channels={5: True},
    thresholds={"gore": 0.3, "nudity": 0.2},
    styles={"house": StyleBody(prompt="on a house wall")},
)


async def save(bench, changes, guild_id=HERE):
    async with bench.database.begin() as session:
        await save_changes(session, guild_id, changes, actor_id=ADMINISTRATOR, now=NOON)


async def state(bench, guild_id=HERE):
    async with bench.database.read() as session:
        return await read_state(session, guild_id)


async def test_what_is_changed_is_read_again_and_nobody_elses_is(bench):
    await save(bench, EVERYTHING)

    here, elsewhere = await state(bench), await state(bench, ELSEWHERE)

    assert (here.policy.review_channel_id, here.policy.open_channels) == (9, {5})
    assert (here.limits.max_num_images, here.policy.locale, here.styles) == (2, "de", ("house",))
    assert here.policy.pictures.thresholds == {"gore": 0.3, "nudity": 0.2}
    assert (elsewhere.limits, elsewhere.styles, elsewhere.policy.open_channels) == (None, (), set())


async def test_every_change_has_an_entry_in_the_log(bench):
    await save(bench, EVERYTHING)

    async with bench.database.read() as session:
        actions = await list_actions(session, guild_id=HERE, limit=9)
    assert sorted(one.action for one in actions) == [
        "add_style",
        "change_channel",
        "change_limits",
        "change_settings",
    ]
    assert {one.actor_id for one in actions} == {ADMINISTRATOR}


async def test_a_threshold_is_set_and_taken_back_without_the_others(bench):
    await save(bench, EVERYTHING)

    await save(bench, Changes(thresholds={"gore": None}))

    assert (await state(bench)).policy.pictures.thresholds == {"nudity": 0.2}


async def test_a_style_that_is_not_there_is_not_removed(bench):
    with pytest.raises(StyleUnknownError):
        await save(bench, Changes(styles={"house": None}))


async def test_the_summary_says_thresholds_and_styles(bench):
    await save(bench, EVERYTHING)

    lines = "\n".join(setup_lines(await state(bench), LimitsSection(), ENGLISH))

    assert "Thresholds of categories: gore 0.3, nudity 0.2" in lines
    assert "Styles of this server: house" in lines


async def a_judged_picture(bench, **scores):
    job = await bench.jobs.rendered()
    async with bench.database.begin() as session:
        await record_image(session, an_image(job.id, scores=scores), now=NOON)
    return await state(bench)


async def test_categories_are_those_by_which_the_newest_picture_was_judged(bench):
    seen = await a_judged_picture(bench, **{"vit/gore": 0.1, "nudity": 0.0})

    assert category_names(seen) == ["nudity", "gore", "vit/gore"]
    assert threshold_changes(" gore ", 0.5, seen).thresholds == {"gore": 0.5}
    with pytest.raises(CategoryUnknownError) as refusal:
        threshold_changes("goer", 0.5, seen)
    assert refusal.value.known == "gore, nudity, vit/gore"


async def test_before_the_first_picture_any_category_is_taken(bench):
    seen = await state(bench)

    assert threshold_changes("gore", 0.0, seen).thresholds == {"gore": 0.0}
    with pytest.raises(CategoryUnknownError):
        threshold_changes(" ", 0.5, seen)


@pytest.mark.parametrize("limit", [-0.1, 1.1, float("nan"), float("inf")])
async def test_a_threshold_is_from_0_to_1(bench, limit):
    with pytest.raises(ThresholdUnreadableError):
        threshold_changes("gore", limit, await state(bench))


@pytest.mark.parametrize(("typed", "limit"), [("0.3", 0.3), (" 0,3 ", 0.3), ("", None)])
def test_a_limit_is_read_as_people_write_it(typed, limit):
    assert parse_limit(typed) == limit


def test_words_are_no_limit():
    with pytest.raises(ThresholdUnreadableError):
        parse_limit("early")
