"""The addresses of attachments and avatars."""

import struct
import zlib
from typing import Final

from aiohttp import web

from bot.playground.errors import ApiError, Fault
from bot.playground.world import World

_FILE: Final = r"/cdn/attachments/{channel_id:\d+}/{file_id:\d+}/{filename}"
_COLORS: Final = (0x5B8C7B, 0xC98B4B, 0x6C7FB8, 0xB5656B, 0x8A6FB0, 0x4F9DA6)
_SIDE: Final = 64
_SAFE_TYPES: Final = ("image/png", "image/jpeg", "image/webp", "image/gif", "text/plain")


class CdnRoutes:
    """Serves the bytes that messages point at."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.get(_FILE, self.file),
            web.get(r"/cdn/embed/avatars/{number:\d+}.png", self.avatar),
        ]

    async def file(self, request: web.Request) -> web.Response:
        """Return an attachment; what no browser should run comes as a download."""
        file = self._world.files.read(request.match_info["file_id"])
        if file is None or file.filename != request.match_info["filename"]:
            raise ApiError(Fault.NOT_FOUND)
        headers = {
            "Content-Type": file.content_type,
            "Cache-Control": "private, max-age=31536000, immutable",
            "X-Content-Type-Options": "nosniff",
        }
        if not file.content_type.startswith(_SAFE_TYPES):
            headers["Content-Disposition"] = "attachment"
        return web.Response(body=file.data, headers=headers)

    async def avatar(self, request: web.Request) -> web.Response:
        """Return one of the plain avatars of people who chose none."""
        color = _COLORS[int(request.match_info["number"]) % len(_COLORS)]
        return web.Response(body=_plain_png(color), content_type="image/png")


def _plain_png(color: int) -> bytes:
    """Return a square PNG of one color (0xRRGGBB)."""
    header = struct.pack(">IIBBBBB", _SIDE, _SIDE, 8, 2, 0, 0, 0)
    row = b"\0" + color.to_bytes(3, "big") * _SIDE
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(row * _SIDE)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
