"""Several models through the whole program: each draws under its own name, one may be lost."""

from __future__ import annotations

import shutil

import pytest

from engine.weights import hash_weights
from tests.support.results import is_result, parameters_of
from tests.support.tiny import build_tiny_sd

pytestmark = pytest.mark.slow

PATIENCE = 200  # seconds; importing torch on a busy machine takes most of it
LEAST_GIB = 1e-6  # one model at a time


async def draw(person, **options):
    """Draw a picture and return what its PNG says."""
    message = await person.command("imagine", prompt="a red apple", steps=2, **options)
    done = await person.wait_for(message, is_result, PATIENCE)
    (png,) = await person.pictures(done)
    return parameters_of(png)


@pytest.mark.timeout(600)
async def test_each_model_draws_under_its_own_name_and_one_that_vanishes_ends_its_jobs_only(
    start_bot, member, tmp_path
):
    first = build_tiny_sd(tmp_path / "one")
    second = build_tiny_sd(tmp_path / "two", vae="tiny")
    hashes = [hash_weights(folder)[:10] for folder in (first, second)]
    bot = await start_bot(
        **{
            "engine": {"runner": "torch", "max_resident_gib": LEAST_GIB},
            "engine.models": {"first": str(first), "second": str(second)},
        }
    )
    await member.wait_for_bot("imagine")

    usual = await draw(member)
    offered = await member.autocomplete("imagine", "model", "")
    other = await draw(member, model="second")
    named = await draw(member, model="first")
    shutil.rmtree(second)
    asked = await member.command("imagine", prompt="a red apple", steps=2, model="second")
    lost = await member.wait_for(asked, lambda shown: "cannot be loaded" in shown.content, PATIENCE)
    kept = await draw(member, model="first")

    assert [choice["value"] for choice in offered] == ["first", "second"]
    assert f"Model hash: {hashes[0]}, Model: first" in usual
    assert f"Model hash: {hashes[1]}, Model: second" in other
    assert hashes[0] != hashes[1]
    assert "Model: first" in named
    assert "Model: first" in kept
    assert not lost.images
    assert bot.logged().count('"state": "failed"') == 1
