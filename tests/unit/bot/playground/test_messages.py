"""Messages by the bot's token: who may, what is refused, what stays."""

import pytest

from tests.unit.bot.playground.wire import APPLICATION, BOT_ROLE, GENERAL, MEMBER

MESSAGES = f"/channels/{GENERAL}/messages"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x40\0\0\0\x20"


async def test_message_is_made_edited_and_taken_away(wire):
    status, made, _ = await wire.bot("POST", MESSAGES, {"content": "hello"})
    assert (status, made["content"], made["author"]["bot"]) == (200, "hello", True)

    status, edited, _ = await wire.bot("PATCH", f"{MESSAGES}/{made['id']}", {"content": "bye"})
    assert (status, edited["content"]) == (200, "bye")
    assert edited["edited_timestamp"] is not None

    assert (await wire.bot("DELETE", f"{MESSAGES}/{made['id']}"))[0] == 204
    assert await wire.messages() == []


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        pytest.param("POST", "/channels/1/messages", 404, 10003, id="unknown channel"),
        pytest.param("GET", "/channels/1", 404, 10003, id="unknown channel read"),
        pytest.param("PATCH", f"{MESSAGES}/1", 404, 10008, id="unknown message"),
        pytest.param("DELETE", f"{MESSAGES}/1", 404, 10008, id="unknown message deleted"),
        pytest.param("GET", f"{MESSAGES}/{'9' * 40}", 400, 50035, id="number beyond all ids"),
        pytest.param("GET", "/guilds/1", 404, 10004, id="unknown guild"),
        pytest.param("GET", "/users/1", 404, 10013, id="unknown user"),
        pytest.param("GET", "/no/such/place", 404, 0, id="unknown route"),
    ],
)
async def test_what_does_not_exist_is_refused_by_its_code(wire, method, path, status, code):
    found, body, _ = await wire.bot(method, path, {"content": "x"} if method != "GET" else None)

    assert (found, body["code"]) == (status, code)


async def test_nothing_is_let_in_without_a_bot_token(wire):
    assert (await wire.bot("GET", "/users/@me", token=None))[0] == 401
    assert (await wire.bot("GET", "/users/@me", token="Bearer t"))[0] == 401
    assert (await wire.bot("GET", "/users/@me"))[0] == 200


async def test_message_of_another_cannot_be_edited_or_deleted(wire):
    _, said = await wire.page("POST", f"channels/{GENERAL}/messages", {"content": "mine"})

    edited = await wire.bot("PATCH", f"{MESSAGES}/{said['id']}", {"content": "yours"})
    deleted = await wire.bot("DELETE", f"{MESSAGES}/{said['id']}")

    assert edited[1]["code"] == 50005
    assert deleted[1]["code"] == 50013


async def test_member_deletes_own_and_moderator_deletes_any(wire):
    _, first, _ = await wire.bot("POST", MESSAGES, {"content": "one"})
    path = f"channels/{GENERAL}/messages/{first['id']}"

    assert (await wire.page("DELETE", path, persona="member"))[1]["code"] == 50013
    assert (await wire.page("DELETE", path, persona="moderator"))[0] == 204


@pytest.mark.parametrize(
    ("denied", "body", "files", "code"),
    [
        pytest.param(["view_channel"], {"content": "x"}, None, 50001, id="view"),
        pytest.param(["send_messages"], {"content": "x"}, None, 50013, id="send"),
        pytest.param(["attach_files"], {}, [("a.png", PNG)], 50013, id="attach"),
        pytest.param(["embed_links"], {"embeds": [{"title": "x"}]}, None, 50013, id="embed"),
    ],
)
async def test_bot_does_only_what_the_channel_allows_it(wire, denied, body, files, code):
    overwrite = {"channel_id": GENERAL, "target_id": BOT_ROLE, "deny": denied}
    await wire.page("PUT", "admin/overwrites", overwrite)

    _, answer, _ = await wire.bot("POST", MESSAGES, body, files=files)

    assert answer["code"] == code


