"""Blocks that are freed and asked for again are the same memory."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

# Blocks as layers make them, all freed at the end of a call; page faults of ten such calls.
_PROGRAM = """
import resource
from engine.heap import keep_freed_memory

def faults():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(10):
        blocks = [bytearray(b"x") * (6 << 20) for _ in range(8)]
        del blocks
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

without = faults()
assert keep_freed_memory()
faults()
print(without, faults())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="mallopt is glibc's")
def test_freed_blocks_need_no_new_pages():
    done = subprocess.run(  # a process of its own: what it sets stays set
        [sys.executable, "-c", _PROGRAM], check=True, capture_output=True, text=True
    )
    without, kept = map(int, done.stdout.split())

    assert without > 10_000
    assert kept < without / 20
