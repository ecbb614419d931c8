"""Moderators decide in Discord, and people feel it: the whole way through a running bot."""

from __future__ import annotations

import json
import shutil

import pytest
import pytest_asyncio

from tests.support.bots import running_bot
from tests.support.person import PageRefusedError
from tests.support.playground import GENERAL, RESTRICTED, running_playground
from tests.support.results import is_result

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Scene:
    """A guild with a review channel, a member and a moderator."""

    def __init__(self, playground, bot, member, moderator):
        self.playground, self.bot = playground, bot
        self.member, self.moderator = member, moderator

    async def mod(self, command, **options):
        """Use a moderator's command; return what it says at last."""
        answer = await self.moderator.command(f"mod {command}", **options)
        return await self.moderator.wait_for(answer, lambda message: message.content)

    async def flagged(self):
        """Let the member draw something that is withheld; return message and review."""
        known = {message.id for message in await self.moderator.messages("after-dark")}
        answer = await self.member.command("imagine", prompt="a moderation test card")
        shown = await self.member.wait_for(answer, is_ended)
        review = await self.moderator.wait_for_message(
            lambda one: one.id not in known and one.content.startswith("**Review")
        )
        return shown, review


def is_ended(message):
    return "Reroll" in message.buttons


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scene(tmp_path_factory, _sqlite_template):
    folder = tmp_path_factory.mktemp("moderation")
    url = f"sqlite:///{shutil.copy(_sqlite_template, folder / 'atelier.sqlite')}"
    safety = {"quarantine": str(folder / "quarantine")}
    async with (
        running_playground(folder) as playground,
        running_bot(folder, playground.base_url, url, safety=safety) as bot,
        playground.person("member") as member,
        playground.person("moderator") as moderator,
        playground.person("admin") as admin,
    ):
        await member.wait_for_bot("imagine")
        answer = await admin.command("admin setup", review_channel=RESTRICTED)
        set_up = await admin.wait_for(answer, lambda shown: "Review channel: <#" in shown.content)
        assert "Everybody can see" in set_up.content
        yield Scene(playground, bot, member, moderator)


async def test_an_approved_picture_appears_in_its_message_and_its_strike_is_gone(scene):
    shown, review = await scene.flagged()
    assert shown.images == []
    assert "Appeal" in shown.buttons
    assert "a moderation test card" in review.content
    assert [name.startswith("SPOILER_") for name in _names(review)] == [True]

    await scene.moderator.press(review, "Approve")
    posted = await scene.member.wait_for(shown, lambda message: message.images)
    decided = await scene.moderator.wait_for(review, lambda message: not message.buttons)

    assert "V1" in posted.buttons or "V" in "".join(posted.buttons)
    assert f"Approved by <@{scene.moderator.user_id}>" in decided.content
    assert decided.attachments == []


async def test_only_moderators_decide(scene):
    shown, review = await scene.flagged()

    answer = await scene.member.press(review, "Approve")
    assert answer.is_ephemeral
    assert "for the moderators" in answer.content
    with pytest.raises(PageRefusedError):  # Discord does not even offer it
        await scene.member.command("mod reviews")

    await scene.moderator.press(review, "Deny")
    await scene.moderator.wait_for(review, lambda message: "Denied by" in message.content)
    assert (await scene.member.messages())[-1].images == []
    assert shown.images == []


async def test_a_rule_refuses_whatever_the_disguise_and_the_person_appeals(scene):
    added = await scene.mod("rules add", pattern="kettle")
    number = added.content.split()[1]
    found = await scene.mod("rules test", prompt="a k3ttle")
    assert "kettle" in found.content

    refusal = await scene.member.command("imagine", prompt="a shiny k e t t l e")
    assert refusal.is_ephemeral
    assert "do not allow “kettle”" in refusal.content

    await scene.member.press(refusal, "Appeal")
    appeal = await scene.moderator.wait_for_message(lambda one: "appeals:" in one.content)
    assert "k e t t l e" in appeal.content

    await scene.mod("rules remove", rule=int(number))
    answer = await scene.member.command("imagine", prompt="a kettle")
    assert (await scene.member.wait_for(answer, is_result)).images


async def test_a_rule_for_review_shows_the_picture_to_moderators_first(scene):
    added = await scene.mod("rules add", pattern="bagpipe", effect="review")
    known = {message.id for message in await scene.moderator.messages("after-dark")}

    answer = await scene.member.command("imagine", prompt="a bagpipe")
    held = await scene.member.wait_for(answer, is_ended)
    review = await scene.moderator.wait_for_message(
        lambda one: one.id not in known and "prompt rule" in one.content
    )

    assert "Moderators look at this first" in held.content
    assert not any(look.images for look in scene.member.looks(held))
    await scene.moderator.press(review, "Approve")
    assert (await scene.member.wait_for(held, lambda message: message.images)).images
    await scene.mod("rules remove", rule=int(added.content.split()[1]))


