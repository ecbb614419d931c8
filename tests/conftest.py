"""What every test gets: one thread for torch, only loopback, and Hypothesis profiles."""

from __future__ import annotations

import importlib.util
import os
import socket
import sys

import pytest
from hypothesis import HealthCheck, settings

# Several test processes share the cores, and each may have an engine as its child: with a thread
# per core they would wait for each other. Read by torch at its import, here and in the children.
os.environ["OMP_NUM_THREADS"] = "1"

# Plugins of tests/support that exist; each file holds the fixtures of one noun.
pytest_plugins = [
    name
    for name in ("tests.support.databases", "tests.support.engines", "tests.support.playground")
    if importlib.util.find_spec(name)
]

settings.register_profile("dev", max_examples=20, deadline=None)
settings.register_profile(
    "ci", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@pytest.fixture(autouse=True, scope="session")
def _only_loopback():
    """Refuse connections that would leave this machine: a test must never need the network."""
    connect = socket.socket.connect

    def guarded(self, address):
        if self.family in {socket.AF_INET, socket.AF_INET6} and address[0] not in LOOPBACK:
            message = f"a test tried to reach {address[0]}"
            raise RuntimeError(message)
        return connect(self, address)

    socket.socket.connect = guarded
    yield
    socket.socket.connect = connect


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch):
    """Let no ATELIER_ variable of the developer's shell change what a test sees."""
    for name in list(os.environ):
        if name.startswith("ATELIER_"):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _same_noise_in_any_order():
    """Start each test at one state of torch's global generator, whatever ran before it."""
    if torch := sys.modules.get("torch"):
        torch.manual_seed(0)
