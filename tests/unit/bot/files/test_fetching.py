"""Files are fetched from Discord alone, within bounds."""

from __future__ import annotations

import pytest
from aiohttp import web
from discord.asset import Asset

from bot.endpoint import file_origins
from bot.files.fetching import MAX_BYTES, Fetcher
from bot.files.upload_errors import UploadGoneError, UploadHostError, UploadTooLargeError


@pytest.fixture
async def server():
    async def moved(_request):
        raise web.HTTPFound("/file")

    async def file(_request):
        return web.Response(body=b"a file")

    async def endless(request):
        answer = web.StreamResponse()
        await answer.prepare(request)
        for _ in range((MAX_BYTES >> 20) + 1):
            await answer.write(b"\0" * (1 << 20))
        return answer

    app = web.Application()
    app.router.add_get("/file", file)
    app.router.add_get("/moved", moved)
    app.router.add_get("/endless", endless)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0]
    yield f"http://{host}:{port}"
    await runner.cleanup()


def fetcher_of(server):
    return Fetcher(lambda: [server])


async def test_a_file_of_the_right_host_is_fetched(server):
    assert await fetcher_of(server).fetch(f"{server}/file") == b"a file"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/file",
        "http://169.254.169.254/latest/meta-data",
        "https://cdn.discordapp.com.evil.example/x",
        "https://cdn.discordapp.com@evil.example/x",
        "file:///etc/passwd",
    ],
)
async def test_no_other_host_is_asked(url):
    fetcher = Fetcher(lambda: ["https://cdn.discordapp.com"])

    with pytest.raises(UploadHostError):
        await fetcher.fetch(url)


async def test_no_redirection_is_followed(server):
    with pytest.raises(UploadGoneError):
        await fetcher_of(server).fetch(f"{server}/moved")


async def test_a_file_that_is_not_there_is_gone(server):
    with pytest.raises(UploadGoneError):
        await fetcher_of(server).fetch(f"{server}/none")


async def test_a_file_that_does_not_end_is_not_read_to_its_end(server):
    with pytest.raises(UploadTooLargeError):
        await fetcher_of(server).fetch(f"{server}/endless")


def test_discord_s_own_files_lie_on_two_hosts(monkeypatch):
    monkeypatch.setattr(Asset, "BASE", "https://cdn.discordapp.com")

    assert file_origins() == ("https://cdn.discordapp.com", "https://media.discordapp.net")
