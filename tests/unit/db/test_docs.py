"""docs/database.md tells what the code does."""

from __future__ import annotations

import importlib.util
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


def test_the_drawn_graph_is_the_codes():
    script = Path(__file__).parents[3] / "docs" / "draw_jobs.py"
    spec = importlib.util.spec_from_file_location("draw_jobs", script)
    drawing = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(drawing)

    assert drawing.graph().count("-->") == 1 + sum(map(len, ARROWS.values())) + 4
    assert drawing.PAGE.read_text(encoding="utf-8") == drawing.page(), (
        "run: python docs/draw_jobs.py"
    )
