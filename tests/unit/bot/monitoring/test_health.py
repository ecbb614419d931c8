"""Watchers get a true answer, quickly, from a port of our own."""

from __future__ import annotations

import asyncio
import socket

import aiohttp
import pytest
import pytest_asyncio

import bot.monitoring.health
from bot.config import HttpSection
from bot.errors import PortTakenError
from bot.monitoring.health import HealthServer
from bot.monitoring.metrics import Metrics
from bot.monitoring.probes import Finding


def probe_of(*, is_ok, words=""):
    async def probe():
        return Finding(is_ok, words)

    return probe


async def silent():
    await asyncio.Event().wait()


async def nothing():
    return


@pytest.fixture
def port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


@pytest_asyncio.fixture
async def serve(port):
    """Start a server; it is closed at the end of the test."""
    servers = []

    async def start(*, alive=None, ready=None, refresh=nothing, metrics=None):
        server = HealthServer(
            HttpSection(port=port),
            alive=alive or {},
            ready=ready or {},
            metrics=metrics or Metrics(),
            refresh=refresh,
        )
        servers.append(server)
        await server.start()

    yield start
    for server in servers:
        await server.close()


async def get(port, path):
    async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{port}{path}") as got:
        return got.status, got.content_type, await got.text()


@pytest.mark.parametrize(("is_ok", "status"), [(True, 200), (False, 503)])
async def test_health_follows_its_checks_and_names_them(serve, port, is_ok, status):
    await serve(alive={"engine": probe_of(is_ok=is_ok, words="so it is")})

    found = await get(port, "/healthz")

    assert found[0] == status
    assert '"engine": {"is_ok": ' in found[2]
    assert "so it is" in found[2]


async def test_not_ready_is_no_reason_to_restart(serve, port):
    await serve(alive={"engine": probe_of(is_ok=True)}, ready={"engine": probe_of(is_ok=False)})

    assert (await get(port, "/healthz"))[0] == 200
    assert (await get(port, "/readyz"))[0] == 503


async def test_check_that_does_not_answer_has_found_something(serve, port, monkeypatch):
    monkeypatch.setattr(bot.monitoring.health, "PROBE_SECONDS", 0.01)
    await serve(ready={"database": silent}, refresh=silent)

    status, _, body = await get(port, "/readyz")

    assert status == 503
    assert "no answer in 0.01 s" in body
    assert 'check_ok{check="database"} 0.0' in (await get(port, "/metrics"))[2]


async def test_metrics_are_fresh_when_shown(serve, port):
    metrics = Metrics()

    async def refresh():
        metrics.set_stored({"queued": 3})

    await serve(metrics=metrics, refresh=refresh, ready={"x": probe_of(is_ok=True)})

    status, content_type, body = await get(port, "/metrics")

    assert (status, content_type) == (200, "text/plain")
    assert 'jobs_stored{state="queued"} 3.0' in body
    assert 'check_ok{check="x"} 1.0' in body


async def test_nothing_else_is_served(serve, port):
    await serve()

    assert (await get(port, "/"))[0] == 404


async def test_port_in_use_is_said_with_the_remedy(serve, port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()

        with pytest.raises(PortTakenError) as caught:
            await serve()

    assert str(caught.value) == f"127.0.0.1:{port} cannot be listened on: address already in use."
    assert "[http] port" in caught.value.remedy
    assert caught.value.exit_code == 69


async def test_port_zero_opens_nothing():
    server = HealthServer(
        HttpSection(port=0), alive={}, ready={}, metrics=Metrics(), refresh=nothing
    )

    await server.start()
    await server.close()
