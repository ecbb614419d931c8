"""The gateway: hello, identify, resume, and what is sent to whom."""

from tests.unit.bot.playground.wire import ANNEX, GENERAL, GUILD, served

MESSAGES = f"/channels/{GENERAL}/messages"
GUILDS_AND_MESSAGES = (1 << 0) | (1 << 9)


async def test_bot_is_greeted_and_told_its_world(wire):
    async with wire.connect() as connection:
        hello = await connection.frame()
        await connection.identify()
        ready = await connection.event("READY")
        guild = await connection.event("GUILD_CREATE")

    assert (hello["op"], hello["d"]["heartbeat_interval"]) == (10, 41250)
    assert ready["resume_gateway_url"] == wire.base_url.replace("http", "ws") + "/gateway"
    assert ready["guilds"] == [{"id": one, "unavailable": True} for one in (GUILD, ANNEX)]
    assert [channel["name"] for channel in guild["channels"]] == ["general", "after-dark"]
    assert len(guild["members"]) == 5


async def test_heartbeat_is_acknowledged(wire):
    async with wire.connect() as connection:
        await connection.send(1, None)
        assert (await connection.opcode(11))["op"] == 11


async def test_compressed_stream_is_one_zlib_stream(wire):
    async with wire.connect(zipped=True) as connection:
        assert (await connection.frame())["op"] == 10
        await connection.identify()
        assert (await connection.event("READY"))["v"] == 10


async def test_wrong_token_is_turned_away_where_one_is_configured(tmp_path):
    async with served(tmp_path / "world.sqlite", token="right") as wire:
        async with wire.connect() as connection:
            await connection.frame()
            await connection.identify(token="wrong")
            assert (await connection.frame())["closed"] == 4004
        assert (await wire.bot("GET", "/users/@me", token="Bot wrong"))[0] == 401
        assert (await wire.bot("GET", "/users/@me", token="Bot right"))[0] == 200


async def test_nothing_but_identify_comes_first(wire):
    async with wire.connect() as connection:
        await connection.frame()
        await connection.send(3, {})
        assert (await connection.frame())["closed"] == 4003


async def test_resumed_session_hears_what_it_missed_in_order(wire):
    async with wire.connect() as connection:
        await connection.identify()
        ready = await connection.event("READY")
        for _ in ready["guilds"]:
            await connection.event("GUILD_CREATE")
        sequence = connection.sequence
        await wire.page("POST", "admin/gateway", {"action": "drop"})
        assert (await connection.frame())["closed"] == 4000

    for text in ("one", "two"):
        await wire.bot("POST", MESSAGES, {"content": text})
    async with wire.connect() as connection:
        resume = {"token": "t", "session_id": ready["session_id"], "seq": sequence}
        await connection.send(6, resume)
        heard = [(await connection.event("MESSAGE_CREATE"))["content"] for _ in range(2)]
        await connection.event("RESUMED")

    assert heard == ["one", "two"]


async def test_unknown_session_cannot_be_resumed(wire):
    async with wire.connect() as connection:
        await connection.send(6, {"token": "t", "session_id": "none", "seq": 1})
        assert (await connection.opcode(9))["d"] is False


async def test_session_that_said_goodbye_is_forgotten(wire):
    async with wire.stream() as heard, wire.online() as connection:
        assert await heard("bot_status") == {"is_online": True}
        await connection.socket.close(code=1000)
        assert await heard("bot_status") == {"is_online": False}


async def test_session_is_asked_to_reconnect_or_invalidated_on_demand(wire):
    async with wire.online() as connection:
        await wire.page("POST", "admin/gateway", {"action": "reconnect"})
        assert (await connection.opcode(7))["op"] == 7
        await wire.page("POST", "admin/gateway", {"action": "invalidate"})
        assert (await connection.opcode(9))["d"] is False


async def test_messages_are_told_with_their_edits_and_deletion(wire):
    async with wire.online() as connection:
        _, made, _ = await wire.bot("POST", MESSAGES, {"content": "a"})
        await wire.bot("PATCH", f"{MESSAGES}/{made['id']}", {"content": "b"})
        await wire.bot("DELETE", f"{MESSAGES}/{made['id']}")

        created = await connection.event("MESSAGE_CREATE")
        updated = await connection.event("MESSAGE_UPDATE")
        deleted = await connection.event("MESSAGE_DELETE")

    assert (created["guild_id"], created["member"]["roles"]) == (GUILD, ["1000000000000000023"])
    assert updated["content"] == "b"
    assert deleted == {"id": made["id"], "channel_id": GENERAL, "guild_id": GUILD}


async def test_without_the_message_content_intent_words_of_others_are_blank(wire):
    async with wire.online(GUILDS_AND_MESSAGES) as connection:
        await wire.page("POST", f"channels/{GENERAL}/messages", {"content": "secret"})
        await wire.page(
            "POST", f"channels/{GENERAL}/messages", {"content": "<@1000000000000000100> hello"}
        )
        await wire.bot("POST", MESSAGES, {"content": "own"})

        heard = [(await connection.event("MESSAGE_CREATE"))["content"] for _ in range(3)]

    assert heard == ["", "<@1000000000000000100> hello", "own"]


async def test_without_the_message_intent_no_message_is_told(wire):
    async with wire.online(1 << 0) as connection:
        await wire.bot("POST", MESSAGES, {"content": "x"})
        await connection.send(1, None)

        assert (await connection.frame())["op"] == 11


async def test_shard_hears_only_of_its_guilds(wire):
    async with wire.connect() as connection:
        number = (int(GUILD) >> 22) % 2
        await connection.identify(shard=[1 - number, 2])
        assert (await connection.event("READY"))["guilds"] == []


async def test_bot_that_dropped_and_stays_away_is_offline_after_five_seconds(wire):
    async with wire.stream() as heard, wire.online():
        assert await heard("bot_status") == {"is_online": True}
        await wire.page("POST", "admin/gateway", {"action": "drop"})
        assert await heard("bot_status") == {"is_online": True}
        wire.clock.advance(6)
        assert await heard("bot_status") == {"is_online": False}
