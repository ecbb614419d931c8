"""A person gets their data as files, and has it deleted: the whole way through a running bot."""

from __future__ import annotations

import io
import json
import zipfile

from tests.support.patience import until
from tests.support.results import is_result


async def test_a_person_takes_their_data_with_them_and_leaves_nothing(playground, start_bot):
    await start_bot()
    async with playground.person("member") as member, playground.person("other") as other:
        await member.wait_for_bot("privacy")
        answer = await member.command("imagine", prompt="a red apple", steps=1)
        shown = await member.wait_for(answer, is_result)

        again = await member.command("show", job=int(_job_of(shown)))
        assert again.images
        export = await member.wait_for(
            await member.command("privacy export"), lambda message: message.attachments
        )
        data = await member.download(export.attachments[0]["url"])
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            (job,) = json.loads(archive.read("jobs-1.json"))
        assert export.is_ephemeral
        assert job["params"]["prompt"] == "a red apple"
        assert job["message"].endswith(f"/{shown.channel_id}/{shown.id}")

        dry = await member.wait_for(
            await member.command("privacy delete"), lambda message: message.buttons
        )
        assert "1 commands with their prompts, 1 pictures" in dry.content
        assert (await other.messages())[-1].images

        await member.press(dry, "Delete all of it")
        for message in (shown, again):
            gone = await member.wait_for(message, lambda one: not one.images)
            assert "apple" not in gone.content

        async def has_no_history():
            answer = await member.told("history")
            return "You have drawn nothing here yet" in answer.content

        await until(has_no_history)


def _job_of(message):
    return message.attachments[0]["filename"].split("-")[1]
