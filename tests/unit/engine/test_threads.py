"""Whoever calls the network has all cores; helpers leave no team of threads behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="counts threads in /proc")

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = """
import json, os, threading, time
import torch
from engine.postprocess.pool import PostprocessPool
from engine.threads import helpers, in_passing


def num_hidden():
    return len(os.listdir("/proc/self/task")) - threading.active_count()


def work(numbers):
    (numbers @ numbers).exp()
    return torch.get_num_threads(), num_hidden()


def settled(wanted):
    deadline = time.monotonic() + 20
    while (found := num_hidden()) != wanted and time.monotonic() < deadline:
        time.sleep(0.01)  # threads that have ended are listed for a moment
    return found


numbers = torch.zeros(512, 512)
seen = {"at the start": work(numbers)}
hidden = seen["at the start"][1]
pool = helpers(2, "helper")
seen["helpers"] = [cores for cores, _ in pool.map(work, [numbers] * 8)]
seen["beside helpers"] = settled(hidden)
seen["main beside helpers"] = work(numbers)
seen["in passing"] = in_passing(work, numbers, "passing").result()
seen["after it"] = settled(hidden)
both = PostprocessPool(1, None)
seen["of an engine"] = [ask(work, numbers).result()[0] for ask in (both.run, both.prepare)]
seen["beside an engine's"] = settled(hidden)
print(json.dumps(seen))
"""


@pytest.fixture(scope="module")
def seen():
    """For each part of the script: the cores that torch takes there, and OpenMP's threads."""
    environment = os.environ | {"OMP_NUM_THREADS": "2", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_helpers_take_one_core_each_and_start_no_threads(seen):
    _, hidden = seen["at the start"]

    assert seen["helpers"] == [1] * 8
    assert seen["of an engine"] == [1, 1]
    assert (seen["beside helpers"], seen["beside an engine's"]) == (hidden, hidden)


def test_all_others_take_as_many_cores_as_before(seen):
    assert seen["main beside helpers"] == seen["at the start"]
    assert seen["at the start"][0] == 2


def test_work_in_passing_takes_all_cores_and_its_team_ends_with_it(seen):
    _, hidden = seen["at the start"]

    assert seen["in passing"] == [2, hidden + 1]  # its team's other thread
    assert seen["after it"] == hidden
