"""The documentation tells the truth about the program."""

from __future__ import annotations

import ast
import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def load(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_structure_page_lists_every_module_as_it_describes_itself():
    page = load(ROOT / "docs" / "write_structure.py").page()

    assert page.count("\n| `") > 60
    assert (ROOT / "docs" / "structure.md").read_text() == page, (
        "run: python docs/write_structure.py"
    )


def test_every_module_says_what_it_is_about():
    silent = [
        str(path.relative_to(ROOT))
        for top in ("bot", "db", "engine", "migrations")
        for path in (ROOT / top).rglob("*.py")
        if not (path.name == "__init__.py" and not path.read_text().strip())
        and not ast.get_docstring(ast.parse(path.read_text()))
    ]

    assert silent == []


def pages():
    return [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_between_pages_lead_somewhere(page):
    targets = re.findall(r"\]\(([^)#\s]+)", page.read_text())
    missing = [
        target for target in targets if "://" not in target and not (page.parent / target).exists()
    ]

    assert missing == []
