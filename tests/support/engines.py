"""Engine processes for tests: a paced stub of one's own, and the embedded model for all."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
import threading

import pytest

from engine.client import EngineClient
from engine.config import EngineSection
from engine.params import GenerationParams

STEP_SECONDS = 0.005


def stub_config(folder, **fields):
    """Write a configuration for a quick stub engine, with the given fields of ``[engine]``."""
    fields = {"runner": "stub", "stub_step_seconds": STEP_SECONDS, **fields}
    lines = [
        f"{name} = {str(value).lower() if isinstance(value, bool) else value!r}"
        for name, value in fields.items()
    ]
    path = folder / "engine.toml"
    path.write_text("\n".join(["[engine]", *lines]), encoding="utf-8")
    return path


def some_params(**changes):
    """Parameters of a small image."""
    return GenerationParams(**{"prompt": "a red apple", "num_inference_steps": 4, **changes})


@contextlib.asynccontextmanager
async def running_engine(config, **options):
    """Run a client with its engine child until the block ends."""
    section = options.pop("section", EngineSection())
    client = EngineClient(section, config=config, **options)
    await client.start()
    try:
        yield client
    finally:
        await client.close()


async def read_all(events):
    """Read a request's events to the end."""
    async with asyncio.timeout(60):
        return [event async for event in events]


@contextlib.contextmanager
def standing_engine(config, path):
    """Run an engine that listens at a socket until the block ends."""
    command = [sys.executable, "-m", "engine", "--config", str(config), "--socket", str(path)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        lines = iter(process.stderr.readline, "")
        assert any("listening" in line for line in lines), "the engine ended before it listened"
        reader = threading.Thread(target=process.stderr.read, daemon=True)
        reader.start()
        try:
            yield process
        finally:
            process.terminate()
            process.wait(30)
            reader.join()


@pytest.fixture
async def stub_engine(tmp_path):
    """A client whose child draws plain colours quickly."""
    async with running_engine(stub_config(tmp_path)) as client:
        yield client


@pytest.fixture(scope="session")
def stub_socket(tmp_path_factory):
    """Socket of a stub engine that all tests share; its bots come and go."""
    folder = tmp_path_factory.mktemp("stub")
    with standing_engine(stub_config(folder), folder / "s"):
        yield folder / "s"


@pytest.fixture(scope="session")
def embedded_socket(tmp_path_factory):
    """Socket of an engine with the embedded model that all tests share; slow to start."""
    folder = tmp_path_factory.mktemp("embedded")
    (folder / "engine.toml").write_text("[engine]\nthreads = 1\n", encoding="utf-8")
    with standing_engine(folder / "engine.toml", folder / "s"):
        yield folder / "s"
