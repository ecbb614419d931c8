"""A person finds what was drawn, and sets what is taken when nothing is said."""

# ruff: noqa: RUF001  the multiplication sign is meant

from __future__ import annotations

import time

import pytest
from PIL import PngImagePlugin

from tests.support.results import is_result, parameters_of
from tests.support.uploads import png

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def draw(person, **options):
    message = await person.command("imagine", **{"prompt": "a red apple", "steps": 1, **options})
    return await person.wait_for(message, is_result)


async def told_of(person, message):
    return parameters_of((await person.pictures(message))[0])


def job_of(message):
    return int(message.control("Reroll")["custom_id"].rpartition(":")[2])


async def test_history_turns_its_pages_also_after_a_restart(stage):
    for number in range(10):
        await draw(stage.member, prompt=f"history {number} **bold**")

    first = await stage.member.told("history")
    await stage.bot.restart()
    second = await stage.member.press(first, "Older")

    assert first.is_ephemeral
    assert "history 9 \\*\\*bold\\*\\*" in first.content
    assert "history 1 " not in first.content
    assert "history 1 " in second.content
    assert "history 9" in (await stage.member.press(second, "Newest")).content


async def test_history_is_one_s_own(stage):
    answer = await stage.other.told("history")

    assert "history 9" not in answer.content


async def test_show_posts_a_job_again_and_draws_what_has_aged_out(stage):
    done = await draw(stage.member, number=2, seed=7)

    shown = await stage.other.command("show", job=job_of(done))
    alone = await stage.member.command("show", job=job_of(done), private=True)

    assert await stage.other.pictures(shown) == await stage.member.pictures(done)
    assert shown.buttons == done.buttons
    assert alone.is_ephemeral
    for file in (stage.bot.folder / "images").rglob(f"{job_of(done)}-*.png"):
        file.unlink()
    again = await stage.member.wait_for(
        await stage.member.command("show", job=job_of(done)), is_result
    )
    assert "Drawn again from its recipe" in again.content


async def test_a_job_that_is_not_there_is_answered_privately(stage):
    for command in ("show", "info"):
        answer = await stage.member.command(command, job=999_999)
        assert answer.is_ephemeral
        assert "not known here" in answer.content


async def test_jobs_are_offered_by_number_and_words(stage):
    done = await draw(stage.member, prompt="an unmistakable zebra")
    (number,) = await stage.member.autocomplete("show", "job", str(job_of(done)))

    assert number == {"name": f"{job_of(done)}: an unmistakable zebra", "value": job_of(done)}


async def test_info_reads_a_file_of_ours_and_of_others(stage):
    done = await draw(stage.member, seed=11)
    (ours,) = await stage.member.pictures(done)
    chunks = PngImagePlugin.PngInfo()
    chunks.add_text("parameters", "a cat\nSteps: 20, Sampler: Euler a, Seed: 5")

    known = await stage.other.command("info", picture=ours)
    known = await stage.other.wait_for(known, lambda shown: shown.content)
    theirs = await stage.other.command("info", picture=png(pnginfo=chunks))
    theirs = await stage.other.wait_for(theirs, lambda shown: shown.content)
    by_number = await stage.other.command("info", job=job_of(done))
    neither = await stage.other.command("info")
    broken = await stage.other.command("info", picture=("x.png", b"<svg/>"))
    refusal = await stage.other.wait_for_message(
        lambda shown: "That picture cannot be used" in shown.content
    )

    assert "seed 11" in known.content
    assert "Sampler: Euler a, Seed: 5" in theirs.content
    assert by_number.content == known.content
    assert "has no picture" in neither.content
    assert all(one.is_ephemeral for one in (known, theirs, by_number, neither, broken, refusal))


