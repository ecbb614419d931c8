"""The pictures that jobs start from: taken from people, kept, and put back to be drawn."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Protocol

import msgspec

from bot.files.fetching import MAX_BYTES, MAX_PIXELS
from bot.files.upload_errors import (
    StartImageGoneError,
    UploadTooLargeError,
    UploadUnseenError,
)
from bot.ordering.chains import Chains
from bot.ordering.references import image_of, to_image, to_upload, upload_of
from db.images import find_image, read_image
from engine.errors import UnreadableImageError
from engine.protocol import Submit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.files.fetching import Fetcher
    from bot.files.storage import Storage
    from bot.files.uploads import Uploads
    from bot.ordering.chains import Link
    from bot.policy.gate import Asking
    from bot.policy.uploads import UploadPolicy
    from db.connection import Database
    from engine.params import GenerationParams
    from engine.protocol import Inspected, Verdict

NOTHING: Final[Mapping[int, bytes]] = MappingProxyType({})
SEEN_SECONDS: Final = 60.0  # an engine that is starting takes longer; then the person asks again


class Inspector(Protocol):
    """Whoever decodes and screens an upload."""

    async def inspect(
        self, file: bytes, *, wants_transparency: bool = False, columns: int = 0
    ) -> Inspected:
        """Say what a file is."""
        ...


class Attached(Protocol):
    """A file of a message, as discord.py describes it."""

    @property
    def url(self) -> str: ...  # noqa: D102
    @property
    def size(self) -> int: ...  # noqa: D102
    @property
    def width(self) -> int | None: ...  # noqa: D102
    @property
    def height(self) -> int | None: ...  # noqa: D102


@dataclass(frozen=True)
class Taken:
    """A picture that was looked at and is kept.

    Attributes:
        reference: Its name in a job's row (``bot.ordering.references``).
        inspected: What the engine says of it.
        image_id: The picture's id where it was drawn here, else None.
    """

    reference: bytes
    inspected: Inspected
    image_id: int | None


class StartImages:
    """Takes pictures from people and gives them to the engine."""

    def __init__(
        self,
        *,
        fetcher: Fetcher,
        inspector: Inspector,
        policy: UploadPolicy,
        uploads: Uploads,
        storage: Storage,
        database: Database,
    ) -> None:
        self._fetcher = fetcher
        self._inspector = inspector
        self._policy = policy
        self._uploads = uploads
        self._storage = storage
        self._database = database
        self._chains = Chains(storage, uploads)

    async def look_at(
        self,
        file: Attached,
        asking: Asking,
        *,
        wants_transparency: bool = False,
        columns: int = 0,
    ) -> tuple[bytes, Inspected]:
        """Fetch a file and have it decoded and screened; nothing is kept.

        Every picture that people bring comes in here, masks too.

        Args:
            file: The file.
            asking: Who brings it, and where: the guild's policy must let it in.
            wants_transparency: Whether a mask of its transparent part is asked for.
            columns: Numbered squares to show over it, across and down; 0 for none.

        Raises:
            bot.errors.RefusedError: It cannot be had, or may not be used.
            engine.errors.UnreadableImageError: It is no picture that we take.
        """
        if file.size > MAX_BYTES:
            raise UploadTooLargeError(max_mib=MAX_BYTES >> 20)
        if (file.width or 0) * (file.height or 0) > MAX_PIXELS:
            raise UnreadableImageError(reason="it has more than 40 megapixels")
        data = await self._fetcher.fetch(file.url)
        inspected, verdict = await self._inspected(
            data, wants_transparency=wants_transparency, columns=columns
        )
        await self._policy.check(asking, verdict)
        return data, inspected

    async def take(
        self, file: Attached, asking: Asking, *, wants_transparency: bool = False
    ) -> Taken:
        """Look at a file and keep it until it is drawn.

        Raises:
            As ``look_at``; bot.errors.PictureUnstoredError where the disk does not take it.
        """
        data, inspected = await self.look_at(file, asking, wants_transparency=wants_transparency)
        digest = hashlib.sha256(data).hexdigest()
        async with self._database.read() as session:
            image = await find_image(session, sha256=digest)
        if image is not None and image.file is not None:
            return Taken(to_image(image.id), inspected, image.id)
        return Taken(await self.keep(data), inspected, None)

    async def keep(self, data: bytes) -> bytes:
        """Keep a picture and return its reference."""
        return to_upload(await self._uploads.store(data))

    async def missing(self, session: AsyncSession, params: GenerationParams) -> dict[int, Link]:
        """Return what must be drawn again before this can be, as ``Chains.missing``."""
        return await self._chains.missing(session, params)

    async def fill(
        self, params: GenerationParams, drawn: Mapping[int, bytes] = NOTHING
    ) -> GenerationParams:
        """Return parameters with their references replaced by the pictures.

        Args:
            params: With references.
            drawn: Pictures that were drawn again, by image id.

        Raises:
            bot.files.upload_errors.StartImageGoneError: One of them is no longer kept.
        """
        pictures = {
            name: drawn.get(image_of(reference) or 0) or await self._read(reference)
            for name in Submit.PICTURE_FIELDS
            if (reference := getattr(params, name)) is not None
        }
        return msgspec.structs.replace(params, **pictures) if pictures else params

    async def _read(self, reference: bytes) -> bytes:
        try:
            if digest := upload_of(reference):
                return await self._uploads.read(digest)
            return await self._storage.read(await self._file_of(image_of(reference)))
        except OSError as error:
            raise StartImageGoneError from error

    async def _file_of(self, image_id: int | None) -> str:
        async with self._database.read() as session:
            image = await read_image(session, image_id) if image_id else None
        if image is None or image.file is None:
            raise StartImageGoneError
        return image.file

    async def _inspected(
        self, data: bytes, *, wants_transparency: bool, columns: int
    ) -> tuple[Inspected, Verdict]:
        try:
            async with asyncio.timeout(SEEN_SECONDS):
                inspected = await self._inspector.inspect(
                    data, wants_transparency=wants_transparency, columns=columns
                )
        except TimeoutError as error:
            raise UploadUnseenError from error
        if inspected.code == UnreadableImageError.code:
            raise UnreadableImageError(reason=str(inspected.facts.get("reason", "")))
        if inspected.code or inspected.verdict is None:
            raise UploadUnseenError
        return inspected, inspected.verdict
