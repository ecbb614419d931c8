"""docs/operating/engine.md tells every code and limit that an operator can meet."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from engine import errors, process, toml_settings
from engine.border import start_failure, wire
from engine.config import EngineSection
from engine.protocol import MAX_FRAME_BYTES
from engine.uploads.inspection import MAX_UPLOAD_BYTES, MAX_UPLOAD_PIXELS

PAGE = Path(__file__).parents[2] / "docs" / "operating" / "engine.md"


@pytest.fixture(scope="module")
def page():
    return PAGE.read_text(encoding="utf-8")


def codes():
    modules = (errors, wire, process, toml_settings)
    return sorted(
        {
            kind.code
            for module in modules
            for kind in vars(module).values()
            if inspect.isclass(kind) and issubclass(kind, Exception) and hasattr(kind, "code")
        }
    )


@pytest.mark.parametrize("code", codes())
def test_every_error_code_is_explained(page, code):
    assert f"`{code}`" in page, f"add `{code}` to the table of {PAGE.name}"


def test_there_are_codes_to_explain():
    assert len(codes()) >= 22


def test_no_code_is_explained_that_does_not_exist(page):
    table = page.partition("## Error codes")[2].partition("\n## ")[0]

    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) <= set(codes())


def test_the_exit_codes_are_those_of_the_program(page):
    exits = [value for name, value in vars(start_failure).items() if name.startswith("EXIT_")]

    assert sorted(exits) == [69, 70, 78]
    assert all(f"| {code} |" in page for code in exits)


def test_the_limits_are_those_of_the_program(page):
    assert f"{MAX_UPLOAD_BYTES // 2**20} MB or {MAX_UPLOAD_PIXELS // 10**6} megapixels" in page
    assert f"at most {wire.MAX_PART_BYTES // 2**20} MiB" in page
    assert f"at most {MAX_FRAME_BYTES // 2**20} MiB" in page


def test_the_keys_it_names_exist(page):
    named = set(re.findall(r"`\[engine\] (\w+)`", page))

    assert {"socket", "heartbeat_timeout_seconds"} <= named
    assert named <= set(EngineSection.model_fields)
