"""A person types /imagine and uses what comes back."""

from __future__ import annotations

import sqlite3

import pytest

from tests.support.playground import APPLICATION, RESTRICTED
from tests.support.results import is_result, parameters_of, seed_of

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def draw(person, **options):
    message = await person.command("imagine", **{"prompt": "a red apple", **options})
    return await person.wait_for(message, is_result)


async def test_the_answer_becomes_progress_and_then_the_pictures(stage):
    first = await stage.member.command("imagine", prompt="a red apple", number=2, seed=7, steps=150)
    drawing = await stage.member.wait_for(first, lambda message: "%" in message.content)
    preview = await stage.member.wait_for(first, lambda message: message.images)
    done = await stage.member.wait_for(first, is_result)

    assert "Queuing" in first.content
    assert first.content.startswith("**a red apple** · <@")
    assert "▱" in drawing.content
    assert preview.attachments[0]["filename"].startswith("preview-")
    assert [seed_of(png) for png in await stage.member.pictures(done)] == [7, 8]
    assert " · 150 steps · " in done.content
    assert done.content.endswith("seed 7-8")
    assert done.buttons == ["U1", "U2", "V1", "V2", "Reroll", "Remix", "Info", "Delete"]


async def test_every_picture_says_what_it_shows_to_those_who_cannot_see_it(stage):
    done = await draw(stage.member, number=2)

    assert [file["description"] for file in done.attachments] == [
        "Picture 1 of 2: a red apple",
        "Picture 2 of 2: a red apple",
    ]


async def test_all_options_reach_the_picture(stage):
    done = await draw(
        stage.member,
        negative_prompt="a worm",
        size="256x512",
        steps=3,
        guidance=5.5,
        sampler="dpm++ 2m karras",
        seed=11,
    )

    (png,) = await stage.member.pictures(done)
    told = parameters_of(png)
    assert "Negative prompt: a worm" in told
    assert "Steps: 3, Sampler: DPM++ 2M Karras, CFG scale: 5.5, Seed: 11, Size: 256x512" in told


async def test_people_s_words_are_shown_but_format_and_ping_nobody(stage):
    done = await draw(stage.member, prompt="@everyone\n# **big** <@1000000000000000202> `x`")

    assert done.content.splitlines()[0] == (
        "**@\u200beveryone # \\*\\*big\\*\\* \\<@\u200b1000000000000000202\\> \\`x\\`** · "
        f"<@{stage.member.user_id}>"
    )
    assert [one["id"] for one in done.raw["mentions"]] in ([], [stage.member.user_id])
    assert not done.raw["mention_everyone"]


async def test_the_longest_prompt_fits(stage):
    done = await draw(stage.member, prompt="*ü🍎 " * 1000, steps=1)

    assert len(done.content) <= 2000
    assert done.images


@pytest.mark.parametrize(
    ("options", "words"),
    [
        pytest.param({"prompt": " \n "}, "prompt is empty", id="empty prompt"),
        pytest.param({"number": 5}, "ask for 4 at most", id="more than the guild allows"),
        pytest.param({"size": "511x512"}, "Try 512x512", id="no multiple of 8"),
        pytest.param({"size": "8192x8"}, "between 8 and 4096", id="a side too long"),
        pytest.param({"size": "4096x4096"}, "Choose a smaller size", id="too many pixels"),
        pytest.param({"size": "big"}, "Write it like 512x768", id="no size at all"),
        pytest.param({"sampler": "Eulre"}, "no sampler called “Eulre”", id="unknown sampler"),
    ],
)
async def test_what_cannot_be_drawn_is_refused_privately_with_what_to_do(stage, options, words):
    before = len(await stage.other.messages())

    answer = await stage.member.command("imagine", **{"prompt": "a red apple", **options})

    assert answer.is_ephemeral
    assert words in answer.content
    assert len(await stage.other.messages()) == before


async def test_a_channel_where_the_bot_may_not_post_pictures_is_refused_before_drawing(stage):
    await stage.playground.overwrite(RESTRICTED, APPLICATION, deny=["attach_files"])

    answer = await stage.member.command("imagine", prompt="a red apple", channel=RESTRICTED)

    await stage.playground.overwrite(RESTRICTED, APPLICATION, allow=["attach_files"])
    assert answer.is_ephemeral
    assert "Attach Files" in answer.content


async def test_reroll_is_a_new_message_with_new_seeds_and_the_same_options(stage):
    done = await draw(stage.member, number=2, seed=7, steps=3)

    answer = await stage.other.press(done, "Reroll")
    rerolled = await stage.other.wait_for(answer, is_result)

    assert answer.id != done.id
    assert f"<@{stage.other.user_id}>" in rerolled.content
    first, second = [seed_of(png) for png in await stage.other.pictures(rerolled)]
    assert first not in {7, 8}
    assert second == first + 1
    assert "3 steps" in rerolled.content


async def test_variation_keeps_the_seed_of_its_picture(stage):
    done = await draw(stage.member, number=2, seed=7)

    answer = await stage.member.press(done, "V2")
    varied = await stage.member.wait_for(answer, is_result)

    assert [seed_of(png) for png in await stage.member.pictures(varied)] == [8, 8]
    assert "seed 8 · variation " in varied.content
    assert varied.buttons == done.buttons


async def test_reroll_of_a_reroll_works(stage):
    message = await draw(stage.member)
    for _ in range(3):
        answer = await stage.member.press(message, "Reroll")
        message = await stage.member.wait_for(answer, is_result)

    assert message.images


async def test_a_flagged_picture_is_withheld_with_a_sentence(stage):
    done = await draw(stage.member, prompt="a moderation test card", number=2)

    assert done.images == []
    assert "safety filter withheld" in done.content
    assert done.buttons == ["Appeal", "Reroll"]


async def test_button_of_a_job_that_is_gone_is_answered_privately(stage):
    done = await draw(stage.member)
    with sqlite3.connect(stage.bot.folder / "atelier.sqlite") as database:
        job_id = int(done.control("Reroll")["custom_id"].rpartition(":")[2])
        database.execute("DELETE FROM images WHERE job_id = ?", (job_id,))
        database.execute("DELETE FROM jobs WHERE id = ?", (job_id,))
    before = {message.id for message in await stage.other.messages()}

    await stage.member.press(done, "Reroll")
    refusal = await stage.member.wait_for_message(
        lambda message: message.is_ephemeral and "not known here any more" in message.content
    )

    assert refusal.is_ephemeral
    assert {message.id for message in await stage.other.messages()} == before


async def test_samplers_and_sizes_are_offered_while_typing(stage):
    samplers = await stage.member.autocomplete("imagine", "sampler", "eu", prompt="x")
    sizes = await stage.member.autocomplete("imagine", "size", "port", prompt="x")

    assert [choice["value"] for choice in samplers] == ["Euler", "Euler a"]
    assert sizes == [{"name": "Portrait 416 \u00d7 624", "value": "416x624"}]


async def test_the_log_tells_jobs_but_no_prompts_and_no_token(stage):
    await draw(stage.member, prompt="a very secret apple")

    logged = stage.bot.logged()
    assert '"state": "delivered"' in logged
    assert "secret apple" not in logged
    assert "Traceback" not in logged
