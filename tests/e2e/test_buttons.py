"""A person uses everything that stands under a picture, and its context menu."""

# ruff: noqa: RUF001  the multiplication sign is meant

from __future__ import annotations

import re
import sqlite3

import pytest

from tests.support.results import is_result, parameters_of, seed_of
from tests.support.uploads import png

pytestmark = pytest.mark.asyncio(loop_scope="module")

SINGLE = [
    "Upscale 2×",
    "Vary subtle",
    "Vary strong",
    "Remix",
    "Reroll",
    "Zoom out 1.5×",
    "Zoom out 2×",
    "Zoom out…",
    "Make square",
    "⬅️",
    "➡️",
    "⬆️",
    "⬇️",
    "Info",
    "Delete",
]


async def draw(person, **options):
    message = await person.command(
        "imagine", **{"prompt": "a red apple", "steps": 2, "seed": 7, **options}
    )
    return await person.wait_for(message, is_result)


def job_of(message):
    return message.control("Reroll")["custom_id"].rpartition(":")[2]


async def press(person, message, button):
    return await person.wait_for(await person.press(message, button), is_result)


async def told_of(person, message):
    return parameters_of((await person.pictures(message))[0])


async def refusal_of(person, message, button):
    answer = await person.press(message, button)
    assert answer.is_ephemeral
    return answer.content


async def test_one_picture_has_all_buttons_in_thumb_order(stage):
    done = await draw(stage.member)

    assert done.buttons == SINGLE
    assert [len(row["components"]) for row in done.components] == [5, 4, 4, 2, 1]


async def test_picking_shows_one_picture_alone_with_all_its_buttons(stage):
    done = await draw(stage.member, number=2)

    picked = await stage.other.press(done, "U2")

    assert done.buttons == ["U1", "U2", "V1", "V2", "Reroll", "Remix", "Info", "Delete"]
    assert picked.buttons == SINGLE
    assert [seed_of(data) for data in await stage.other.pictures(picked)] == [8]
    assert await stage.other.pictures(picked) == (await stage.other.pictures(done))[1:]
    assert "2 of 2 · 512×512 · seed 8" in picked.content
    assert picked.attachments[0]["description"] == "Picture 2 of 2: a red apple"


async def test_strong_variations_mix_in_more_noise_and_anybody_may(stage):
    done = await draw(stage.member)

    varied = await press(stage.other, done, "Vary strong")

    assert f"<@{stage.other.user_id}>" in varied.content
    assert "seed 7 · variation " in varied.content


@pytest.mark.parametrize(
    ("button", "outpaint"),
    [
        ("Zoom out 2×", "128 128 128 128"),
        ("Zoom out 1.5×", "88 88 88 88"),
        ("Make square", "88 88 88 88"),
        ("⬅️", "256 0 0 0"),
        ("⬆️", "0 256 0 0"),
        ("➡️", "0 0 256 0"),
        ("⬇️", "0 0 0 256"),
    ],
)
async def test_a_picture_grows_where_the_button_says(stage, button, outpaint):
    done = await draw(stage.member)

    grown = await press(stage.member, done, button)

    assert f"Outpaint: {outpaint}" in await told_of(stage.member, grown)


async def test_growing_what_has_grown_works(stage):
    message = await draw(stage.member)
    for _ in range(3):
        message = await press(stage.member, message, "➡️")

    assert message.images


@pytest.mark.parametrize("button", ["Remix", "Zoom out 2×", "⬅️"])
async def test_what_is_for_the_requester_is_refused_to_others_before_anything_is_posted(
    stage, button
):
    done = await draw(stage.member)
    before = len(await stage.member.messages())

    assert "Only the person who asked" in await refusal_of(stage.other, done, button)
    assert len(await stage.member.messages()) == before


async def test_remix_offers_the_words_and_draws_with_new_ones(stage):
    done = await draw(stage.member, negative_prompt="a worm")

    form = await stage.member.press(done, "Remix")
    answer = await stage.member.submit(form, {"Prompt": "a green pear --seed 9"})
    remixed = await stage.member.wait_for(answer, is_result)

    assert form.fields["Prompt"]["value"] == "a red apple"
    assert form.fields["Keep out"]["value"] == "a worm"
    told = await told_of(stage.member, remixed)
    assert told.startswith("a green pear\nNegative prompt: a worm\nSteps: 2,")
    assert seed_of((await stage.member.pictures(remixed))[0]) == 9


async def test_forms_that_were_open_over_a_restart_are_understood(stage):
    done = await draw(stage.member, number=2)
    remix = await stage.member.press(done, "Remix")
    start = await stage.member.menu("Use as start image", done)
    await stage.bot.until_delivered(job_of(done))
    await stage.bot.restart()

    answer = await stage.member.submit(remix, {"Prompt": "a plum"})
    assert len((await stage.member.wait_for(answer, is_result)).images) == 2
    answer = await stage.member.submit(start, {"What it should become": "a fig"})
    begun = await stage.member.wait_for(answer, is_result)
    assert "Init image hash" in await told_of(stage.member, begun)


