"""``atelier guild`` as an operator types it."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.setup.errors import ThresholdUnreadableError


@pytest.fixture
def types(tmp_path, sqlite_url):
    """Type a command; return what is printed."""
    config = tmp_path / "config.toml"
    config.write_text(f"[database]\nurl = '{sqlite_url}'\n")

    def type_(*words):
        done = CliRunner().invoke(app, ["--config", str(config), "guild", *words])
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.exit_code, done.output

    return type_


def test_a_new_server_has_the_safe_defaults(types):
    shown = types("show", "1")[1]

    assert "Review channel: none" in shown
    assert "Flagged pictures in age-restricted channels: withheld" in shown
    assert "Strictness: as the operator has it" in shown
    assert "One command draws 4 pictures at most" in shown
    assert "A person may ask for any number of pictures a day" in shown
    assert "Language: that of Discord" in shown


def test_what_is_named_changes_and_the_rest_stays(types):
    types("set", "1", "--review-channel", "9", "--images", "2", "--language", "de")

    shown = types("set", "1", "--strictness", "stricter", "--running", "1", "--daily", "20")[1]

    for part in (
        "channel 9",
        "Strictness: stricter",
        "draws 2 pictures",
        "1 be drawn",
        "20 pictures a day",
        "Deutsch",
    ):
        assert part in shown


def test_zero_gives_a_setting_back_to_the_operator(types):
    types("set", "1", "--review-channel", "9", "--images", "2", "--language", "de")

    shown = types("set", "1", "--review-channel", "0", "--images", "0", "--language", "0")[1]

    for part in ("Review channel: none", "draws 4 pictures", "Language: that of Discord"):
        assert part in shown


def test_channels_are_opened_and_closed(types):
    assert "Channels: channel 5" in types("channel", "1", "5", "--open")[1]
    assert "Channels: all" in types("channel", "1", "5", "--close")[1]


def test_a_language_that_is_not_spoken_is_refused(types):
    assert types("set", "1", "--language", "tlh")[0] == 2


def test_a_threshold_is_set_for_a_category_and_taken_back(types):
    shown = types("set", "1", "--threshold", "gore=0.3", "--threshold", "nudity=0,25")[1]
    assert "Thresholds of categories: gore 0.3, nudity 0.25" in shown

    shown = types("set", "1", "--threshold", "gore=", "--no-shared-buttons")[1]
    assert "Thresholds of categories: nudity 0.25" in shown
    assert "only the person who asked" in shown


def test_a_threshold_that_bounds_nothing_is_refused(types):
    with pytest.raises(ThresholdUnreadableError):
        types("set", "1", "--threshold", "gore=2")


def test_a_style_is_saved_for_a_server_and_removed(types):
    saved = types("style", "save", "1", "House  Wall", "--words", "on a house wall")[1]
    assert "Styles of this server: house wall" in saved
    assert "Styles of this server: none" in types("style", "remove", "1", "house wall")[1]
