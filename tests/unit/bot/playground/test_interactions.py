"""An interaction's life: three seconds, fifteen minutes, one answer."""

import asyncio

import pytest

from tests.unit.bot.playground.wire import APPLICATION, GENERAL, MEMBER

BUTTONS = [
    {
        "type": 1,
        "components": [
            {"type": 2, "style": 2, "label": "Go", "custom_id": "go"},
            {"type": 2, "style": 2, "label": "Off", "custom_id": "off", "disabled": True},
        ],
    },
    {
        "type": 1,
        "components": [
            {
                "type": 3,
                "custom_id": "pick",
                "max_values": 2,
                "options": [{"label": one, "value": one} for one in "abc"],
            }
        ],
    },
    {"type": 1, "components": [{"type": 5, "custom_id": "who"}]},
]
MODAL = {
    "title": "Remix",
    "custom_id": "remix",
    "components": [
        {
            "type": 18,
            "label": "Prompt",
            "component": {"type": 4, "custom_id": "prompt", "style": 1, "max_length": 10},
        },
        {
            "type": 18,
            "label": "Mask",
            "component": {"type": 19, "custom_id": "mask", "required": False},
        },
        {"type": 10, "content": "words"},
    ],
}


async def use(drawing, persona="member", **values):
    """Use /draw as a person and return the interaction as the bot hears it."""
    wire, connection = drawing
    body = {"channel_id": GENERAL, "name": "draw", "values": {"prompt": "apple", **values}}
    status, answer = await wire.page("POST", "commands", body, persona=persona)
    assert status == 202, answer
    return await connection.event("INTERACTION_CREATE")


async def answer(wire, interaction, kind, data=None, *, query="?with_response=true", files=None):
    path = f"/interactions/{interaction['id']}/{interaction['token']}/callback{query}"
    body = {"type": kind} | ({} if data is None else {"data": data})
    return (await wire.bot("POST", path, body, token=None, files=files))[:2]


def webhook(interaction, rest=""):
    return f"/webhooks/{APPLICATION}/{interaction['token']}{rest}"


async def press(drawing, message, custom_id, values=(), persona="member"):
    wire, connection = drawing
    body = {
        "channel_id": GENERAL,
        "message_id": message["id"],
        "custom_id": custom_id,
        "values": list(values),
    }
    status, found = await wire.page("POST", "components", body, persona=persona)
    if status != 202:
        return found
    return await connection.event("INTERACTION_CREATE")


async def with_buttons(drawing, flags=0):
    wire, _ = drawing
    interaction = await use(drawing)
    data = {"content": "x", "components": BUTTONS, "flags": flags}
    _, described = await answer(wire, interaction, 4, data)
    return described["resource"]["message"]


async def test_answer_is_described_when_the_bot_asks_for_it(drawing):
    wire, _ = drawing
    interaction = await use(drawing)

    status, described = await answer(wire, interaction, 4, {"content": "working"})

    message = described["resource"]["message"]
    assert status == 200
    assert described["interaction"]["response_message_id"] == message["id"]
    assert described["interaction"]["response_message_ephemeral"] is False
    assert message["interaction_metadata"]["name"] == "draw"
    assert message["interaction_metadata"]["user"]["id"] == MEMBER


async def test_answer_is_empty_when_the_bot_does_not_ask(drawing):
    interaction = await use(drawing)
    assert await answer(drawing[0], interaction, 4, {"content": "x"}, query="") == (204, None)


async def test_second_answer_is_refused(drawing):
    wire, _ = drawing
    interaction = await use(drawing)
    await answer(wire, interaction, 4, {"content": "x"})

    status, body = await answer(wire, interaction, 4, {"content": "y"})

    assert (status, body["code"]) == (400, 40060)
    assert len(await wire.messages()) == 1


async def test_answer_after_three_seconds_is_refused_and_the_page_says_so(drawing):
    wire, _ = drawing
    async with wire.stream() as heard:
        interaction = await use(drawing)
        wire.clock.advance(3.01)
        failed = await heard("interaction_failed")

    status, body = await answer(wire, interaction, 4, {"content": "late"})

    assert failed["interaction_id"] == interaction["id"]
    assert (status, body["code"]) == (404, 10062)
    assert await wire.messages() == []