async def test_a_form_with_a_wrong_flag_is_explained(stage):
    done = await draw(stage.member)

    form = await stage.member.press(done, "Remix")
    answer = await stage.member.submit(form, {"Prompt": "x --sede 3"})

    assert answer.is_ephemeral
    assert "did you mean --seed?" in answer.content


async def test_info_tells_everything_to_anybody(stage):
    done = await draw(stage.member, negative_prompt="a worm", sampler="Euler a")
    grown = await press(stage.member, done, "⬅️")

    about = await stage.other.press(done, "Info")
    about_grown = await stage.other.menu("Info", grown)

    assert about.is_ephemeral
    assert about.content.startswith("**a red apple**\nWithout: a worm\n512×512 · 2 steps")
    assert "Euler a · seed 7" in about.content
    assert f"<@{stage.member.user_id}>" in about.content
    assert "Led to 1 more." in about.content
    assert "Comes from picture 1 of [job" in about_grown.content


async def test_delete_leaves_a_trace_line_and_no_file(stage):
    done = await draw(stage.member, number=2)
    picked = await stage.member.press(done, "U1")
    files = list((stage.bot.folder / "images").rglob("*.png"))

    assert "Only the person who asked" in await refusal_of(stage.other, done, "Delete")
    await stage.member.press(picked, "Delete")
    traces = [
        await stage.member.wait_for(one, lambda shown: "deleted" in shown.content)
        for one in (picked, done)
    ]

    for trace in traces:
        assert trace.content == f"<@{stage.member.user_id}> deleted what was here."
        assert trace.images == trace.buttons == []
    left = list((stage.bot.folder / "images").rglob("*.png"))
    assert len(left) == len(files) - 2


async def test_a_moderator_deletes_anybody_s(stage):
    done = await draw(stage.member)

    async with stage.playground.person("moderator") as moderator:
        trace = await moderator.press(done, "Delete")

        assert f"deleted what <@{stage.member.user_id}> had drawn here" in trace.content


async def test_a_picture_that_has_aged_out_is_drawn_again_and_that_is_said(stage):
    done = await draw(stage.member, number=2)
    before = await stage.member.pictures(done)
    job_id = job_of(done)
    for file in (stage.bot.folder / "images").rglob(f"{job_id}-*.png"):
        file.unlink()

    again = await press(stage.member, done, "U2")

    assert "Drawn again from its recipe" in again.content
    assert await stage.member.pictures(again) == before[1:]

    with sqlite3.connect(stage.bot.folder / "atelier.sqlite") as database:
        database.execute("UPDATE images SET file = NULL WHERE job_id = ?", (job_id,))
    assert len((await press(stage.member, done, "U1")).images) == 1


async def test_any_message_with_a_picture_is_started_from(stage):
    posted = await stage.other.upload(png((90, 60)), "holiday.png")

    form = await stage.member.menu("Use as start image", posted)
    answer = await stage.member.submit(
        form, {"What it should become": "a beach", "How much is drawn anew, 0.05 to 1": "40%"}
    )
    done = await stage.member.wait_for(answer, is_result)

    assert "Denoising strength: 0.4, Init image hash" in await told_of(stage.member, done)


async def test_menus_on_what_they_cannot_use_say_so(stage):
    plain = await stage.other.say("no picture here")
    posted = await stage.other.upload(png())

    for name in ("Use as start image", "Remix", "Upscale", "Info"):
        answer = await stage.member.menu(name, plain)
        assert answer.is_ephemeral
        assert "has no picture" in answer.content
    assert "not drawn here" in (await stage.member.menu("Remix", posted)).content


async def test_info_reads_what_other_programs_wrote(stage):
    from PIL import PngImagePlugin

    chunks = PngImagePlugin.PngInfo()
    chunks.add_text("parameters", "a cat ```\nSteps: 20, Sampler: Euler a, Seed: 5")
    posted = await stage.other.upload(png(pnginfo=chunks))

    thinking = await stage.member.menu("Info", posted)
    told = await stage.member.wait_for(thinking, lambda shown: "says of itself" in shown.content)

    assert "Steps: 20, Sampler: Euler a, Seed: 5" in told.content
    assert "cat ```" not in told.content


async def test_no_forged_id_raises(stage):
    done = await draw(stage.member)
    with sqlite3.connect(stage.bot.folder / "atelier.sqlite") as database:
        database.execute("UPDATE jobs SET guild_id = 5 WHERE message_id = ?", (done.id,))

    for button in ("Info", "Vary strong", "Remix", "Delete"):
        answer = await stage.member.press(done, button)
        if not answer.is_ephemeral:
            await stage.member.wait_until_gone(answer)
        else:
            assert "not known here" in answer.content
    assert not re.search("Traceback", stage.bot.logged())
