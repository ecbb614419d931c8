"""Who loads what, looked at from a fresh interpreter: import-linter sees only the source."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEAVY = ("torch", "diffusers", "transformers", "cv2", "imwatermark")

PROGRAM = """
import importlib, json, sys
for name in json.loads(sys.argv[1]):
    importlib.import_module(name)
print(json.dumps(sorted(name for name in json.loads(sys.argv[2]) if name in sys.modules)))
"""


def modules_of(*packages):
    files = (path for package in packages for path in (ROOT / package).rglob("*.py"))
    names = (path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".") for path in files)
    return sorted(
        name.removesuffix(".__init__") for name in names if not name.endswith(".__main__")
    )


def loaded_by(modules):
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM, json.dumps(modules), json.dumps(HEAVY)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_bot_and_the_database_load_no_torch():
    """A bot must start in seconds and stay under 200 MB."""
    modules = modules_of("bot", "db")

    assert len(modules) > 5
    assert loaded_by(modules) == []


def test_the_border_and_the_client_load_no_torch():
    modules = [
        name
        for name in ("engine", "engine.client", "engine.protocol", "engine.params", "engine.config")
        if (ROOT / (name.replace(".", "/") + ".py")).exists() or name == "engine"
    ]

    assert loaded_by(modules) == []
