"""Which commands may be registered, and what becomes of a registration."""

import pytest

from bot.playground.commands import check_commands
from bot.playground.errors import ApiError
from tests.unit.bot.playground.conftest import DRAW
from tests.unit.bot.playground.wire import APPLICATION, GUILD

PATH = f"/applications/{APPLICATION}/commands"
GUILD_PATH = f"/applications/{APPLICATION}/guilds/{GUILD}/commands"


def command(**extra):
    return {"name": "draw", "description": "Draw", **extra}


def option(name="prompt", kind=3, **extra):
    return {"name": name, "description": "What", "type": kind, **extra}


def refusal(*commands):
    with pytest.raises(ApiError) as caught:
        check_commands(list(commands))
    return str(caught.value.errors or caught.value)


def menus(count, kind=3):
    return [{"name": f"Menu {number}", "type": kind} for number in range(count)]


@pytest.mark.parametrize(
    "commands",
    [
        pytest.param([DRAW], id="every option type"),
        pytest.param(menus(5), id="five menus"),
        pytest.param([command(name="größe"), command(name="絵を描く")], id="letters of the world"),
        pytest.param([command(options=[option("sub", 1, options=[option()])])], id="subcommand"),
        pytest.param(
            [command(options=[option("group", 2, options=[option("sub", 1)])])], id="group"
        ),
        pytest.param([command(), {"name": "draw", "type": 3}], id="same name, other type"),
    ],
)
def test_well_formed_commands_pass(commands):
    check_commands(commands)


CHOICES = [{"name": "a", "value": "a"}]


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        pytest.param(command(name="Draw"), "INVALID_NAME", id="capitals"),
        pytest.param(command(name="a b"), "INVALID_NAME", id="space"),
        pytest.param(command(name="x" * 33), "INVALID_NAME", id="long name"),
        pytest.param({"name": "draw"}, "REQUIRED", id="no description"),
        pytest.param(command(description="x" * 101), "BAD_LENGTH", id="long description"),
        pytest.param(
            command(name_localizations={"de": "Malen"}), "INVALID_NAME", id="capitals in German"
        ),
        pytest.param(
            command(description_localizations={"ja": ""}), "BAD_LENGTH", id="empty Japanese"
        ),
        pytest.param(command(options=[option(), option()]), "NAME_ALREADY", id="same option"),
        pytest.param(
            command(options=[option(), option("b", required=True)]), "REQUIRED_INVALID", id="order"
        ),
        pytest.param(
            command(options=[option(autocomplete=True, choices=CHOICES)]),
            "CHOICES_AUTOCOMPLETE",
            id="autocomplete with choices",
        ),
        pytest.param(
            command(options=[option(kind=5, autocomplete=True)]), "AUTOCOMPLETE_INVALID", id="bool"
        ),
        pytest.param(
            command(options=[option(str(n)) for n in range(26)]), "MAX_LENGTH", id="26 options"
        ),
        pytest.param(
            command(options=[option(choices=[{"name": str(n), "value": "v"} for n in range(26)])]),
            "MAX_LENGTH",
            id="26 choices",
        ),
        pytest.param(command(options=[option(choices=CHOICES * 2)]), "CHOICE_NAME", id="twice"),
        pytest.param(
            command(options=[option(choices=[{"name": "a", "value": 1}])]),
            "STRING_TYPE_CONVERT",
            id="number as text choice",
        ),
        pytest.param(
            command(options=[option(kind=4, min_value=9, max_value=1)]), "NUMBER_TYPE_MAX", id="min"
        ),
        pytest.param(command(options=[option(min_value=1)]), "RANGE_INVALID", id="text range"),
        pytest.param(command(options=[option(max_length=9999)]), "NUMBER_TYPE_MAX", id="length"),
        pytest.param(command(options=[option(kind=99)]), "BASE_TYPE_CHOICES", id="unknown type"),
        pytest.param(
            command(options=[option("sub", 1), option()]), "TYPE_INVALID", id="mixed with sub"
        ),
        pytest.param(
            {"name": "Menu", "type": 3, "description": "x"}, "INVALID_DESCRIPTION", id="menu text"
        ),
        pytest.param(
            {"name": "Menu", "type": 3, "options": [option()]}, "INVALID_OPTIONS", id="menu option"
        ),
        pytest.param(
            command(options=[option(str(n), description="d" * 100) for n in range(25)])
            | {"description": "d" * 100, "name_localizations": None}
            | {
                "options": [
                    option(
                        f"o{n}",
                        description="d" * 100,
                        choices=[{"name": f"{m}" + "c" * 98, "value": str(m)} for m in range(10)],
                    )
                    for n in range(10)
                ]
            },
            "TOO_LARGE",
            id="over 8000 characters",
        ),
    ],
)
def test_command_that_is_not_well_formed_is_refused(bad, code):
    assert code in refusal(bad)


def test_two_commands_of_one_name_are_refused():
    assert "DUPLICATE_NAME" in refusal(command(), command())


def test_more_than_five_menus_or_a_hundred_commands_are_refused():
    assert "Maximum number" in refusal(*menus(6))
    assert "Maximum number" in refusal(*(command(name=f"c{number}") for number in range(101)))


async def test_overwrite_keeps_the_id_of_a_command_that_keeps_its_name(wire):
    [first] = await wire.register(command())
    second = await wire.register(command(description="Other"), command(name="show"))

    assert second[0]["id"] == first["id"]
    assert [one["name"] for one in (await wire.bot("GET", PATH))[1]] == ["draw", "show"]


async def test_guild_command_hides_the_global_one_of_its_name(wire):
    await wire.register(command(description="global"))
    await wire.bot("PUT", GUILD_PATH, [command(description="guild")])

    _, state = await wire.page("GET", "state")

    assert [one["description"] for one in state["commands"]] == ["guild"]


async def test_one_command_is_added_changed_and_removed(wire):
    status, made, _ = await wire.bot("POST", PATH, command())
    assert status == 201
    path = f"{PATH}/{made['id']}"

    changed = (await wire.bot("PATCH", path, {"description": "Paint"}))[1]
    assert (changed["id"], changed["description"]) == (made["id"], "Paint")
    assert (await wire.bot("DELETE", path))[0] == 204
    assert (await wire.bot("GET", path))[1]["code"] == 10063


async def test_refused_overwrite_leaves_the_commands_as_they_were(wire):
    await wire.register(command())

    status, _, _ = await wire.bot("PUT", PATH, [command(name="Bad")])

    assert status == 400
    assert [one["name"] for one in (await wire.bot("GET", PATH))[1]] == ["draw"]


async def test_commands_of_a_foreign_application_are_refused(wire):
    assert (await wire.bot("PUT", "/applications/5/commands", []))[0] == 403