async def test_wrong_token_answers_nothing(drawing):
    interaction = await use(drawing) | {"token": "forged"}

    assert (await answer(drawing[0], interaction, 4, {"content": "x"}))[1]["code"] == 10062


async def test_token_lives_fifteen_minutes(drawing):
    wire, _ = drawing
    interaction = await use(drawing)
    await answer(wire, interaction, 4, {"content": "x"})
    original = webhook(interaction, "/messages/@original")

    wire.clock.advance(15 * 60 - 5)
    assert (await wire.bot("PATCH", original, {"content": "y"}, token=None))[0] == 200
    wire.clock.advance(10)
    status, body, _ = await wire.bot("PATCH", original, {"content": "z"}, token=None)

    assert (status, body["code"]) == (401, 50027)


async def test_bot_token_still_edits_the_answer_after_fifteen_minutes(drawing):
    wire, _ = drawing
    interaction = await use(drawing)
    _, described = await answer(wire, interaction, 4, {"content": "x"})
    message_id = described["resource"]["message"]["id"]
    wire.clock.advance(3600)

    path = f"/channels/{GENERAL}/messages/{message_id}"

    assert (await wire.bot("PATCH", path, {"content": "done"}))[1]["content"] == "done"


async def test_followup_before_the_answer_is_refused(drawing):
    wire, _ = drawing
    interaction = await use(drawing)
    status, body, _ = await wire.bot("POST", webhook(interaction), {"content": "x"}, token=None)

    assert (status, body["code"]) == (404, 10015)


async def test_answer_is_read_changed_and_taken_away_by_the_token(drawing):
    wire, _ = drawing
    interaction = await use(drawing)
    await answer(wire, interaction, 4, {"content": "x"})
    original = webhook(interaction, "/messages/@original")

    read = (await wire.bot("GET", original, token=None))[1]
    changed = (await wire.bot("PATCH", original, {"content": "y"}, token=None))[1]
    gone = (await wire.bot("DELETE", original, token=None))[0]
    after = (await wire.bot("GET", original, token=None))[1]

    assert (read["content"], changed["content"], gone) == ("x", "y", 204)
    assert after["code"] == 10008


async def test_token_does_not_reach_messages_of_others(drawing):
    wire, _ = drawing
    _, said = await wire.page("POST", f"channels/{GENERAL}/messages", {"content": "mine"})
    interaction = await use(drawing)
    await answer(wire, interaction, 4, {"content": "x"})

    path = webhook(interaction, f"/messages/{said['id']}")

    assert (await wire.bot("PATCH", path, {"content": "y"}, token=None))[1]["code"] == 10008


async def test_first_followup_takes_the_place_of_thinking(drawing):
    wire, _ = drawing
    interaction = await use(drawing)
    await answer(wire, interaction, 5)
    [thinking] = await wire.messages()

    first = (await wire.bot("POST", webhook(interaction), {"content": "1"}, token=None))[1]
    second = (await wire.bot("POST", webhook(interaction), {"content": "2"}, token=None))[1]

    assert thinking["flags"] & (1 << 7)
    assert (first["id"], first["flags"]) == (thinking["id"], 0)
    assert second["interaction_metadata"]["original_response_message_id"] == thinking["id"]
    assert len(await wire.messages()) == 2


async def test_ephemeral_answer_is_seen_by_its_person_only(drawing):
    wire, connection = drawing
    interaction = await use(drawing)
    _, described = await answer(wire, interaction, 4, {"content": "psst", "flags": 64})
    message_id = described["resource"]["message"]["id"]

    assert [one["content"] for one in await wire.messages("member")] == ["psst"]
    assert await wire.messages("admin") == []
    by_bot = await wire.bot("GET", f"/channels/{GENERAL}/messages/{message_id}")
    assert by_bot[1]["code"] == 10008
    await wire.bot("POST", f"/channels/{GENERAL}/messages", {"content": "loud"})
    assert (await connection.event("MESSAGE_CREATE"))["content"] == "loud"


