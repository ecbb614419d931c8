"""``atelier doctor`` as an operator types it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main

ROOT = Path(__file__).parents[4]
CHECKS = [
    "python",
    "packages",
    "config",
    "model",
    "safety",
    "disk",
    "database",
    "discord",
    "http",
    "playground",
]


@pytest.fixture
def doctor(monkeypatch, capsys, tmp_path):
    """Run it in an empty folder with ports of its own; returns exit code and output."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ATELIER_HTTP__PORT", "0")
    monkeypatch.setenv("ATELIER_PLAYGROUND__PORT", "0")

    def run(*arguments):
        monkeypatch.setattr("sys.argv", ["atelier", "doctor", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        return ended.value.code, capsys.readouterr().out

    return run


def test_fresh_machine_has_no_problem(doctor, tmp_path):
    code, printed = doctor()

    assert code == 0
    assert [line.split()[1] for line in printed.splitlines() if line[0] != " "] == CHECKS
    assert list(tmp_path.iterdir()) == []


def test_problem_ends_with_one_and_its_remedy(doctor, monkeypatch):
    monkeypatch.setenv("ATELIER_ENGINE__MODEL", "/nowhere")

    code, printed = doctor()

    assert code == 1
    lines = printed.splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("problem  model"))
    assert lines[place + 1].strip().startswith("→ Point [engine] model")


def test_json_says_the_same(doctor):
    code, printed = doctor("--json")

    report = json.loads(printed)
    assert (code, report["ok"]) == (0, True)
    assert [check["check"] for check in report["checks"]] == CHECKS
    assert set(report["checks"][0]) == {"check", "level", "words", "remedy"}


def test_mistakes_in_the_configuration_are_lines_of_the_report(doctor, tmp_path):
    (tmp_path / "config.toml").write_text("[engine]\nthreads = -1\nfoo = 1\n")

    code, printed = doctor()

    assert code == 1
    assert "problem  config     config.toml:2: engine.threads" in printed
    assert "problem  config     config.toml:3: engine.foo" in printed


def test_it_loads_no_torch():
    program = (
        "import sys; from bot.cli import main; sys.argv = ['atelier', 'doctor', '--json']\n"
        "try: main()\n"
        "except SystemExit: sys.exit('torch' in sys.modules)"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], check=False, cwd=ROOT, capture_output=True, timeout=90
    )

    assert done.returncode == 0, done.stderr
