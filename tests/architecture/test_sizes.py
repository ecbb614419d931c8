"""Files and functions stay small enough to be read in one go."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
MAX_FILE_LINES = 300
MAX_FUNCTION_LINES = 40


def sources():
    return sorted(path for top in ("bot", "db", "engine") for path in (ROOT / top).rglob("*.py"))


def functions_of(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            if body:
                yield node.name, (node.end_lineno or 0) - body[0].lineno + 1


def test_no_file_passes_300_lines():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in sources()
        if (lines := path.read_text().count("\n")) > MAX_FILE_LINES
    }

    assert len(sources()) > 10
    assert long == {}, "a file that long holds more than one noun: split it by noun"


def test_no_function_body_passes_40_lines():
    long = {
        f"{path.relative_to(ROOT)}:{name}": lines
        for path in sources()
        for name, lines in functions_of(path)
        if lines > MAX_FUNCTION_LINES
    }

    assert long == {}, "name the parts of a function that long"


def test_nine_functions_in_ten_stay_under_25_lines():
    lengths = sorted(lines for path in sources() for _, lines in functions_of(path))

    assert len(lengths) > 50
    assert lengths[len(lengths) * 9 // 10] < 25
