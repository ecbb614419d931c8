"""Commands typed as plain text."""

import pytest

from bot.playground.typed import read_typed
from tests.unit.bot.playground.conftest import DRAW

SETTINGS = {
    "name": "settings",
    "type": 1,
    "options": [
        {"name": "show", "type": 1},
        {"name": "set", "type": 1, "options": [{"name": "size", "type": 3}]},
    ],
}
COMMANDS = [DRAW | {"type": 1}, SETTINGS, {"name": "ping", "type": 1}, {"name": "draw", "type": 3}]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param("/draw a red apple", {"prompt": "a red apple"}, id="free text"),
        pytest.param("/draw prompt:an apple", {"prompt": "an apple"}, id="named"),
        pytest.param("/draw a pear seed: 7", {"prompt": "a pear", "seed": "7"}, id="both"),
        pytest.param("/draw seed:7 prompt: x:y", {"seed": "7", "prompt": "x:y"}, id="colon inside"),
        pytest.param(
            "/draw ratio 3:2 --ar 3:2", {"prompt": "ratio 3:2 --ar 3:2"}, id="other colon"
        ),
        pytest.param("/draw", {}, id="nothing"),
    ],
)
def test_text_after_a_command_fills_its_options(text, values):
    assert read_typed(text, COMMANDS).values == values


def test_subcommand_is_found_by_its_words():
    typed = read_typed("/settings set size: large", COMMANDS)

    assert [one["name"] for one in typed.leaf.path] == ["set"]
    assert typed.values == {"size": "large"}


def test_command_without_options_ignores_what_follows():
    assert read_typed("/ping now", COMMANDS).values == {}


@pytest.mark.parametrize("text", ["/nothing", "/settings", "/", "draw an apple x"])
def test_text_that_names_no_whole_command_is_none(text):
    typed = read_typed(text, COMMANDS)

    assert typed is None or text.startswith("draw")
