"""Draws the state graph of jobs into docs/jobs.md as `db.job_graph` has it."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from db.job_graph import ARROWS, ENDS  # noqa: E402  the repository's own, wherever it is called

PAGE = ROOT / "docs" / "jobs.md"
BEGIN = "<!-- drawn by docs/draw_jobs.py -->\n"
END = "<!-- end of the drawing -->\n"


def graph() -> str:
    """Return the graph as Mermaid, which GitHub and most editors draw."""
    arrows = [
        f"    {state} --> {target}"
        for state, targets in ARROWS.items()
        for target in ARROWS
        if target in targets
    ]
    ends = [f"    {state} --> [*]" for state in ARROWS if state in ENDS]
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> queued", *arrows, *ends, "```"]
    return "\n".join(lines) + "\n"


def page() -> str:
    """Return the page with the graph as the code has it now."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    return before + BEGIN + graph() + END + rest.partition(END)[2]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
