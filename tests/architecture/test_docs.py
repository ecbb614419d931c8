"""The documentation tells the truth about the program."""

from __future__ import annotations

import ast
import functools
import importlib.util
import re
import shlex
from pathlib import Path

import pytest
import typer

from bot.cli import app

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


def command_lines(page):
    """Every `atelier …` of a page: in console blocks after the prompt, and in inline code."""
    text = page.read_text()
    shown = re.findall(r"^\s*\$ (?:\S*/)?atelier ([^\n|>]*)", text, flags=re.MULTILINE)
    inline = re.findall(r"`(?:\S*/)?atelier ([a-z][^`\n]*)`", text)
    return [shlex.split(line, comments=True) for line in [*shown, *inline]]


@functools.cache
def program():
    """All commands; made once, for that takes a tenth of a second."""
    return typer.main.get_command(app)


def unknown_in(words):
    """Follow a command line through the groups; returns the first word nobody knows."""
    command = program()
    options = {name for parameter in command.params for name in parameter.opts}
    for word in words:
        if word.startswith("-"):
            if word.partition("=")[0] not in options:
                return word
        elif hasattr(command, "commands"):
            names = word.split("|")
            if not set(names) <= set(command.commands):
                return word
            command = command.commands[names[0]]
            options = {"--help"} | {
                name
                for parameter in command.params
                for name in (*parameter.opts, *parameter.secondary_opts)
            }
    return None


def test_every_command_in_the_documentation_exists():
    lines = [(page.name, words) for page in pages() for words in command_lines(page)]

    assert len(lines) > 10
    assert [(name, words) for name, words in lines if unknown_in(words)] == []


def test_an_unknown_command_would_be_noticed():
    assert unknown_in(["generate", "x", "--seed", "7"]) is None
    assert unknown_in(["paint"]) == "paint"
    assert unknown_in(["db", "upgrade", "--now"]) == "--now"
