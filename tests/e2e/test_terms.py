"""Where terms of use are asked for, one press accepts them."""

from __future__ import annotations

from tests.support.results import is_result


async def test_the_terms_are_accepted_once_with_a_button(start_bot, member):
    await start_bot(policy={"require_terms": "always"})
    await member.wait_for_bot("imagine")

    refusal = await member.command("imagine", prompt="a red apple")
    assert refusal.is_ephemeral
    assert "accept the terms" in refusal.content
    thanks = await member.press(refusal, "I accept")
    answer = await member.command("imagine", prompt="a red apple")
    done = await member.wait_for(answer, is_result)

    assert "Send your command again" in thanks.content
    assert done.images
