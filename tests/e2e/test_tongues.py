"""A German server with a Japanese guest: everybody reads sentences of their own catalogue."""

from __future__ import annotations

import re
import shutil

import pytest
import pytest_asyncio

from bot.languages import TEXTS
from bot.locales.catalogue import CATALOGUES
from tests.support.bots import running_bot
from tests.support.browser import running_browser
from tests.support.playground import RESTRICTED, running_playground

pytestmark = pytest.mark.asyncio(loop_scope="module")
GERMAN, JAPANESE = TEXTS["de"], TEXTS["ja"]


def says(text, key):
    """Return a pattern of one sentence of a catalogue, whatever its facts are."""
    sentence = text.sentences.get(key) or text.errors[key]
    parts = re.split(r"\{[^{}]*\}", sentence)
    return re.compile(".+?".join(map(re.escape, parts)), re.DOTALL)


def is_result(message):
    return GERMAN.say("button.reroll") in message.buttons


def is_saying(text, key):
    return lambda message: says(text, key).search(message.content)


class Scene:
    """A German server: member, moderator and review channel; a guest whose Discord is Japanese."""

    def __init__(self, playground, member, guest, moderator):
        self.playground = playground
        self.member, self.guest, self.moderator = member, guest, moderator

    async def asked(self, person, command, **options):
        answer = await person.command(command, **options)
        return await person.wait_for(answer, lambda message: message.content)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scene(tmp_path_factory, _sqlite_template):
    folder = tmp_path_factory.mktemp("tongues")
    url = f"sqlite:///{shutil.copy(_sqlite_template, folder / 'atelier.sqlite')}"
    async with (
        running_playground(folder) as playground,
        running_bot(
            folder,
            playground.base_url,
            url,
            safety={"quarantine": str(folder / "quarantine")},
        ),
        playground.person("member") as member,
        playground.person("other") as guest,
        playground.person("moderator") as moderator,
        playground.person("admin") as admin,
    ):
        await playground.set_guild_locale("de")
        for persona, locale in (("member", "de"), ("moderator", "de"), ("other", "ja")):
            await playground.set_locale(persona, locale)
        await member.wait_for_bot("imagine")
        answer = await admin.command("admin setup", review_channel=RESTRICTED)
        await admin.wait_for(answer, lambda message: "Review channel: <#" in message.content)
        yield Scene(playground, member, guest, moderator)


async def test_a_german_draws_and_everybody_there_reads_german(scene):
    first = await scene.member.command("imagine", prompt="ein roter Apfel", steps=10)
    done = await scene.member.wait_for(first, is_result)

    assert says(GERMAN, "queuing").search(first.content)
    assert says(GERMAN, "result").search(done.content)
    assert re.search(r" · \d+,\d+ s · 0,\d+ Credits · ", done.content)
    assert GERMAN.say("button.reroll") in done.buttons


@pytest.mark.parametrize("person", ["member", "guest"])
async def test_a_refusal_is_in_the_person_s_own_language(scene, person):
    text = {"member": GERMAN, "guest": JAPANESE}[person]

    sized = await getattr(scene, person).command("imagine", prompt="x", size="big")
    stepped = await getattr(scene, person).command("imagine", prompt="x --steps 1000")

    assert sized.content == text.explain("size_unreadable", {"size": "big"})
    assert says(text, "flag_range").search(stepped.content)


@pytest.mark.parametrize("person", ["member", "guest"])
async def test_credits_are_told_in_the_person_s_own_language(scene, person):
    text = {"member": GERMAN, "guest": JAPANESE}[person]

    told = await scene.asked(getattr(scene, person), "credits")

    assert says(text, "credits.balance").search(told.content)
    assert says(text, "credits.refill").search(told.content)
    assert "credit" not in told.content.replace("Credit", "")


async def test_a_guest_presses_and_is_told_in_japanese(scene):
    answer = await scene.member.command("imagine", prompt="ein roter Apfel")
    done = await scene.member.wait_for(answer, is_result)

    await scene.guest.press(done, GERMAN.say("button.info"))
    told = await scene.guest.wait_for_message(is_saying(JAPANESE, "info.job"))

    assert told.is_ephemeral


async def test_moderators_review_in_the_server_s_language(scene):
    answer = await scene.member.command("imagine", prompt="a moderation test card")
    await scene.member.wait_for(answer, is_saying(GERMAN, "withheld.all"))
    review = await scene.moderator.wait_for_message(is_saying(GERMAN, "review"))

    await scene.moderator.press(review, GERMAN.say("button.review.approve"))
    await scene.moderator.wait_for(review, is_saying(GERMAN, "reviewed.approve"))
    assert (await scene.member.wait_for(answer, lambda message: message.images)).images


async def test_rules_records_and_the_log_are_in_the_moderator_s_language(scene):
    added = await scene.asked(scene.moderator, "mod rules add", pattern="kettle")
    listed = await scene.asked(scene.moderator, "mod rules list")
    refused = await scene.guest.command("imagine", prompt="a kettle")
    await scene.guest.press(refused, JAPANESE.say("button.appeal"))
    await scene.moderator.wait_for_message(is_saying(GERMAN, "appeal.asked"))
    record = await scene.asked(scene.moderator, "mod user", user=scene.guest)
    log = await scene.asked(scene.moderator, "mod log")

    assert says(GERMAN, "rules.added").search(added.content)
    assert "Wort „kettle“ → ablehnen" in listed.content
    assert refused.content == JAPANESE.explain("prompt_refused", {"term": "kettle"})
    assert GERMAN.say("mod.free") in record.content
    for action in ("add_rule", "refuse", "appeal"):
        assert GERMAN.say(f"action.{action}") in log.content


@pytest.mark.slow
async def test_the_page_describes_commands_in_the_person_s_language(scene):
    async with running_browser() as browser:
        page = await browser.new_page()
        await page.goto(f"{scene.playground.base_url}/?as=member")
        await page.click("#composer textarea")
        await page.keyboard.type("/imag")
        described = CATALOGUES["de"].descriptions["Draw pictures from a description."]
        await page.wait_for_selector(f".pop-item:has-text('{described}')")

        await page.select_option(".language", "fr")
        await page.fill("#composer textarea", "")
        await page.keyboard.type("/imag")
        await page.wait_for_selector(".pop-item:has-text('Dessine des images')")
    await scene.playground.set_locale("member", "de")
