"""Chains of start pictures whose files have aged out: what must be drawn again first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from bot.files.upload_errors import StartChainLongError, StartImageGoneError
from bot.ordering.references import image_of, upload_of
from db.images import read_image
from engine.params import GenerationParams
from engine.protocol import Submit

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.files.storage import Storage
    from bot.files.uploads import Uploads
    from db.tables import Image

MAX_LINKS: Final = 8  # pictures drawn again for one order


@dataclass(frozen=True)
class Link:
    """A picture that others start from, and whose file has aged out.

    Attributes:
        image_id: Its row.
        job_id: Its job.
        index: Its place among the job's images.
        params: Its recipe, with references in place of pictures.
        watermark_id: The id that it carried, or None.
        sha256: Hex digest of the file that it was.
    """

    image_id: int
    job_id: int
    index: int
    params: GenerationParams
    watermark_id: int | None
    sha256: str


class Chains:
    """Finds out what is missing of what a job starts from.

    Args:
        storage: Where pictures that were drawn here lie, or lay.
        uploads: Where people's own lie, which nobody can draw again.
    """

    def __init__(self, storage: Storage, uploads: Uploads) -> None:
        self._storage = storage
        self._uploads = uploads

    async def missing(self, session: AsyncSession, params: GenerationParams) -> dict[int, Link]:
        """Return the pictures to draw again, by image id, each after those that it starts from.

        Raises:
            bot.files.upload_errors.StartImageGoneError: An upload is no longer kept, or a
                picture was taken back.
            bot.files.upload_errors.StartChainLongError: There are more than ``MAX_LINKS``.
        """
        links: dict[int, Link] = {}
        await self._follow(session, params, links, depth=0)
        if len(links) > MAX_LINKS:
            raise StartChainLongError(max_links=MAX_LINKS)
        return links

    async def _follow(
        self, session: AsyncSession, params: GenerationParams, links: dict[int, Link], depth: int
    ) -> None:
        if max(depth, len(links)) > MAX_LINKS:
            raise StartChainLongError(max_links=MAX_LINKS)
        for name in Submit.PICTURE_FIELDS:
            reference: bytes | None = getattr(params, name)
            if reference is not None:
                await self._follow_one(session, reference, links, depth)

    async def _follow_one(
        self, session: AsyncSession, reference: bytes, links: dict[int, Link], depth: int
    ) -> None:
        if digest := upload_of(reference):
            if not await self._uploads.has(digest):
                raise StartImageGoneError
            return
        image = await read_image(session, image_of(reference) or 0)
        if image is None or image.deleted_at is not None or not image.is_clean:
            raise StartImageGoneError
        if image.id in links or (image.file and await self._storage.has(image.file)):
            return
        link = _link_of(image)
        await self._follow(session, link.params, links, depth + 1)
        links[image.id] = link


def _link_of(image: Image) -> Link:
    return Link(
        image_id=image.id,
        job_id=image.job_id,
        index=image.index,
        params=msgspec.convert(image.params, GenerationParams),
        watermark_id=image.watermark_id,
        sha256=image.sha256,
    )
