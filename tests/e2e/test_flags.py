"""Every flag is applied, or refused by its name, wherever a person types a prompt."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

import pytest
import pytest_asyncio

from bot.ordering.flags import FLAGS
from tests.support.results import is_result
from tests.support.uploads import png

pytestmark = pytest.mark.asyncio(loop_scope="module")

SHAPES = {"ar", "size"}
ONE_ENLARGED = SHAPES | {"n", "no", "cfg"}
SAID = {  # as it is typed, and what its job then holds
    "ar": ("3:2", lambda job: job["width"] > job["height"] > 0),
    "seed": ("7", lambda job: job["seed"] == 7),
    "no": ("a worm", lambda job: "a worm" in job["negative_prompt"]),
    "steps": ("3", lambda job: job["num_inference_steps"] == 3),
    "cfg": ("5", lambda job: job["guidance_scale"] == 5),
    "n": ("2", lambda job: job["count"] == 2),
    "size": ("256x384", lambda job: (job["width"], job["height"]) == (256, 384)),
    "sampler": ("euler A", lambda job: job["sampler"] == "Euler a"),
    "style": ("pencil", lambda job: job["prompt"].startswith("pencil drawing of an orchard")),
    "model": ("STUB", lambda job: job["model"] == "stub"),
    "draft": ("", lambda job: job["preset"] == "fast"),
    "full": ("", lambda job: not job.get("preset")),
}


@dataclass(frozen=True)
class Begun:
    """What there is to go on from: a picture, one that was zoomed, one that was enlarged."""

    plain: object
    zoomed: object
    enlarged: object


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def begun(stage):
    message = await stage.member.command("imagine", prompt="an apple", steps=1)
    plain = await stage.member.wait_for(message, is_result)
    others = [await stage.member.press(plain, one) for one in ("Zoom out 2×", "Upscale 2×")]  # noqa: RUF001
    return Begun(plain, *[await stage.member.wait_for(one, is_result) for one in others])


async def imagine(stage, _begun, words):
    return await stage.member.command("imagine", prompt=words)


async def edit(stage, _begun, words):
    return await stage.member.command("edit", prompt=words, picture=png())


async def outpaint(stage, _begun, words):
    return await stage.member.command("outpaint", prompt=words, picture=png())


async def upscale(stage, _begun, words):
    return await stage.member.command("upscale", prompt=words, picture=png(), how="creative")


async def upscale_job(stage, begun, words):
    job = int(begun.plain.control("atelier:reroll")["custom_id"].rpartition(":")[2])
    return await stage.member.command("upscale", prompt=words, job=job, how="creative")


async def start(stage, begun, words):
    form = await stage.member.menu("Use as start image", begun.plain)
    return await stage.member.submit(form, {"What it should become": words})


def remix(which):
    async def type_words(stage, begun, words):
        form = await stage.member.press(getattr(begun, which), "Remix")
        return await stage.member.submit(form, {"Prompt": words})

    return type_words


async def zoom(stage, begun, words):
    form = await stage.member.press(begun.plain, "Zoom out…")
    return await stage.member.submit(form, {"Prompt": words})


PLACES = [
    pytest.param(imagine, set(), id="imagine"),
    pytest.param(edit, set(), id="edit"),
    pytest.param(outpaint, SHAPES, id="outpaint"),
    pytest.param(upscale, ONE_ENLARGED, id="upscale of a file"),
    pytest.param(upscale_job, ONE_ENLARGED, id="upscale of a job"),
    pytest.param(start, set(), id="start image"),
    pytest.param(remix("plain"), set(), id="remix"),
    pytest.param(remix("zoomed"), SHAPES, id="remix of a canvas that grew"),
    pytest.param(remix("enlarged"), SHAPES, id="remix of what was enlarged"),
    pytest.param(zoom, SHAPES, id="zoom"),
]


@pytest.mark.parametrize(("place", "unfit"), PLACES)
async def test_what_can_change_something_is_applied(stage, begun, place, unfit):
    assert set(SAID) == set(FLAGS)  # a new flag needs a sample here
    fit = [flag for flag in FLAGS if flag not in unfit]
    others = {"size", "full"}  # contradict one of the first
    for flags in ([one for one in fit if one not in others], [one for one in fit if one in others]):
        answer = await place(stage, begun, _typed(flags))
        await stage.member.wait_for(answer, is_result)
        job = newest_job(stage)
        assert [flag for flag in flags if not SAID[flag][1](job)] == []


@pytest.mark.parametrize(("place", "unfit"), [one for one in PLACES if one.values[1]])
async def test_what_can_change_nothing_is_refused_by_its_name(stage, begun, place, unfit):
    for flag in sorted(unfit):
        answer = await place(stage, begun, _typed([flag]))

        if not answer.is_ephemeral:  # what the picture is was read after the first answer
            await stage.member.wait_until_gone(answer)
            answer = await stage.member.wait_for_message(
                lambda shown, before=int(answer.id): int(shown.id) > before and shown.is_ephemeral
            )
        assert f"--{flag} can change nothing here" in answer.content


def _typed(flags):
    return " ".join(["an orchard", *(f"--{flag} {SAID[flag][0]}" for flag in flags)])


def newest_job(stage):
    with sqlite3.connect(stage.bot.folder / "atelier.sqlite") as database:
        found = database.execute("SELECT params, num_images FROM jobs ORDER BY id DESC LIMIT 1")
        params, count = found.fetchone()
    return {**json.loads(params), "count": count}
