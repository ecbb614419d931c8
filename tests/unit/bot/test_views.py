"""Buttons say everything in their ids, so they work for ever; no id makes them raise."""

from __future__ import annotations

from types import SimpleNamespace

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.client import _is_ours
from bot.delivering.message import Buttons, CancelOffer, Draft, Picture
from bot.ordering.presses import JOB_PRESSES, PICTURE_PRESSES
from bot.text import ENGLISH
from bot.views import BUTTONS
from bot.views.actions import JOB_ACTIONS, PICTURE_ACTIONS
from bot.views.cancel_select import CancelSelect
from bot.views.choice import PictureSelect
from bot.views.draft import AnswerButton, DraftButton
from bot.views.enlarge import EnlargeFileSelect, EnlargeSelect
from bot.views.job import JobButton
from bot.views.picture import PictureButton
from bot.views.result import edit_fields, view_of
from bot.views.squares import SquaresSelect, TypeSquaresButton
from bot.views.variation import VariationButton

LARGEST_ID = 2**63 - 1


@pytest.mark.parametrize("count", range(10))
async def test_whatever_is_shown_its_buttons_fit_discord_s_limits(count):
    rows = view_of(Buttons(LARGEST_ID // 10, tuple(range(count))), ENGLISH).to_components()

    items = [item for row in rows for item in row["components"]]
    ids = [item["custom_id"] for item in items]
    assert len(rows) <= 5
    assert all(len(row["components"]) <= 5 for row in rows)
    assert len(ids) == len(set(ids)) >= 1
    assert all(len(custom_id) <= 100 for custom_id in ids)
    assert all(len(item.get("label", "")) <= 80 for item in items)
    assert all(len(item.get("options", ())) <= 25 for item in items)


def a_result(count, *names):
    pictures = tuple(Picture(name, b"", f"alt of {name}") for name in names)
    return Draft("**x** · you\nline", pictures, Buttons(LARGEST_ID // 10, tuple(range(count))))


@pytest.mark.parametrize("count", range(10))
async def test_a_result_in_components_has_the_same_buttons_within_discord_s_limits(count):
    names = [f"atelier-1-{index + 1}.png" for index in range(count)]
    fields = edit_fields(a_result(count, *names), ENGLISH, is_laid_out=True)
    classic = view_of(a_result(count).buttons, ENGLISH).to_components()
    parts = fields["view"].to_components()

    assert fields["content"] is None
    assert [file.filename for file in fields["attachments"]] == names
    assert [part for part in parts if part["type"] == 1] == classic
    assert fields["view"].total_children_count <= 40


async def test_a_result_in_components_shows_its_pictures_between_its_lines():
    fields = edit_fields(a_result(2, "a.png", "SPOILER_b.png"), ENGLISH, is_laid_out=True)
    first, gallery, last = fields["view"].to_components()[:3]

    assert (first["content"], last["content"]) == ("**x** · you", "line")
    assert [
        (one["media"]["url"], one["description"], one["spoiler"]) for one in gallery["items"]
    ] == [
        ("attachment://a.png", "alt of a.png", False),
        ("attachment://SPOILER_b.png", "alt of SPOILER_b.png", True),
    ]


async def test_only_a_result_is_laid_out():
    on_its_way = Draft("**x** · you\n50 %", (), CancelOffer(12))

    assert edit_fields(on_its_way, ENGLISH, is_laid_out=True)["content"] == on_its_way.content
    assert edit_fields(a_result(1), ENGLISH, is_laid_out=False)["content"] == "**x** · you\nline"


async def test_only_pictures_that_are_shown_have_buttons():
    view = view_of(Buttons(12, (0, 2)), ENGLISH)

    labels = [item.item.label for item in view.children]
    assert labels[:4] == ["U1", "U3", "V1", "V3"]


async def test_more_than_four_pictures_are_chosen_in_selects():
    view = view_of(Buttons(12, tuple(range(9))), ENGLISH)

    pick, vary = [item.item for item in view.children[:2]]
    assert [option.value for option in pick.options] == [f"pick:{index}" for index in range(9)]
    assert len(vary.options) == 18


def test_every_action_has_a_press_and_every_press_a_name():
    assert set(PICTURE_PRESSES) == {*PICTURE_ACTIONS, "subtle"}  # V has a button of its own
    assert set(JOB_PRESSES) == set(JOB_ACTIONS)


EVERY = (
    lambda: VariationButton(12, 3),
    lambda: DraftButton(12),
    *(lambda action=action: PictureButton(action, 12, 3) for action in PICTURE_ACTIONS),
    *(lambda action=action: JobButton(action, 12) for action in JOB_ACTIONS),
    lambda: PictureSelect("pick", 12),
    lambda: PictureSelect("vary", 12),
    lambda: EnlargeSelect(12, 3),
    lambda: EnlargeFileSelect(12),
    CancelSelect,
    lambda: SquaresSelect(12),
    lambda: SquaresSelect(12, is_private=True),
    lambda: TypeSquaresButton(12, is_private=True),
    lambda: AnswerButton(12),
    lambda: AnswerButton(12, is_private=True),
)


@pytest.mark.parametrize("make", EVERY)
async def test_a_button_is_made_again_from_its_id_alone(make):
    button = make()
    template = type(button).__discord_ui_compiled_template__

    again = await type(button).from_custom_id(None, None, template.fullmatch(button.custom_id))

    assert again.custom_id == button.custom_id


async def test_an_id_is_understood_by_one_class_at_most():
    for button in [make() for make in EVERY]:
        assert [one for one in BUTTONS if one.understands(button.custom_id)] == [type(button)]


@given(
    st.one_of(
        st.text(max_size=100),
        st.from_regex(
            r"atelier:(reroll|pick|delete|strong):[0-9]{1,40}(:[0-9]{1,3})?", fullmatch=True
        ),
    )
)
def test_no_id_that_a_forger_writes_leaves_the_database_s_range(custom_id):
    for button in BUTTONS:
        if match := button.__discord_ui_compiled_template__.fullmatch(custom_id):
            made = button.from_match(match)
            number = getattr(made, "job_id", 0) or made.draft_id
            assert 0 < number <= LARGEST_ID
            assert 0 <= getattr(made, "index", 0) <= 8


def a_press(custom_id, *shown):
    """As much of an interaction as is looked at: a button pressed, and what the message shows."""
    row = SimpleNamespace(children=[SimpleNamespace(custom_id=one) for one in shown])
    message = SimpleNamespace(components=[row])
    return SimpleNamespace(data={"custom_id": custom_id}, message=message)


def test_presses_are_ours_only_with_a_known_id_that_the_message_holds():
    assert _is_ours(a_press("atelier:reroll:12", "atelier:reroll:12"))
    assert not _is_ours(a_press("atelier:reroll:13", "atelier:reroll:12"))
    assert not _is_ours(a_press("somebody:else:12", "somebody:else:12"))
    assert not _is_ours(a_press("atelier:reroll:0", "atelier:reroll:0"))


def test_every_button_has_a_style_that_sends_an_interaction():
    assert JobButton("reroll", 1).item.style is not discord.ButtonStyle.link
