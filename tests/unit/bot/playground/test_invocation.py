"""A command's options as a person fills them in."""

import pytest

from tests.unit.bot.playground.wire import GENERAL, MEMBER, RESTRICTED

ADMIN_ROLE = "1000000000000000022"


async def fill(drawing, persona="member", files=None, **values):
    wire, connection = drawing
    body = {"channel_id": GENERAL, "name": "draw", "values": values}
    status, found = await wire.page("POST", "commands", body, persona=persona, files=files)
    if status != 202:
        return found
    return (await connection.event("INTERACTION_CREATE"))["data"]


async def test_every_type_of_option_reaches_the_bot_as_its_type(drawing):
    data = await fill(
        drawing,
        prompt="an apple",
        seed="7",
        scale="1.5",
        loud="true",
        friend=MEMBER,
        room=RESTRICTED,
        role=ADMIN_ROLE,
        size="l",
        image=0,
        files=[("start.png", b"start")],
    )

    values = {option["name"]: option["value"] for option in data["options"]}
    image = data["resolved"]["attachments"][values.pop("image")]
    assert values == {
        "prompt": "an apple",
        "seed": 7,
        "scale": 1.5,
        "loud": True,
        "friend": MEMBER,
        "room": RESTRICTED,
        "role": ADMIN_ROLE,
        "size": "l",
    }
    assert (image["filename"], image["size"]) == ("start.png", 5)
    assert data["resolved"]["users"][MEMBER]["username"] == "mira"
    assert data["resolved"]["members"][MEMBER]["roles"] == []
    assert data["resolved"]["roles"][ADMIN_ROLE]["name"] == "Administrators"
    assert data["resolved"]["channels"][RESTRICTED]["name"] == "after-dark"


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        pytest.param({}, "prompt", id="required"),
        pytest.param({"prompt": ""}, "prompt", id="empty"),
        pytest.param({"prompt": "x" * 51}, "prompt", id="too long"),
        pytest.param({"prompt": "x", "seed": "seven"}, "seed", id="no number"),
        pytest.param({"prompt": "x", "seed": 1.5}, "seed", id="no whole number"),
        pytest.param({"prompt": "x", "seed": 101}, "seed", id="over the range"),
        pytest.param({"prompt": "x", "seed": -1}, "seed", id="under the range"),
        pytest.param({"prompt": "x", "scale": 2**54}, "scale", id="over 2^53"),
        pytest.param({"prompt": "x", "loud": "perhaps"}, "loud", id="no boolean"),
        pytest.param({"prompt": "x", "size": "huge"}, "size", id="not a choice"),
        pytest.param({"prompt": "x", "image": 0}, "image", id="no file"),
        pytest.param({"prompt": "x", "role": "5"}, "role", id="no such role"),
        pytest.param({"prompt": "x", "other": 1}, "other", id="unknown option"),
    ],
)
async def test_value_that_does_not_fit_is_refused_by_option(drawing, values, wrong):
    found = await fill(drawing, **values)

    assert found["code"] == 50035
    assert list(found["errors"]) == [wrong]


async def test_subcommand_is_told_inside_its_group(wire):
    sub = {"name": "set", "description": "Set", "type": 1, "options": []}
    group = {"name": "size", "description": "Size", "type": 2, "options": [sub]}
    await wire.register({"name": "settings", "description": "Yours", "options": [group]})
    async with wire.online() as connection:
        body = {"channel_id": GENERAL, "name": "settings size set"}
        assert (await wire.page("POST", "commands", body))[0] == 202
        data = (await connection.event("INTERACTION_CREATE"))["data"]

    inner = [{"name": "set", "type": 1, "options": []}]
    assert data["options"] == [{"name": "size", "type": 2, "options": inner}]


async def test_menu_on_a_message_and_on_a_person_bring_their_target(wire):
    await wire.register({"name": "Look", "type": 3}, {"name": "Greet", "type": 2})
    _, said = await wire.page("POST", f"channels/{GENERAL}/messages", {"content": "hello"})
    async with wire.online() as connection:
        base = {"channel_id": GENERAL}
        look = base | {"name": "Look", "type": 3, "target_id": said["id"]}
        greet = base | {"name": "Greet", "type": 2, "target_id": MEMBER}
        await wire.page("POST", "commands", look)
        looked = (await connection.event("INTERACTION_CREATE"))["data"]
        await wire.page("POST", "commands", greet)
        greeted = (await connection.event("INTERACTION_CREATE"))["data"]

    assert looked["resolved"]["messages"][said["id"]]["content"] == "hello"
    assert greeted["target_id"] == MEMBER
    assert greeted["resolved"]["users"][MEMBER]["username"] == "mira"


async def test_command_is_offered_only_where_and_to_whom_it_may_be(wire):
    await wire.register(
        {"name": "purge", "description": "x", "default_member_permissions": str(1 << 13)},
        {"name": "adult", "description": "x", "nsfw": True},
    )

    async def use(name, persona, channel=GENERAL):
        body = {"channel_id": channel, "name": name}
        return (await wire.page("POST", "commands", body, persona=persona))[0]

    async with wire.online():
        assert await use("purge", "member") == 404
        assert await use("purge", "moderator") == 202
        assert await use("purge", "admin") == 202
        assert await use("adult", "member") == 404
        assert await use("adult", "member", RESTRICTED) == 202


async def test_interaction_tells_permissions_place_and_language(drawing):
    wire, connection = drawing
    await wire.page("PUT", "admin/locale", {"persona": "moderator", "locale": "de"})
    body = {"channel_id": RESTRICTED, "name": "draw", "values": {"prompt": "x"}}
    await wire.page("POST", "commands", body, persona="moderator")

    told = await connection.event("INTERACTION_CREATE")

    assert int(told["member"]["permissions"]) & (1 << 13)
    assert not int(told["app_permissions"]) & (1 << 13)
    assert (told["locale"], told["guild_locale"]) == ("de", "en-US")
    assert told["channel"]["nsfw"] is True
    assert told["attachment_size_limit"] == 10 * 1024 * 1024
