"""Write the module list of docs/structure.md from the modules' own first lines.

Run it from the project's root after a module was added or renamed: python docs/write_structure.py
"""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "structure.md"
MARK = "<!-- modules: written by docs/write_structure.py -->\n"
PACKAGES = ("engine", "db", "migrations", "bot")


def page() -> str:
    """Return the whole page with the list as it should be."""
    head, _, _ = PAGE.read_text(encoding="utf-8").partition(MARK)
    return head + MARK + "\n" + "\n".join(_section(package) for package in _packages())


def _packages() -> list[Path]:
    found = [
        path.parent
        for top in PACKAGES
        for path in sorted((ROOT / top).rglob("__init__.py"))
        if "versions" not in path.parts
    ]
    return sorted(found, key=lambda path: (PACKAGES.index(path.relative_to(ROOT).parts[0]), path))


def _section(package: Path) -> str:
    name = package.relative_to(ROOT).as_posix()
    title = f"### `{name}/`\n\n"
    summary = _summary(package / "__init__.py")
    rows = [
        f"| `{path.name}` | {line} |"
        for path in sorted(package.glob("*.py"))
        if path.name != "__init__.py" and (line := _summary(path))
    ]
    table = ["| module | is about |", "|---|---|", *rows] if rows else []
    return title + "\n".join(filter(None, [f"{summary}\n" if summary else "", *table])) + "\n"


def _summary(path: Path) -> str:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    first = docstring.split("\n\n")[0].replace("\n", " ").replace("|", "\\|")
    return first.replace("``", "`")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
