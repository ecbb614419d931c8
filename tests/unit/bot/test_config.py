from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from bot.config import Settings, load_config
from bot.config_example import example_toml
from bot.token import read_token
from engine.toml_settings import ConfigError

EXAMPLE = Path(__file__).parents[3] / "config.example.toml"


def test_the_example_file_is_what_the_program_writes():
    assert EXAMPLE.read_text() == example_toml(), (
        "run: atelier config example > config.example.toml"
    )


def test_the_example_file_changes_no_default():
    assert load_config(EXAMPLE) == Settings()


def test_the_example_lists_every_key_with_a_comment():
    text = example_toml().splitlines()
    keys = {
        (name, key)
        for name, field in Settings.model_fields.items()
        for key in type(field.default).model_fields
    }
    section = ""
    found = set()
    for number, line in enumerate(text):
        if line.startswith("["):
            section = line.strip("[]")
        elif "=" in line and text[number - 1].startswith("# "):
            found.add((section, line.removeprefix("# ").partition(" =")[0]))

    assert len(keys) > 30
    assert keys - found == set()


def test_the_example_is_toml_without_secrets():
    assert tomllib.loads(example_toml())["discord"]["token"] == ""


def test_the_token_never_shows_when_settings_are_printed(monkeypatch):
    monkeypatch.setenv("ATELIER_DISCORD__TOKEN", "hunter2")
    monkeypatch.setenv("ATELIER_DATABASE__URL", "postgresql://atelier:hunter2@db/atelier")

    settings = load_config(None)

    assert "hunter2" not in f"{settings!r} {settings} {settings.model_dump()}"
    assert read_token(settings) == "hunter2"


@pytest.mark.parametrize("url", ["mysql://x", "atelier.sqlite", ""])
def test_a_database_of_another_kind_is_refused(url, monkeypatch):
    monkeypatch.setenv("ATELIER_DATABASE__URL", url)

    with pytest.raises(ConfigError, match="must begin with sqlite: or postgresql:"):
        load_config(None)
