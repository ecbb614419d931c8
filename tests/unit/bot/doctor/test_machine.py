"""Room for pictures, and ports that are free or serve an Atelier already."""

from __future__ import annotations

import socket

import pytest
from aiohttp import web

from bot.config import StorageSection
from bot.doctor.line import Level
from bot.doctor.machine import check_disk, check_port


@pytest.fixture
def taken():
    """A port that somebody listens on and never answers."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


async def check(port):
    return await check_port("http", "127.0.0.1", port, sign="/healthz", remedy="Choose another.")


def test_folder_that_is_not_there_yet_is_judged_by_the_one_above(tmp_path):
    line = check_disk(StorageSection(folder=tmp_path / "a" / "b", min_free_mib=0))

    assert line.level is Level.OK
    assert "MiB free" in line.words
    assert not (tmp_path / "a").exists()


def test_little_room_is_a_warning_that_says_how_much_is_missing(tmp_path):
    line = check_disk(StorageSection(folder=tmp_path, min_free_mib=10**12))

    assert line.level is Level.WARNING
    assert line.remedy.startswith("Free 9999")


def test_file_in_the_way_is_a_problem(tmp_path):
    (tmp_path / "images").write_text("")

    line = check_disk(StorageSection(folder=tmp_path / "images"))

    assert line.level is Level.PROBLEM


async def test_port_zero_needs_none():
    assert (await check(0)).words == "none asked for"


async def test_free_port_is_free_afterwards_too(taken):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]

    assert (await check(port)).level is Level.OK
    assert (await check(port)).level is Level.OK


async def test_port_of_somebody_else_is_a_problem(taken, monkeypatch):
    monkeypatch.setattr("bot.doctor.machine.ASK_SECONDS", 0.05)

    line = await check(taken)

    assert line.level is Level.PROBLEM
    assert "already in use" in line.words
    assert line.remedy == "Choose another."


async def test_address_of_another_machine_is_a_problem():
    line = await check_port("http", "192.0.2.1", 8180, sign="/", remedy="Choose another.")

    assert line.level is Level.PROBLEM


async def test_port_of_a_running_atelier_is_fine():
    async def healthz(_):
        return web.json_response({"ok": False}, status=503)

    app = web.Application()
    app.router.add_get("/healthz", healthz)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]

    line = await check(port)

    await runner.cleanup()
    assert line.level is Level.OK
    assert "runs already" in line.words
