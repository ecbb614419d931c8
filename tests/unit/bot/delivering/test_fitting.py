"""A message is never refused for its size: its pictures step down, and that is said."""

from __future__ import annotations

import discord
import pytest

from bot.delivering.fitting import fit, num_bytes, send_fitted
from bot.delivering.message import MAX_CONTENT, Draft, Picture
from bot.text import ENGLISH
from tests.unit.bot.delivering.test_ladder import a_png
from tests.unit.bot.delivering.test_messenger import refusal


def a_draft(*pngs, content="done"):
    pictures = tuple(
        Picture(f"atelier-12-{number}.png", png, "an apple")
        for number, png in enumerate(pngs, start=1)
    )
    return Draft(content, pictures)


class Channel:
    """Takes so many bytes, whatever it has said."""

    def __init__(self, max_bytes):
        self.max_bytes = max_bytes
        self.taken = []
        self.num_refused = 0

    async def send(self, draft):
        if num_bytes(draft) > self.max_bytes:
            self.num_refused += 1
            raise refusal(discord.HTTPException, 413, 40005)
        self.taken.append(draft)


async def test_what_fits_is_sent_as_it_is():
    draft = a_draft(a_png())

    assert await fit(draft, len(a_png()), ENGLISH) is draft


async def test_a_smaller_copy_is_named_after_its_kind_and_keeps_its_alt_text():
    fitted = await fit(a_draft(a_png()), 100_000, ENGLISH)

    (picture,) = fitted.pictures
    assert picture.name == "atelier-12-1.webp"
    assert picture.alt == "an apple"
    assert fitted.content.startswith("done\nOne picture was too large for this place")
    assert "Info gives them as a file" in fitted.content


async def test_pictures_that_never_fit_are_left_out_and_that_is_said():
    fitted = await fit(a_draft(a_png(), a_png(1)), 100, ENGLISH)

    assert fitted.pictures == ()
    assert "2 pictures are too large to post here" in fitted.content


async def test_a_full_message_still_says_it():
    fitted = await fit(a_draft(a_png(), content="x" * MAX_CONTENT), 100_000, ENGLISH)

    assert len(fitted.content) <= MAX_CONTENT
    assert "too large for this place" in fitted.content


async def test_a_place_that_takes_less_than_it_says_is_sent_less():
    channel = Channel(max_bytes=100_000)

    await send_fitted(a_draft(a_png()), 10_000_000, ENGLISH, channel.send)

    (sent,) = channel.taken
    assert 0 < num_bytes(sent) <= 100_000
    assert channel.num_refused > 0


async def test_a_place_that_takes_no_files_at_all_is_not_asked_for_ever():
    channel = Channel(max_bytes=-1)

    with pytest.raises(discord.HTTPException):
        await send_fitted(a_draft(a_png()), 10_000_000, ENGLISH, channel.send)


async def test_other_refusals_pass():
    async def send(draft):
        raise refusal(discord.HTTPException, 400, 50035)

    with pytest.raises(discord.HTTPException):
        await send_fitted(a_draft(a_png()), 10_000_000, ENGLISH, send)