async def test_dismissed_ephemeral_answer_is_gone(drawing):
    wire, _ = drawing
    interaction = await use(drawing)
    _, described = await answer(wire, interaction, 4, {"content": "psst", "flags": 64})
    message_id = described["resource"]["message"]["id"]

    assert (await wire.page("DELETE", f"channels/{GENERAL}/messages/{message_id}"))[0] == 204
    assert await wire.messages() == []


@pytest.mark.parametrize("kind", [6, 7, 8, 99, None])
async def test_command_is_not_answered_with_what_does_not_fit_it(drawing, kind):
    status, body = await answer(drawing[0], await use(drawing), kind, {"content": "x"})

    assert (status, body["code"]) == (400, 50035)


async def test_refused_body_leaves_time_for_a_better_one(drawing):
    wire, _ = drawing
    interaction = await use(drawing)

    assert (await answer(wire, interaction, 4, {"content": "x" * 2001}))[0] == 400
    assert (await answer(wire, interaction, 4, {"content": "x"}))[0] == 200


async def test_answer_carries_a_file(drawing):
    wire, _ = drawing
    _, described = await answer(
        wire, await use(drawing), 4, {"attachments": [{"id": 0}]}, files=[("a.png", b"bytes")]
    )

    [file] = described["resource"]["message"]["attachments"]
    async with wire.http.get(file["url"]) as found:
        assert await found.read() == b"bytes"


async def test_button_tells_the_bot_its_message_and_person(drawing):
    message = await with_buttons(drawing)

    pressed = await press(drawing, message, "go", persona="other")

    assert pressed["data"] == {"custom_id": "go", "component_type": 2, "id": pressed["data"]["id"]}
    assert pressed["message"]["id"] == message["id"]
    assert pressed["member"]["user"]["username"] == "oskar"


async def test_button_updates_its_message_or_defers_or_replies(drawing):
    wire, _ = drawing
    message = await with_buttons(drawing)

    pressed = await press(drawing, message, "go")
    _, updated = await answer(wire, pressed, 7, {"content": "new", "components": []})
    assert updated["resource"]["message"]["id"] == message["id"]

    message = await with_buttons(drawing)
    pressed = await press(drawing, message, "go")
    await answer(wire, pressed, 6)
    original = (await wire.bot("GET", webhook(pressed, "/messages/@original"), token=None))[1]
    assert original["id"] == message["id"]

    pressed = await press(drawing, message, "go")
    _, replied = await answer(wire, pressed, 4, {"content": "reply"})
    assert replied["resource"]["message"]["message_reference"]["message_id"] == message["id"]


async def test_a_deferred_press_edits_its_message_also_one_sent_by_the_bot_s_token(drawing):
    wire, _ = drawing
    posted = {"content": "x", "components": BUTTONS}
    message = (await wire.bot("POST", f"/channels/{GENERAL}/messages", posted))[1]
    pressed = await press(drawing, message, "go")
    await answer(wire, pressed, 6)

    original = webhook(pressed, "/messages/@original")
    status, changed, _ = await wire.bot("PATCH", original, {"content": "new"}, token=None)

    assert (status, changed["id"], changed["content"]) == (200, message["id"], "new")


async def test_an_interaction_tells_how_much_its_place_takes(drawing):
    wire, _ = drawing
    await wire.page("PUT", "admin/upload-limit", {"bytes": 1000})

    assert (await use(drawing))["attachment_size_limit"] == 1000


@pytest.mark.parametrize(
    ("custom_id", "values"),
    [
        pytest.param("forged", [], id="unknown"),
        pytest.param("off", [], id="disabled"),
        pytest.param("pick", [], id="too few"),
        pytest.param("pick", ["a", "b", "c"], id="too many"),
        pytest.param("pick", ["z"], id="no such value"),
    ],
)
async def test_component_that_cannot_be_used_so_is_refused(drawing, custom_id, values):
    message = await with_buttons(drawing)

    assert (await press(drawing, message, custom_id, values))["code"] == 50035


