"""The body of a request: JSON, or a form with JSON beside files."""

import re
from typing import NamedTuple

import msgspec
from aiohttp import BodyPartReader, web

from bot.playground import limits
from bot.playground.errors import ApiError, Fault
from bot.playground.file_store import StoredFile
from bot.playground.recorder import record_body
from bot.playground.words import Json

_FIELD = re.compile(r"files\[(\d+)\]")
_UNSAFE = re.compile(r"[^\w.\-]+")


class Body(NamedTuple):
    """A request's JSON, and its files by their number."""

    payload: Json
    files: dict[int, StoredFile]


async def read_body(
    request: web.Request, *, max_file_bytes: int = limits.PERSON_FILE_BYTES
) -> Body:
    """Read what a request carries.

    Raises:
        ApiError: 50109 for what is not a JSON object, 40005 for a file that is too large.
    """
    if request.content_type != "multipart/form-data":
        payload = decode_object(await request.read())
        record_body(request, payload)
        return Body(payload, {})
    payload = {}
    files: dict[int, StoredFile] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            raise ApiError(Fault.INVALID_JSON)
        field = _FIELD.fullmatch(part.name or "")
        if field:
            files[int(field[1])] = await _read_file(part, max_file_bytes)
        elif part.name == "payload_json":
            payload = decode_object(bytes(await part.read()))
    record_body(request, payload)
    return Body(payload, files)


def decode_object(data: bytes) -> Json:
    """Return the JSON object in ``data``; nothing at all counts as an empty one."""
    try:
        found = msgspec.json.decode(data) if data else {}
    except msgspec.DecodeError as error:
        raise ApiError(Fault.INVALID_JSON) from error
    if not isinstance(found, dict):
        raise ApiError(Fault.INVALID_JSON)
    return found


async def _read_file(part: BodyPartReader, max_bytes: int) -> StoredFile:
    data = bytearray()
    while chunk := await part.read_chunk(limits.MIB):
        data += chunk
        if len(data) > max_bytes:
            raise ApiError(Fault.TOO_LARGE)
    name = _UNSAFE.sub("_", part.filename or "file")
    kind = part.headers.get("Content-Type", "application/octet-stream")
    return StoredFile(name, _sniffed(name, kind), bytes(data))


_TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
    "txt": "text/plain; charset=utf-8",
    "json": "application/json; charset=utf-8",
}


def _sniffed(filename: str, declared: str) -> str:
    """Return the type by the file's name, as Discord does; the declared one for other names."""
    return _TYPES.get(filename.rpartition(".")[2].lower(), declared)
