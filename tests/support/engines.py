"""Engine processes for tests: a paced stub of one's own, and the embedded model for all."""

from __future__ import annotations

import asyncio
import contextlib

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
    async with asyncio.timeout(30):
        return [event async for event in events]


@pytest.fixture
async def stub_engine(tmp_path):
    """A client whose child draws plain colours quickly."""
    async with running_engine(stub_config(tmp_path)) as client:
        yield client