async def test_selects_tell_values_and_whom_they_name(drawing):
    message = await with_buttons(drawing)

    picked = await press(drawing, message, "pick", ["a", "c"])
    named = await press(drawing, message, "who", [MEMBER])

    assert picked["data"]["values"] == ["a", "c"]
    assert named["data"]["resolved"]["users"][MEMBER]["username"] == "mira"


async def test_component_of_an_unseen_message_cannot_be_pressed(drawing):
    message = await with_buttons(drawing, flags=64)

    assert (await press(drawing, message, "go", persona="other"))["code"] == 10008
    assert "token" in await press(drawing, message, "go")


async def test_modal_is_opened_filled_and_handed_in(drawing):
    wire, connection = drawing
    message = await with_buttons(drawing)
    pressed = await press(drawing, message, "go")
    async with wire.stream() as heard:
        await answer(wire, pressed, 9, MODAL)
        opened = await heard("modal_open")
    body = {
        "interaction_id": opened["interaction_id"],
        "values": {"prompt": "pear", "mask": [0]},
    }

    status, _ = await wire.page("POST", "modals", body, files=[("mask.png", b"mask")])
    submitted = await connection.event("INTERACTION_CREATE")

    prompt, mask = (row["component"] for row in submitted["data"]["components"][:2])
    assert (status, submitted["type"], submitted["data"]["custom_id"]) == (202, 5, "remix")
    assert prompt["value"] == "pear"
    assert submitted["data"]["resolved"]["attachments"][mask["values"][0]]["size"] == 4
    assert submitted["message"]["id"] == message["id"]
    assert (await answer(wire, submitted, 7, {"content": "remixed"}))[0] == 200


@pytest.mark.parametrize(
    "values", [pytest.param({}, id="missing"), pytest.param({"prompt": "x" * 11}, id="too long")]
)
async def test_modal_filled_wrongly_is_refused_by_field(drawing, values):
    wire, _ = drawing
    interaction = await use(drawing)
    await answer(wire, interaction, 9, MODAL)

    body = {"interaction_id": interaction["id"], "values": values}
    status, found = await wire.page("POST", "modals", body)

    assert status == 400
    assert list(found["errors"]) == ["prompt"]


async def test_modal_of_another_person_cannot_be_handed_in(drawing):
    wire, _ = drawing
    interaction = await use(drawing)
    await answer(wire, interaction, 9, MODAL)

    body = {"interaction_id": interaction["id"], "values": {"prompt": "x"}}
    _, found = await wire.page("POST", "modals", body, persona="other")

    assert found["code"] == 10062


async def test_autocomplete_brings_the_choices_of_the_bot(drawing):
    wire, connection = drawing
    body = {"channel_id": GENERAL, "name": "draw", "focused": "sampler", "values": {"sampler": "e"}}
    asked = asyncio.create_task(wire.page("POST", "autocomplete", body))
    interaction = await connection.event("INTERACTION_CREATE")
    focused = [one for one in interaction["data"]["options"] if one.get("focused")]

    wrong = await answer(wire, interaction, 8, {"choices": [{"name": "x" * 101, "value": "x"}]})
    await answer(wire, interaction, 8, {"choices": [{"name": "Euler", "value": "euler"}]})

    assert focused == [{"name": "sampler", "type": 3, "value": "e", "focused": True}]
    assert wrong[1]["code"] == 50035
    found = {"choices": [{"name": "Euler", "value": "euler"}], "has_answered": True}
    assert (await asked)[1] == found


async def test_autocomplete_without_an_answer_ends_after_three_seconds(drawing):
    wire, connection = drawing
    body = {"channel_id": GENERAL, "name": "draw", "focused": "sampler"}
    asked = asyncio.create_task(wire.page("POST", "autocomplete", body))
    await connection.event("INTERACTION_CREATE")
    wire.clock.advance(3.1)

    assert (await asked)[1] == {"choices": [], "has_answered": False}


async def test_nothing_is_begun_while_no_bot_is_connected(wire):
    await wire.register({"name": "draw", "description": "Draw"})
    body = {"channel_id": GENERAL, "name": "draw"}

    assert (await wire.page("POST", "commands", body))[0] == 503
