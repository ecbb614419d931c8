"""A playground in this process, with a bot and people who speak to it in plain requests."""

import asyncio
import io
import json
import zlib
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web

from bot.playground.app import Playground, Settings

GENERAL = "1000000000000000011"
RESTRICTED = "1000000000000000012"
GUILD = "1000000000000000001"
ANNEX = "1000000000000000002"
APPLICATION = "1000000000000000100"
MEMBER = "1000000000000000201"
BOT_ROLE = "1000000000000000023"
ALL_INTENTS = (1 << 0) | (1 << 9) | (1 << 12) | (1 << 15)
PATIENCE = 5


class Wire:
    """Requests in the name of the bot and of people, and the bot's gateway connection."""

    def __init__(self, playground, http):
        self.playground = playground
        self.clock = playground.world.clock
        self.base_url = playground.address.base_url
        self.http = http

    async def bot(self, method, path, body=None, *, files=None, token="Bot t", headers=None):
        """Send a REST request as the bot; return (status, body or None, headers)."""
        url = f"{self.base_url}/api/v10{path}"
        kwargs = {"json": body} if not files else {"data": form(body, files)}
        headers = {"Authorization": token, **(headers or {})} if token else headers
        async with self.http.request(method, url, headers=headers, **kwargs) as answer:
            text = await answer.text()
            is_json = answer.content_type == "application/json" and text
            return answer.status, json.loads(text) if is_json else None, answer.headers

    async def page(self, method, path, body=None, *, persona="member", files=None, **query):
        """Send a request as a person's page; return (status, body or None)."""
        url = f"{self.base_url}/playground/{path}"
        kwargs = {"json": body} if not files else {"data": form(body, files)}
        async with self.http.request(
            method, url, params={"as": persona, **query}, **kwargs
        ) as answer:
            return answer.status, await answer.json() if answer.status != 204 else None

    async def messages(self, persona="member", channel=GENERAL):
        status, found = await self.page("GET", f"channels/{channel}/messages", persona=persona)
        assert status == 200
        return found

    async def register(self, *commands):
        path = f"/applications/{APPLICATION}/commands"
        status, body, _ = await self.bot("PUT", path, list(commands))
        assert status == 200, body
        return body

    @asynccontextmanager
    async def stream(self, persona="member"):
        """Yield a function that waits for the next event of a kind on a person's page."""
        url = f"{self.base_url}/playground/stream"
        async with self.http.ws_connect(url, params={"as": persona}) as socket:

            async def heard(event):
                async with asyncio.timeout(PATIENCE):
                    while True:
                        found = await socket.receive_json()
                        if found["event"] == event:
                            return found["data"]

            await heard("state")
            yield heard

    @asynccontextmanager
    async def connect(self, *, zipped=False):
        """Yield a gateway connection that has said nothing yet."""
        url = f"{self.base_url}/gateway?v=10&encoding=json"
        url += "&compress=zlib-stream" if zipped else ""
        async with self.http.ws_connect(url) as socket:
            yield Connection(socket, zipped=zipped)

    @asynccontextmanager
    async def online(self, intents=ALL_INTENTS):
        """Yield a gateway connection that has identified and seen its guilds."""
        async with self.connect() as connection:
            await connection.identify(intents)
            for _ in (await connection.event("READY"))["guilds"]:
                await connection.event("GUILD_CREATE")
            yield connection


class Connection:
    """The bot's end of the gateway."""

    def __init__(self, socket, *, zipped=False):
        self.socket = socket
        self.sequence = None
        self._inflate = zlib.decompressobj() if zipped else None

    async def identify(self, intents=ALL_INTENTS, token="t", **extra):
        await self.send(2, {"token": token, "intents": intents, "properties": {}, **extra})

    async def send(self, opcode, data=None):
        await self.socket.send_json({"op": opcode, "d": data})

    async def frame(self):
        message = await asyncio.wait_for(self.socket.receive(), PATIENCE)
        if message.type is not aiohttp.WSMsgType.TEXT and self._inflate is None:
            return {"op": None, "closed": self.socket.close_code}
        text = message.data if self._inflate is None else self._inflate.decompress(message.data)
        found = json.loads(text)
        self.sequence = found.get("s") or self.sequence
        return found

    async def event(self, name):
        while True:
            found = await self.frame()
            assert found["op"] is not None, f"closed while waiting for {name}"
            if found.get("t") == name:
                return found["d"]

    async def opcode(self, wanted):
        while True:
            found = await self.frame()
            if found["op"] == wanted:
                return found


def form(body, files):
    """Return a multipart form as discord.py sends it."""
    made = aiohttp.FormData(quote_fields=False)
    made.add_field("payload_json", json.dumps(body or {}), content_type="application/json")
    for number, (name, data) in enumerate(files):
        made.add_field(f"files[{number}]", io.BytesIO(data), filename=name)
    return made


@asynccontextmanager
async def served(world, **settings):
    """Yield a Wire to a playground that is served on a free port of loopback."""
    playground = Playground(Settings(world=world, **settings))
    runner = web.AppRunner(playground.app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    playground.address.base_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    async with aiohttp.ClientSession() as http:
        yield Wire(playground, http)
    await runner.cleanup()
