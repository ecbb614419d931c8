"""The example configuration, written from the settings themselves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from bot.config import Settings

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from engine.toml_settings import Section

HEADER = """\
# Every key of the configuration with its default. Copy to config.toml and keep what you change.
# Each key can also be set by the environment: ATELIER_<SECTION>__<KEY>, which wins over this file.
# `atelier config check` reports every mistake with its key and line.
# This file is written by `atelier config example`; a test keeps it equal to the program.
"""


def example_toml() -> str:
    """Write the file: sections in order, a comment and the default for every key."""
    sections = [_section(name, field.default) for name, field in Settings.model_fields.items()]
    return "\n".join([HEADER, *sections])


def _section(name: str, section: Section) -> str:
    summary = (type(section).__doc__ or "").strip().splitlines()[0]
    lines = [f"# {summary}", f"[{name}]"]
    for key, field in type(section).model_fields.items():
        lines += [f"# {field.description}", _assignment(key, field)]
    return "\n".join(lines) + "\n"


def _assignment(key: str, field: FieldInfo) -> str:
    if field.default is None:  # TOML has no null: the key stays out until it is wanted
        return f'# {key} = ""'
    return f"{key} = {_value(field.default)}"


def _value(value: Any) -> str:
    plain = value.get_secret_value() if isinstance(value, SecretStr) else value
    return json.dumps(str(plain) if isinstance(plain, Path) else plain)
