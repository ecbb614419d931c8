"""The README's examples do what they say."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
ATELIER = [sys.executable, "-c", "from bot.cli import main; main()"]

pytestmark = pytest.mark.slow


def run(command, folder):
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_library_example_draws_a_picture(tmp_path):
    (example,) = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)

    run([sys.executable, "-W", "error::UserWarning", "-c", example], tmp_path)

    with Image.open(tmp_path / "apple.png") as picture:
        assert picture.size == (512, 512)


def test_the_command_draws_the_same_bytes_again(tmp_path):
    (line,) = re.findall(r"^\$ atelier (generate .*)$", README, flags=re.MULTILINE)

    pictures = []
    for _ in range(2):
        run([*ATELIER, *shlex.split(line)], tmp_path)
        pictures.append((tmp_path / "apple.png").read_bytes())

    assert pictures[0].startswith(b"\x89PNG")
    assert pictures[0] == pictures[1]
