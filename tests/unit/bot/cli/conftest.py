"""The program as an operator types it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]


@pytest.fixture
def atelier(tmp_path):
    """Run the program with the default configuration in an empty folder."""

    def run(*arguments):
        done = subprocess.run(
            [sys.executable, "-c", "from bot.cli import main; main()", *arguments],
            cwd=tmp_path,
            env={"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    return run
