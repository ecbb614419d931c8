"""A style puts words around a prompt and leaves what was said alone."""

from __future__ import annotations

import msgspec
import pytest

from bot.ordering.permutations import expand
from bot.ordering.refusals import StyleUnknownError
from bot.ordering.styles import BUILT_IN, StyleBody, known_styles, require_style, styled
from bot.ordering.wishes import Wishes, fulfil
from db.people import save_preferences, save_style
from engine.errors import PromptTooComplexError
from engine.params import GenerationParams
from tests.support.clock import NOON
from tests.support.jobs import ONE_FORM_TOO_COMPLEX

PARAMS = GenerationParams(prompt="{red, blue} apple", negative_prompt="a worm")


@pytest.mark.parametrize(
    ("words", "prompts"),
    [
        ("ink of {prompt}, old", ["ink of red apple, old", "ink of blue apple, old"]),
        ("old ink", ["red apple, old ink", "blue apple, old ink"]),
        ("{a, b} {prompt}", ["{a, b} red apple", "{a, b} blue apple"]),
        ("", ["red apple", "blue apple"]),
    ],
)
def test_words_go_around_every_form_of_the_prompt(words, prompts):
    drawn = styled(PARAMS, StyleBody(prompt=words), frozenset())

    assert expand(drawn.prompt) == prompts


def test_what_was_said_stays():
    style = StyleBody(negative_prompt="a leaf", steps=4, guidance=3.0, sampler="Heun")

    drawn = styled(PARAMS, style, frozenset({"num_inference_steps"}))

    assert drawn.negative_prompt == "a worm, a leaf"
    assert drawn.num_inference_steps == PARAMS.num_inference_steps
    assert (drawn.guidance_scale, drawn.sampler) == (3.0, "Heun")


async def save(session, owner_id, name, words):
    assert await save_style(
        session, owner_id=owner_id, name=name, body={"prompt": words}, created_by=1, now=NOON
    )


async def test_one_s_own_style_wins_over_the_guild_s_and_the_guild_s_over_the_built_in(
    sqlite_database,
):
    async with sqlite_database.begin() as session:
        await save(session, 1, "pencil", "mine")
        await save(session, 2, "pencil", "ours")
        await save(session, 2, "photo", "ours")
        await save(session, 3, "theirs", "theirs")
        styles = await known_styles(session, user_id=1, guild_id=2)

        assert styles["pencil"].prompt == "mine"
        assert styles["photo"].prompt == "ours"
        assert set(styles) == set(BUILT_IN)
        with pytest.raises(StyleUnknownError):
            await require_style(session, "theirs", user_id=1, guild_id=2)


async def test_defaults_fill_in_what_was_not_said(sqlite_database):
    async with sqlite_database.begin() as session:
        own = {"num_inference_steps": 9, "sampler": "Heun", "number": 3, "style": "pencil"}
        await save_preferences(session, 1, own, now=NOON)

        wishes = Wishes(user_id=1, said=("sampler",), forms=2)
        params, count = await fulfil(session, PARAMS, 2, wishes, 2)
        plain, _ = await fulfil(session, PARAMS, 2, Wishes(user_id=5), 2)

    assert (params.num_inference_steps, params.sampler, count) == (9, "", 6)
    assert params.prompt.startswith("pencil drawing of {red, blue} apple")
    assert plain == PARAMS


async def test_a_style_around_a_prompt_of_which_one_form_cannot_be_drawn_is_refused(
    sqlite_database,
):
    asked = msgspec.structs.replace(PARAMS, prompt=ONE_FORM_TOO_COMPLEX)

    async with sqlite_database.begin() as session:
        with pytest.raises(PromptTooComplexError):
            await fulfil(session, asked, 4, Wishes(user_id=1, style="photo"), 2)


def test_every_built_in_style_names_the_prompt():
    assert all("{prompt}" in style.prompt for style in BUILT_IN.values())
