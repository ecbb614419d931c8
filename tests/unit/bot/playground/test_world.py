"""What outlives a restart, and what ages out."""

from tests.unit.bot.playground.wire import GENERAL, served

MESSAGES = f"/channels/{GENERAL}/messages"
COMMAND = {"name": "draw", "description": "Draw"}


async def test_restart_loses_nothing(tmp_path):
    world = tmp_path / "world.sqlite"
    async with served(world) as wire:
        await wire.register(COMMAND)
        _, made, _ = await wire.bot("POST", MESSAGES, {"content": "x"}, files=[("a.png", b"data")])
        _, hidden = await wire.page("POST", f"channels/{GENERAL}/messages", {"content": "mine"})

    async with served(world) as wire:
        newest, oldest = await wire.messages()
        _, state = await wire.page("GET", "state")
        url = oldest["attachments"][0]["url"]
        async with wire.http.get(url) as answer:
            assert await answer.read() == b"data"
        _, later, _ = await wire.bot("POST", MESSAGES, {"content": "y"})

    assert (oldest["id"], newest["id"]) == (made["id"], hidden["id"])
    assert url.startswith(wire.base_url)
    assert [command["name"] for command in state["commands"]] == ["draw"]
    assert int(later["id"]) > int(hidden["id"])


async def test_ids_grow_even_when_the_clock_was_ahead_before_a_restart(tmp_path):
    world = tmp_path / "world.sqlite"
    async with served(world) as wire:
        wire.clock.advance(3600)
        _, before, _ = await wire.bot("POST", MESSAGES, {"content": "x"})
    async with served(world) as wire:
        _, after, _ = await wire.bot("POST", MESSAGES, {"content": "x"})

    assert int(after["id"]) > int(before["id"])


async def test_waiting_interaction_is_not_answered_after_a_restart_too_late(tmp_path):
    world = tmp_path / "world.sqlite"
    async with served(world) as wire:
        await wire.register(COMMAND)
        async with wire.online() as connection:
            await wire.page("POST", "commands", {"channel_id": GENERAL, "name": "draw"})
            told = await connection.event("INTERACTION_CREATE")
    async with served(world) as wire:
        wire.clock.advance(4)
        path = f"/interactions/{told['id']}/{told['token']}/callback"
        _, body, _ = await wire.bot("POST", path, {"type": 4, "data": {"content": "x"}})

    assert body["code"] == 10062


async def test_old_files_age_out_and_their_messages_stay(tmp_path):
    async with served(tmp_path / "world.sqlite", max_files=2) as wire:
        urls = []
        for number in range(3):
            files = [("a.png", bytes([number]))]
            _, made, _ = await wire.bot("POST", MESSAGES, {}, files=files)
            urls.append(made["attachments"][0]["url"])
        statuses = []
        for url in urls:
            async with wire.http.get(url) as answer:
                statuses.append(answer.status)

        assert statuses == [404, 200, 200]
        assert len(await wire.messages()) == 3


async def test_channel_that_is_hidden_from_a_person_is_not_in_their_list(wire):
    everyone = "1000000000000000001"
    body = {"channel_id": GENERAL, "target_id": everyone, "deny": ["view_channel"]}
    await wire.page("PUT", "admin/overwrites", body)

    names = {}
    for persona in ("member", "admin"):
        _, state = await wire.page("GET", "state", persona=persona)
        names[persona] = [channel["name"] for channel in state["channels"]]

    elsewhere = ["annex", "annex-desk"]
    assert names == {
        "member": ["after-dark", *elsewhere],
        "admin": ["general", "after-dark", *elsewhere],
    }


async def test_nobody_is_nobody(wire):
    assert (await wire.page("GET", "state", persona="stranger"))[1]["code"] == 10013
    assert (await wire.page("GET", "state", persona="bot"))[1]["code"] == 10013


async def test_file_that_a_browser_would_run_comes_as_a_download(wire):
    files = [("page.html", b"<script>")]
    _, made, _ = await wire.bot("POST", MESSAGES, {}, files=files)

    async with wire.http.get(made["attachments"][0]["url"]) as answer:
        assert answer.headers["Content-Disposition"] == "attachment"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_interactions_are_forgotten_up_to_an_id(tmp_path):
    world = tmp_path / "world.sqlite"
    async with served(world) as wire:
        await wire.register(COMMAND)
        async with wire.online() as connection:
            await wire.page("POST", "commands", {"channel_id": GENERAL, "name": "draw"})
            told = await connection.event("INTERACTION_CREATE")
        wire.playground.world.interactions.forget_before(int(told["id"]))
        assert wire.playground.world.interactions.read(told["id"]) is not None
        wire.playground.world.interactions.forget_before(int(told["id"]) + 1)
        assert wire.playground.world.interactions.read(told["id"]) is None
