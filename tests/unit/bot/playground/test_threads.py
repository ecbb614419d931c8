"""Threads and forum posts behave as Discord's do."""

from __future__ import annotations

from tests.unit.bot.playground.wire import APPLICATION, GENERAL, GUILD


async def begun(wire, name="apples", **fields):
    body = {"name": name, **fields}
    status, thread = await wire.page("POST", "admin/threads", body)
    assert status == 201
    return thread


async def change(wire, thread, **changes):
    return (await wire.page("PATCH", f"admin/threads/{thread['id']}", changes))[1]


async def deny(wire, *names, channel=GENERAL):
    body = {"channel_id": channel, "target_id": APPLICATION, "deny": list(names)}
    await wire.page("PUT", "admin/overwrites", body)


def messages(thread, message_id=""):
    return f"/channels/{thread['id']}/messages" + (f"/{message_id}" if message_id else "")


async def test_a_thread_is_a_channel_below_its_parent(wire):
    thread = await begun(wire)
    post = await begun(wire, forum="pictures")

    seen = (await wire.bot("GET", f"/channels/{thread['id']}"))[1]
    listed = (await wire.bot("GET", f"/guilds/{GUILD}/channels"))[1]
    forum = next(one for one in listed if one["id"] == post["parent_id"])

    assert (seen["type"], seen["parent_id"]) == (11, GENERAL)
    assert (post["type"], forum["type"], forum["name"]) == (11, 15, "pictures")
    assert thread["id"] not in {one["id"] for one in listed}


async def test_writing_in_a_thread_takes_its_own_permission(wire):
    thread = await begun(wire)
    await deny(wire, "send_messages")
    written = (await wire.bot("POST", messages(thread), {"content": "x"}))[0]
    await deny(wire, "send_messages_in_threads")
    status, refused, _ = await wire.bot("POST", messages(thread), {"content": "x"})

    assert written == 200
    assert (status, refused["code"]) == (403, 50013)


async def test_an_archived_thread_takes_no_edits_until_it_is_opened(wire):
    thread = await begun(wire)
    message = (await wire.bot("POST", messages(thread), {"content": "x"}))[1]
    await change(wire, thread, archived=True)
    where = messages(thread, message["id"])

    status, refused, _ = await wire.bot("PATCH", where, {"content": "y"})
    opened = (await wire.bot("PATCH", f"/channels/{thread['id']}", {"archived": False}))[1]

    assert (status, refused["code"]) == (400, 50083)
    assert opened["thread_metadata"]["archived"] is False
    assert (await wire.bot("PATCH", where, {"content": "y"}))[0] == 200


async def test_writing_opens_an_archived_thread(wire):
    thread = await change(wire, await begun(wire), archived=True)

    assert (await wire.bot("POST", messages(thread), {"content": "x"}))[0] == 200
    seen = (await wire.bot("GET", f"/channels/{thread['id']}"))[1]
    assert seen["thread_metadata"]["archived"] is False


async def test_a_locked_thread_is_opened_by_those_who_manage_threads_alone(wire):
    thread = await change(wire, await begun(wire), archived=True, locked=True)

    status, refused, _ = await wire.bot("POST", messages(thread), {"content": "x"})
    opening = await wire.bot("PATCH", f"/channels/{thread['id']}", {"archived": False})

    assert (status, refused["code"]) == (403, 160005)
    assert (opening[0], opening[1]["code"]) == (403, 50013)


async def test_the_bot_is_told_of_threads(wire):
    async with wire.online() as connection:
        thread = await begun(wire)
        created = await connection.event("THREAD_CREATE")
        await change(wire, thread, archived=True)
        updated = await connection.event("THREAD_UPDATE")

    assert created["id"] == updated["id"] == thread["id"]
    assert updated["thread_metadata"]["archived"] is True


async def test_the_bot_learns_of_active_threads_as_it_connects(wire):
    active, archived = await begun(wire), await begun(wire, name="old")
    await change(wire, archived, archived=True)

    async with wire.connect() as connection:
        await connection.identify()
        guild = await connection.event("GUILD_CREATE")

    assert [one["id"] for one in guild["threads"]] == [active["id"]]