async def test_one_s_own_defaults_are_taken_unless_something_else_is_said(stage):
    await stage.other.command(
        "settings set", steps=3, sampler="euler a", negative_prompt="a worm", size="256x256"
    )
    shown = await stage.other.command("settings show")
    message = await stage.other.command("imagine", prompt="a pear", guidance=5)
    mine = await stage.other.wait_for(message, is_result)
    message = await stage.other.command("imagine", prompt="a pear --steps 2 --no a leaf")
    said = await stage.other.wait_for(message, is_result)

    assert shown.is_ephemeral
    assert "- steps: 3" in shown.content
    assert "- size: 256×256" in shown.content
    told = await told_of(stage.other, mine)
    assert "Negative prompt: a worm" in told
    assert "Steps: 3, Sampler: Euler a, CFG scale: 5.0" in told
    assert "Size: 256x256" in told
    assert "Negative prompt: a leaf\nSteps: 2," in await told_of(stage.other, said)

    reset = await stage.other.command("settings reset")
    assert "no defaults of your own" in reset.content


async def test_settings_refuse_what_cannot_be_drawn(stage):
    for options in ({"sampler": "Eulre"}, {"size": "511x512"}, {"style": "none such"}):
        answer = await stage.other.command("settings set", **options)
        assert answer.is_ephemeral
        assert (
            "no sampler" in answer.content or "Try" in answer.content or "style" in answer.content
        )
    assert "no defaults" in (await stage.other.command("settings show")).content


async def test_styles_are_one_s_own_or_the_server_s(stage):
    saved = await stage.member.command(
        "styles save", name="My  Ink", words="ink {drawing} of {prompt}", steps=4
    )
    refused = await stage.member.command("styles save", name="x", words="y", server=True)
    async with stage.playground.person("admin") as admin:
        await admin.command("styles save", name="house", words="on a house wall", server=True)

    message = await stage.member.command("imagine", prompt="a pear", style="my ink")
    inked = await stage.member.wait_for(message, is_result)
    message = await stage.member.command("imagine", prompt="{a, b} pear --style house")
    question = message
    housed = await stage.member.wait_for(
        await stage.member.press(question, "Draw 2 pictures"), is_result
    )
    unknown = await stage.other.command("imagine", prompt="a pear", style="my ink")
    await stage.other.wait_until_gone(unknown)
    offered = await stage.member.autocomplete("imagine", "style", "ou", prompt="x")

    assert "--style my ink" in saved.content
    assert "those who may manage it" in refused.content
    assert (await told_of(stage.member, inked)).startswith("ink {drawing} of a pear\nN")
    assert "Steps: 4" in await told_of(stage.member, inked)
    assert (await told_of(stage.member, housed)).startswith("a pear, on a house wall\n")
    assert {"name": "house", "value": "house"} in offered

    listed = await stage.member.command("styles show")
    assert "**my ink**" in listed.content
    assert "**pencil**" in listed.content
    removed = await stage.member.command("styles remove", name="MY ink")
    assert "Removed" in removed.content
    assert "no style called" in (await stage.member.command("styles remove", name="my ink")).content


async def test_help_about_and_models_answer_privately_from_memory(stage):
    for command, words in (("help", "/imagine"), ("about", "Stable Diffusion"), ("models", "stub")):
        answer = await stage.other.command(command)
        assert answer.is_ephemeral
        assert words in answer.content


async def test_models_are_offered_and_an_unknown_one_is_refused(stage):
    assert await stage.member.autocomplete("imagine", "model", "", prompt="x") == [
        {"name": "stub", "value": "stub"}
    ]
    answer = await stage.member.command("imagine", prompt="x --model sd9")
    assert "no model called “sd9”" in answer.content


async def test_offers_come_within_a_tenth_of_a_second(stage):
    seconds = []
    for option in ("style", "sampler", "size", "model"):
        for typed in ("", "e", "eu", "xyz"):
            before = time.perf_counter()
            await stage.member.autocomplete("imagine", option, typed, prompt="x")
            seconds.append(time.perf_counter() - before)

    assert sorted(seconds)[len(seconds) // 2] < 0.1
