"""Buttons say everything in their ids, so they work for ever; no id makes them raise."""

from __future__ import annotations

from types import SimpleNamespace

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.client import _is_ours
from bot.message import Buttons
from bot.text import ENGLISH
from bot.views import BUTTONS
from bot.views.reroll import RerollButton
from bot.views.result import result_view
from bot.views.variation import VariationButton

LARGEST_ID = 2**63 - 1


async def test_nine_pictures_and_a_reroll_fit_discord_s_limits():
    rows = result_view(Buttons(LARGEST_ID // 10, tuple(range(9))), ENGLISH).to_components()

    ids = [button["custom_id"] for row in rows for button in row["components"]]
    assert len(rows) <= 5
    assert all(len(row["components"]) <= 5 for row in rows)
    assert len(ids) == len(set(ids)) == 10
    assert all(len(custom_id) <= 100 for custom_id in ids)


async def test_only_pictures_that_are_shown_can_be_varied():
    view = result_view(Buttons(12, (0, 2)), ENGLISH)

    assert [item.item.label for item in view.children] == ["V1", "V3", "Reroll"]


@pytest.mark.parametrize("button", [RerollButton(12), VariationButton(12, 3)])
async def test_a_button_is_made_again_from_its_id_alone(button):
    template = type(button).__discord_ui_compiled_template__

    again = await type(button).from_custom_id(None, None, template.fullmatch(button.custom_id))

    assert again.custom_id == button.custom_id


async def test_an_id_is_understood_by_one_class_at_most():
    for button in (RerollButton(12), VariationButton(12, 3)):
        assert [one for one in BUTTONS if one.understands(button.custom_id)] == [type(button)]


@given(
    st.one_of(
        st.text(max_size=100),
        st.from_regex(r"atelier:(reroll|variation):[0-9]{1,40}(:[0-9]{1,3})?", fullmatch=True),
    )
)
def test_no_id_that_a_forger_writes_leaves_the_database_s_range(custom_id):
    for button in BUTTONS:
        if match := button.__discord_ui_compiled_template__.fullmatch(custom_id):
            made = button.from_match(match)
            assert 0 < made.job_id <= LARGEST_ID
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
    assert RerollButton(1).item.style is not discord.ButtonStyle.link
