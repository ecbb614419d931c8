"""Which components a message may carry, classic and V2."""

import pytest

from bot.playground.components import check_components, find_control, finish_components
from bot.playground.errors import ApiError
from bot.playground.form import Form


def button(custom_id="b", **extra):
    return {"type": 2, "style": 2, "label": "B", "custom_id": custom_id, **extra}


def row(*components):
    return {"type": 1, "components": list(components)}


def select(count=1, **extra):
    options = [{"label": str(number), "value": str(number)} for number in range(count)]
    return {"type": 3, "custom_id": "s", "options": options, **extra}


def text(content="words"):
    return {"type": 10, "content": content}


def gallery(count=1):
    return {"type": 12, "items": [{"media": {"url": "https://example.org/a.png"}}] * count}


def section(*texts, accessory=None):
    return {"type": 9, "components": list(texts), "accessory": accessory}


def refusals(components, *, v2=False):
    form = Form()
    check_components(form, components, v2=v2)
    try:
        form.close()
    except ApiError as error:
        return str(error.errors)
    return ""


@pytest.mark.parametrize(
    "components",
    [
        pytest.param([], id="none"),
        pytest.param([row(*(button(str(n)) for n in range(5)))], id="five buttons"),
        pytest.param([row(button(str(n))) for n in range(5)], id="five rows"),
        pytest.param([row(select(25, max_values=25))], id="25 options"),
        pytest.param([row({"type": 2, "style": 5, "label": "L", "url": "https://x.y"})], id="link"),
        pytest.param([row(button(label=None, emoji={"name": "🔁"}))], id="emoji only"),
        pytest.param([row({"type": 5, "custom_id": "u", "max_values": 25})], id="user select"),
    ],
)
def test_classic_components_within_the_limits_pass(components):
    assert refusals(components) == ""


@pytest.mark.parametrize(
    ("components", "code"),
    [
        pytest.param([row(button(str(n))) for n in range(6)], "MAX_LENGTH", id="six rows"),
        pytest.param([row(*(button(str(n)) for n in range(6)))], "BAD_LENGTH", id="six buttons"),
        pytest.param([row()], "BAD_LENGTH", id="empty row"),
        pytest.param([button()], "UNION_TYPE_CHOICES", id="button without row"),
        pytest.param([row(button("a"), button("a"))], "DUPLICATED", id="same custom id"),
        pytest.param([row(button("a")), row(button("a"))], "DUPLICATED", id="in two rows"),
        pytest.param([row(button("c" * 101))], "BAD_LENGTH", id="long custom id"),
        pytest.param([row(button(None))], "REQUIRED", id="no custom id"),
        pytest.param([row(button(label="x" * 81))], "MAX_LENGTH", id="long label"),
        pytest.param([row(button(label=None))], "LABEL_REQUIRED", id="no label"),
        pytest.param([row(button(style=9))], "CHOICES", id="unknown style"),
        pytest.param([row(button(url="https://x.y"))], "BUTTON_COMPONENT_INVALID", id="both"),
        pytest.param([row({"type": 2, "style": 5, "label": "L"})], "REQUIRED", id="link to none"),
        pytest.param([row(select(), button())], "BAD_LENGTH", id="select and button"),
        pytest.param([row(select(26))], "BAD_LENGTH", id="26 options"),
        pytest.param([row(select(0))], "BAD_LENGTH", id="no options"),
        pytest.param([row(select(2, max_values=3))], "NUMBER_TYPE_MAX", id="max over options"),
        pytest.param([row(select(2, min_values=2))], "NUMBER_TYPE_MAX", id="min over max"),
        pytest.param([row(select(1, placeholder="p" * 151))], "MAX_LENGTH", id="placeholder"),
        pytest.param(
            [row(select() | {"options": [{"label": "a", "value": "v"}] * 2})],
            "VALUE_DUPLICATED",
            id="same option value",
        ),
        pytest.param([text()], "UNION_TYPE_CHOICES", id="V2 component without the flag"),
    ],
)
def test_classic_components_beyond_a_limit_are_refused(components, code):
    assert code in refusals(components)


