"""docs/database.md tells what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from db.job_graph import ARROWS
from db.jobs import ATTEMPTS_EXHAUSTED
from tests.unit.db.test_errors import classes

PAGE = (Path(__file__).parents[3] / "docs" / "database.md").read_text(encoding="utf-8")


def test_every_error_code_is_documented():
    codes = {kind.code for kind in classes()} | {ATTEMPTS_EXHAUSTED}

    assert {code for code in codes if f"`{code}`" not in PAGE} == set()


def test_documented_graph_is_the_codes():
    table = PAGE.partition("| from | to |")[2]
    rows = re.findall(r"^\| ([a-z, ]+) \| ([a-z, ]*)\|$", table, re.MULTILINE)
    documented = {
        state.strip(): {target.strip() for target in targets.split(",") if target.strip()}
        for states, targets in rows
        for state in states.split(",")
    }

    assert documented == {str(state): set(map(str, targets)) for state, targets in ARROWS.items()}