async def test_overwrite_for_the_member_outweighs_the_role(wire):
    for target, rule in ((BOT_ROLE, "deny"), (APPLICATION, "allow")):
        body = {"channel_id": GENERAL, "target_id": target, rule: ["send_messages"]}
        await wire.page("PUT", "admin/overwrites", body)

    assert (await wire.bot("POST", MESSAGES, {"content": "x"}))[0] == 200


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        pytest.param({"content": "x" * 2001}, "content", "BASE_TYPE_MAX_LENGTH", id="content"),
        pytest.param({"content": 7}, "content", "STRING_TYPE_CONVERT", id="no text"),
        pytest.param({"embeds": [{"title": "x"}] * 11}, "embeds", "BASE_TYPE_MAX_LENGTH", id="11"),
        pytest.param(
            {"embeds": [{"description": "x" * 4000}] * 2},
            "embeds",
            "MAX_EMBED_SIZE_EXCEEDED",
            id="6000 in all embeds",
        ),
        pytest.param(
            {"content": "x", "nonce": "n" * 26}, "nonce", "BASE_TYPE_MAX_LENGTH", id="nonce"
        ),
        pytest.param(
            {"embeds": [{"image": {"url": "attachment://none.png"}}]},
            "attachments",
            "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
            id="file that is not attached",
        ),
        pytest.param(
            {"content": "x", "message_reference": {"message_id": "5"}},
            "message_reference",
            "REPLIES_UNKNOWN_MESSAGE",
            id="reply to nothing",
        ),
    ],
)
async def test_body_beyond_a_limit_is_refused_by_field(wire, body, field, code):
    status, answer, _ = await wire.bot("POST", MESSAGES, body)

    assert (status, answer["code"]) == (400, 50035)
    assert answer["errors"][field]["_errors"][0]["code"] == code
    assert await wire.messages() == []


async def test_message_that_says_nothing_is_refused(wire):
    assert (await wire.bot("POST", MESSAGES, {}))[1]["code"] == 50006
    _, made, _ = await wire.bot("POST", MESSAGES, {"content": "x"})
    emptied = await wire.bot("PATCH", f"{MESSAGES}/{made['id']}", {"content": None})
    assert emptied[1]["code"] == 50006


async def test_body_that_is_no_json_is_refused(wire):
    headers = {"Authorization": "Bot t", "Content-Type": "application/json"}
    url = f"{wire.base_url}/api/v10{MESSAGES}"
    async with wire.http.post(url, data=b"{nonsense", headers=headers) as answer:
        assert (answer.status, (await answer.json())["code"]) == (400, 50109)


async def test_same_enforced_nonce_within_minutes_makes_one_message(wire):
    body = {"content": "once", "nonce": "job-7", "enforce_nonce": True}
    first = (await wire.bot("POST", MESSAGES, body))[1]
    again = (await wire.bot("POST", MESSAGES, body))[1]
    wire.clock.advance(301)
    later = (await wire.bot("POST", MESSAGES, body))[1]

    assert again["id"] == first["id"]
    assert later["id"] != first["id"]
    assert len(await wire.messages()) == 2


async def test_files_are_described_measured_and_fetched(wire):
    body = {"attachments": [{"id": 0, "filename": "my_apple.png", "description": "an apple"}]}

    _, made, _ = await wire.bot("POST", MESSAGES, body, files=[("x.png", PNG)])

    [file] = made["attachments"]
    assert (file["filename"], file["description"]) == ("my_apple.png", "an apple")
    assert (file["width"], file["height"], file["size"]) == (64, 32, len(PNG))
    async with wire.http.get(file["url"]) as answer:
        assert (await answer.read(), answer.content_type) == (PNG, "image/png")


async def test_edit_keeps_named_attachments_and_adds_new_ones(wire):
    files = [("a.png", PNG), ("b.png", PNG)]
    _, made, _ = await wire.bot("POST", MESSAGES, {}, files=files)
    keep = made["attachments"][1]["id"]
    path = f"{MESSAGES}/{made['id']}"

    untouched = (await wire.bot("PATCH", path, {"content": "x"}))[1]
    changed = (
        await wire.bot(
            "PATCH", path, {"attachments": [{"id": keep}, {"id": 0}]}, files=[("c.png", PNG)]
        )
    )[1]
    cleared = (await wire.bot("PATCH", path, {"attachments": []}))[1]

    assert [one["filename"] for one in untouched["attachments"]] == ["a.png", "b.png"]
    assert [one["filename"] for one in changed["attachments"]] == ["b.png", "c.png"]
    assert cleared["attachments"] == []


