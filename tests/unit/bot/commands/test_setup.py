"""What an administrator names is saved, and nothing else."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from bot.commands.setup import Wishes, _limit_changes, _policy_changes
from bot.policy.pictures import PictureSettings
from bot.setup.words import STRICTNESS


def changes(**named):
    return _policy_changes(Wishes(**named), moderators=())


def test_nothing_named_changes_nothing():
    assert changes() == {}


@pytest.mark.parametrize(
    ("named", "general", "restricted"),
    [
        ({"strictness": "stricter"}, -0.02, -0.02),
        ({"strictness": "strictest", "restricted_strictness": "as the operator"}, -0.05, 0.0),
        ({"restricted_strictness": "strictest"}, None, -0.05),
    ],
    ids=["both", "each its own", "restricted alone"],
)
def test_each_kind_of_channel_may_have_its_own_strictness(named, general, restricted):
    saved = changes(**named)

    assert (saved.get("general_offset"), saved["restricted_offset"]) == (general, restricted)


@pytest.mark.parametrize("name", STRICTNESS)
def test_a_strictness_is_never_milder_than_the_operators(name):
    settings = PictureSettings(general_offset=STRICTNESS[name])

    assert settings.limit("a", 0.5, is_restricted=False) <= 0.5


def a_role(role_id, *, is_everybody=False):
    return SimpleNamespace(id=role_id, is_default=lambda: is_everybody)


def test_everybody_is_no_role_of_moderators():
    assert changes(moderators=a_role(1, is_everybody=True)) == {}


def test_naming_a_moderators_role_again_takes_it_away():
    role = a_role(7)

    added = _policy_changes(Wishes(moderators=role), moderators={5})
    removed = _policy_changes(Wishes(moderators=role), moderators={5, 7})

    assert added == {"moderator_role_ids": [5, 7]}
    assert removed == {"moderator_role_ids": [5]}


def test_a_limit_of_zero_and_discord_s_language_are_the_operator_s_again():
    wishes = Wishes(images=0, waiting=3, daily=20, language="as Discord")

    assert _limit_changes(wishes) == {
        "max_num_images": None,
        "max_waiting": 3,
        "daily_images": 20,
        "locale": None,
    }
