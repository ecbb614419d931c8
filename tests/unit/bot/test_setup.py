"""What an administrator names is saved, and nothing else."""

from __future__ import annotations

import pytest

from bot.commands.setup import STRICTNESS, Wishes, _changes
from bot.policy.pictures import PictureSettings

NOTHING = dict.fromkeys(Wishes.__dataclass_fields__)


def changes(**named):
    return _changes(Wishes(**{**NOTHING, **named}))


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
