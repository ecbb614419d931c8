"""A person writes flags and braces into a prompt, and all that a prompt can be."""

from __future__ import annotations

import pytest

from tests.support.results import is_result, parameters_of, seed_of

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def draw(person, prompt, **options):
    message = await person.command("imagine", prompt=prompt, **options)
    return await person.wait_for(message, is_result)


async def test_flags_reach_the_picture_and_leave_the_prompt(stage):
    done = await draw(stage.member, "a red apple --ar 1:2 --seed 7 --steps 3 --cfg 5 --no a worm")

    (png,) = await stage.member.pictures(done)
    told = parameters_of(png)
    assert told.startswith("a red apple\n")
    assert "Negative prompt: a worm" in told
    assert "Steps: 3, Sampler: Euler, CFG scale: 5.0, Seed: 7, Size: 360x728" in told
    assert done.content.startswith("**a red apple** ·")


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        pytest.param("x --sede 7", "did you mean --seed?", id="unknown"),
        pytest.param("x --seed", "--seed needs a value", id="empty"),
        pytest.param("x --seed **7**", r"“\*\*7\*\*” is nothing that --seed", id="no number"),
        pytest.param("x --steps 500", "--steps takes 1 to 150, not 500", id="out of range"),
        pytest.param("{a,b}" * 7, "stand for more than 64 prompts", id="too many forms"),
        pytest.param("{a,b,c,d,e} apple", "ask for 4 at most", id="more than the guild allows"),
        pytest.param("--seed 7", "prompt is empty", id="flags alone"),
    ],
)
async def test_a_flag_that_cannot_be_read_is_explained_privately(stage, prompt, words):
    before = len(await stage.other.messages())

    answer = await stage.member.command("imagine", prompt=prompt)

    assert answer.is_ephemeral
    assert words in answer.content
    assert len(await stage.other.messages()) == before


async def test_permutations_are_counted_first_and_drawn_after_a_yes(stage):
    question = await stage.member.command("imagine", prompt="{red, blue} apple --seed 7 --n 2")

    assert question.is_ephemeral
    assert "**2** prompts: **4 pictures**" in question.content
    assert "- red apple\n- blue apple" in question.content

    answer = await stage.member.press(question, "Draw 4 pictures")
    done = await stage.other.wait_for(answer, is_result)

    pngs = await stage.member.pictures(done)
    assert [(parameters_of(png).partition("\n")[0], seed_of(png)) for png in pngs] == [
        ("red apple", 7),
        ("blue apple", 7),
        ("red apple", 8),
        ("blue apple", 8),
    ]
    assert [file["description"] for file in done.attachments][1] == "Picture 2 of 4: blue apple"
    assert done.content.startswith("**{red, blue} apple** ·")

    varied = await stage.member.wait_for(await stage.member.press(done, "V2"), is_result)
    assert varied.content.startswith("**blue apple** ·")


async def test_a_yes_counts_once_and_after_a_restart(stage):
    question = await stage.member.command("imagine", prompt="{red, blue} apple")
    await stage.bot.restart()

    first = await stage.member.press(question, "Draw 2 pictures")
    assert len((await stage.member.wait_for(first, is_result)).images) == 2
    await stage.member.press(question, "Draw 2 pictures")
    refusal = await stage.member.wait_for_message(lambda shown: "answered already" in shown.content)

    assert refusal.is_ephemeral


@pytest.mark.parametrize(
    "prompt",
    [
        pytest.param("תפוח אדום 🍎 على طاولة", id="right to left"),
        pytest.param("a" + "\u0300\u0489" * 60 + "pple", id="zalgo"),
        pytest.param("\u202eelppa der\u202c", id="reordered"),
        pytest.param("# big\n> quote\n- ||hidden|| [a](https://b.example)", id="markdown"),
        pytest.param("{" * 1999 + "," + "}" * 2000, id="4000 braces"),
    ],
)
async def test_any_words_are_drawn_and_shown_as_words(stage, prompt):
    done = await draw(stage.member, prompt, steps=1)

    assert done.images
    assert "\u202e" not in done.content
    assert "\n# " not in done.content
    assert done.raw["embeds"] == []