@pytest.mark.parametrize(
    "components",
    [
        pytest.param([text()] * 40, id="forty"),
        pytest.param([gallery(10), row(button())], id="gallery with buttons"),
        pytest.param([{"type": 17, "components": [text(), {"type": 14}]}], id="container"),
        pytest.param([section(text(), accessory=button())], id="section with button"),
        pytest.param(
            [section(text(), accessory={"type": 11, "media": {"url": "attachment://a.png"}})],
            id="section with thumbnail",
        ),
        pytest.param([{"type": 13, "file": {"url": "attachment://a.txt"}}], id="file"),
    ],
)
def test_v2_components_within_the_limits_pass(components):
    assert refusals(components, v2=True) == ""


@pytest.mark.parametrize(
    ("components", "code"),
    [
        pytest.param([], "BAD_LENGTH", id="none"),
        pytest.param([{"type": 17, "components": [text()] * 40}], "TOTAL_COMPONENTS", id="41"),
        pytest.param([text("x" * 2001)] * 2, "TEXT_SIZE", id="4002 characters"),
        pytest.param([text("")], "BAD_LENGTH", id="empty text"),
        pytest.param([gallery(11)], "BAD_LENGTH", id="eleven pictures"),
        pytest.param([gallery(0)], "BAD_LENGTH", id="empty gallery"),
        pytest.param([section(text())], "REQUIRED", id="section without accessory"),
        pytest.param([section(*[text()] * 4, accessory=button())], "BAD_LENGTH", id="four texts"),
        pytest.param(
            [{"type": 17, "components": [{"type": 17, "components": [text()]}]}],
            "UNION_TYPE_CHOICES",
            id="container in container",
        ),
        pytest.param([{"type": 14, "spacing": 3}], "BASE_TYPE_CHOICES", id="spacing"),
        pytest.param(
            [{"type": 13, "file": {"url": "https://example.org/a"}}], "SCHEME", id="file by url"
        ),
        pytest.param(
            [{"type": 12, "items": [{"media": {"url": "ftp://x"}}]}], "SCHEME", id="ftp picture"
        ),
        pytest.param([row(button("a")), row(button("a"))], "DUPLICATED", id="same custom id"),
    ],
)
def test_v2_components_beyond_a_limit_are_refused(components, code):
    assert code in refusals(components, v2=True)


def test_every_component_gets_an_id_of_its_own():
    numbered = finish_components([{"type": 17, "components": [row(button()), text() | {"id": 1}]}])

    ids = [numbered[0]["id"], *(one["id"] for one in numbered[0]["components"])]
    assert len(set(ids)) == 3
    assert 1 in ids


def test_control_is_found_at_any_depth():
    inside = [{"type": 17, "components": [section(text(), accessory=button("deep"))]}]

    assert find_control(inside, "deep")["label"] == "B"
    assert find_control(inside, "other") is None


async def test_v2_flag_forbids_content_and_embeds(wire):
    path = "/channels/1000000000000000011/messages"
    body = {"flags": 1 << 15, "components": [text()]}

    assert (await wire.bot("POST", path, body))[0] == 200
    for extra in ({"content": "x"}, {"embeds": [{"title": "x"}]}):
        answer = (await wire.bot("POST", path, body | extra))[1]
        assert "LEGACY_FIELDS" in str(answer["errors"])


async def test_v2_media_point_at_the_attached_file(wire):
    path = "/channels/1000000000000000011/messages"
    items = [{"media": {"url": "attachment://a.png"}, "description": "an apple"}]
    body = {"flags": 1 << 15, "components": [{"type": 12, "items": items}]}

    missing = (await wire.bot("POST", path, body))[1]
    _, made, _ = await wire.bot("POST", path, body, files=[("a.png", b"x")])

    assert "ATTACHMENT_NOT_FOUND" in str(missing["errors"])
    [item] = made["components"][0]["items"]
    assert item["media"]["url"] == made["attachments"][0]["url"]
    assert item["media"]["attachment_id"] == made["attachments"][0]["id"]


def test_ids_that_are_chosen_beforehand_come_back_as_discord_writes_ids():
    select = {"type": 6, "custom_id": "x", "default_values": [{"id": 2**60, "type": "role"}]}

    (row,) = finish_components([{"type": 1, "components": [select]}])

    assert row["components"][0]["default_values"] == [{"id": str(2**60), "type": "role"}]