async def test_file_over_ten_mebibytes_is_refused(wire):
    large = b"\0" * (10 * 1024 * 1024 + 1)

    status, answer, _ = await wire.bot("POST", MESSAGES, {}, files=[("big.png", large)])

    assert (status, answer["code"]) == (413, 40005)
    assert (await wire.bot("POST", MESSAGES, {}, files=[("ok.png", large[:-1])]))[0] == 200


async def test_files_are_too_large_together_where_the_guild_takes_less(wire):
    await wire.page("PUT", "admin/upload-limit", {"bytes": 1000})
    half = ("half.png", b"\0" * 501)

    status, answer, _ = await wire.bot("POST", MESSAGES, {}, files=[half, half])

    assert (status, answer["code"]) == (413, 40005)
    assert (await wire.bot("POST", MESSAGES, {}, files=[half]))[0] == 200


async def test_eleventh_file_is_refused(wire):
    files = [(f"{number}.png", b"x") for number in range(11)]

    assert (await wire.bot("POST", MESSAGES, {}, files=files))[1]["code"] == 50035
    assert (await wire.bot("POST", MESSAGES, {}, files=files[:10]))[0] == 200


async def test_a_file_that_an_edit_takes_away_is_gone(wire):
    """Progress pictures would otherwise push the finished ones out of the newest files."""
    _, made, _ = await wire.bot("POST", MESSAGES, {}, files=[("a.png", PNG), ("b.png", PNG)])
    first, second = made["attachments"]

    await wire.bot("PATCH", f"{MESSAGES}/{made['id']}", {"attachments": [{"id": second["id"]}]})

    async with wire.http.get(first["url"]) as taken, wire.http.get(second["url"]) as kept:
        assert (taken.status, kept.status) == (404, 200)


async def test_file_shown_in_an_embed_is_no_attachment(wire):
    body = {"embeds": [{"image": {"url": "attachment://a.png"}}]}

    _, made, _ = await wire.bot("POST", MESSAGES, body, files=[("a.png", PNG)])

    assert made["attachments"] == []
    assert made["embeds"][0]["image"]["url"].startswith(wire.base_url)


async def test_history_is_read_before_after_and_around(wire):
    ids = []
    for number in range(5):
        body = {"content": str(number)}
        ids.append((await wire.bot("POST", MESSAGES, body))[1]["id"])

    async def read(query):
        found = (await wire.bot("GET", f"{MESSAGES}?{query}"))[1]
        return [message["content"] for message in found]

    assert await read("limit=2") == ["4", "3"]
    assert await read(f"before={ids[2]}") == ["1", "0"]
    assert await read(f"after={ids[2]}&limit=1") == ["3"]
    assert await read(f"around={ids[2]}&limit=2") == ["3", "2"]


async def test_direct_message_reaches_only_its_person(wire):
    body = {"recipient_id": MEMBER}
    _, channel, _ = await wire.bot("POST", "/users/@me/channels", body)
    again = (await wire.bot("POST", "/users/@me/channels", body))[1]
    await wire.bot("POST", f"/channels/{channel['id']}/messages", {"content": "psst"})

    [message] = await wire.messages("member", channel["id"])
    status, _ = await wire.page("GET", f"channels/{channel['id']}/messages", persona="other")

    assert again["id"] == channel["id"]
    assert message["content"] == "psst"
    assert status == 403


async def test_person_who_takes_no_direct_messages_gets_none(wire):
    _, channel, _ = await wire.bot("POST", "/users/@me/channels", {"recipient_id": MEMBER})
    path = f"/channels/{channel['id']}/messages"
    await wire.page("PUT", "admin/direct-messages", {"persona": "member"})
    refused = await wire.bot("POST", path, {"content": "x"})
    await wire.page("PUT", "admin/direct-messages", {"persona": "member", "are_open": True})

    assert refused[1]["code"] == 50007
    assert (await wire.bot("POST", path, {"content": "x"}))[0] == 200


async def test_added_people_are_plain_members(wire):
    _, added = await wire.page("POST", "admin/people", {"count": 3})

    _, state = await wire.page("GET", "state", persona="guest3")

    assert added["personas"] == ["guest1", "guest2", "guest3"]
    assert state["personas"]["guest3"]["roles"] == []