async def test_a_ban_closes_drawing_and_is_lifted_again(scene):
    await scene.mod("ban", user=scene.member, reason="spam", days=1)

    refusal = await scene.member.command("imagine", prompt="a red apple")
    assert "Reason: spam" in refusal.content

    await scene.mod("unban", user=scene.member)
    answer = await scene.member.command("imagine", prompt="a red apple")
    assert (await scene.member.wait_for(answer, is_result)).images


async def test_a_pause_stops_drawing_until_it_is_resumed(scene):
    await scene.mod("pause", reason="maintenance")
    refusal = await scene.member.command("imagine", prompt="a red apple")
    assert "maintenance" in refusal.content

    await scene.mod("resume")
    await scene.mod("pause", reason="calm down", values={"channel": GENERAL})
    refusal = await scene.member.command("imagine", prompt="a red apple")
    assert "calm down" in refusal.content
    await scene.mod("resume", values={"channel": GENERAL})


async def test_a_takedown_is_shown_first_and_then_removes_what_was_derived_too(scene):
    answer = await scene.member.command("imagine", prompt="a red apple")
    done = await scene.member.wait_for(answer, is_result)
    job = int(done.attachments[0]["filename"].split("-")[1])
    varied_answer = await scene.member.press(done, "Reroll")
    await scene.member.wait_for(varied_answer, is_result)

    dry = await scene.mod("takedown", job=job, derived=True)
    assert "1 picture would be removed" in dry.content
    removed = await scene.mod("takedown", job=job, derived=True, do="remove")
    gone = await scene.member.wait_for(done, lambda message: not message.images)

    assert "1 picture was removed" in removed.content
    assert "moderator has removed" in gone.content


async def test_a_report_is_decided_once_and_its_reporter_hears_of_it(scene):
    answer = await scene.member.command("imagine", prompt="a red apple")
    done = await scene.member.wait_for(answer, is_result)

    thanks = await scene.member.menu("Report", done)
    await scene.member.wait_for(thanks, lambda message: "Thank you" in message.content)
    report = await scene.moderator.wait_for_message(
        lambda one: " reports " in one.content and "Keep them" in one.buttons
    )
    await scene.moderator.press(report, "Keep them")
    await scene.member.wait_for_message(lambda one: "let it stay" in one.content)

    again = await scene.member.menu("Report", done)
    await scene.member.wait_for(again, lambda message: "looked at this picture" in message.content)
    (still,) = [one for one in await scene.member.messages() if one.id == done.id]
    assert still.images


async def test_everything_about_a_picture_is_shown_with_what_can_be_done(scene):
    answer = await scene.member.command("imagine", prompt="a red pear")
    done = await scene.member.wait_for(answer, is_result)
    job = int(done.attachments[0]["filename"].split("-")[1])
    await scene.mod("note", words="seen before", job=job)

    card = await scene.mod("image", job=job)
    assert "a red pear" in card.content
    assert "seen before" in card.content
    assert "State: post" in card.content
    assert card.buttons == ["Take down", "Strike"]

    await scene.moderator.press(card, "Take down")
    gone = await scene.member.wait_for(done, lambda message: not message.images)
    assert "moderator has removed" in gone.content


async def test_a_note_is_written_under_the_review(scene):
    _, review = await scene.flagged()

    form = await scene.moderator.press(review, "Note")
    await scene.moderator.submit(form, {"For the other moderators": "third time"})
    noted = await scene.moderator.wait_for(review, lambda one: "third time" in one.content)
    assert noted.buttons[0] == "Approve"
    assert "third time" in (await scene.mod("user", user=scene.member)).content

    await scene.moderator.press(review, "Approve")


async def test_a_rule_that_watches_has_moderators_told_and_the_picture_drawn(scene):
    added = await scene.mod("rules add", pattern="trombone", effect="notify")

    answer = await scene.member.command("imagine", prompt="a tr0mbone")
    assert (await scene.member.wait_for(answer, is_result)).images
    await scene.moderator.wait_for_message(
        lambda one: "watches for" in one.content and "tr0mbone" in one.content
    )
    await scene.mod("rules remove", rule=int(added.content.split()[1]))


async def test_the_log_knows_everything_and_can_be_taken_away(scene):
    log = await scene.mod("log")
    for action in ("reported", "closed a report", "noted something", "noticed a prompt"):
        assert f": {action}" in log.content

    answer = await scene.moderator.command("mod log", file="json")
    file = await scene.moderator.wait_for(answer, lambda message: message.attachments)
    data = await scene.moderator.download(file.attachments[0]["url"])
    actions = {json.loads(line)["action"] for line in data.splitlines()}
    assert {"ban", "unban", "approve", "takedown", "report", "close_report"} <= actions


def _names(message):
    return [file["filename"] for file in message.attachments]
