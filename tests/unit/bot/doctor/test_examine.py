"""The report is whole, and its page tells of every check."""

from __future__ import annotations

from pathlib import Path

from bot.config import HttpSection, PlaygroundSection, Settings
from bot.doctor.examine import examine

PAGE = (Path(__file__).parents[4] / "docs/operating/doctor.md").read_text(encoding="utf-8")


def read():
    return Settings(http=HttpSection(port=0), playground=PlaygroundSection(port=0))


async def test_every_check_has_one_line_and_a_row_on_its_page(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    checks = [line.check for line in await examine(read, "some file")]

    assert len(checks) == len(set(checks)) == 10
    assert [check for check in checks if f"| `{check}` |" not in PAGE] == []
