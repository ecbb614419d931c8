"""The record of finished images."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select, update

from db.errors import ImageNotFoundError
from db.inserts import fitting, insert_unless_there
from db.job_graph import JobState
from db.tables import Erasure, Image, Job

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from random import Random

    from sqlalchemy.ext.asyncio import AsyncSession

SEEN: Final = frozenset({JobState.RENDERED, JobState.DELIVERED, JobState.WITHHELD})
"""States in which a message shows a job's images, or is about to."""

WATERMARK_BITS: Final = 32
MIXED_BITS: Final = range(8, 25)  # ones in an id: 99.7 % of all ids


@dataclass(frozen=True, kw_only=True)
class NewImage:
    """One finished image, before it is a row.

    Attributes:
        params: This one image's ``GenerationParams`` as builtins, with its own seed.
        file: Path relative to the storage folder; None where the picture was withheld.
        sha256: Hex digest of the PNG, also of one that was withheld.
        watermark_id: The 32-bit id embedded in it, or None when it carries none.
        category: The category that was flagged; None when clean.
        scores: The classifier's score of every category.
        recipe: Everything needed to draw it again, as written into the PNG.
        action: What policy decided: ``post``, ``spoiler``, ``withhold`` or ``quarantine``.
    """

    job_id: int
    index: int
    seed: int
    params: dict[str, Any]
    file: str | None
    sha256: str
    width: int
    height: int
    watermark_id: int | None
    is_clean: bool
    category: str | None
    scores: dict[str, Any]
    recipe: dict[str, Any]
    action: str = "post"


async def record_image(session: AsyncSession, new: NewImage, *, now: dt.datetime) -> Image:
    """Record an image; one with the same job and index again changes nothing.

    Where its person asked to be forgotten meanwhile, it is deleted from the first.

    Returns:
        The row that stands in the table, which may be an earlier attempt's.

    Raises:
        sqlalchemy.exc.IntegrityError: The watermark id was taken since it was picked.
    """
    category = new.category and fitting(new.category, Image.category)
    deleted_at = await _erased_since(session, new.job_id)
    values = {**asdict(new), "category": category, "created_at": now, "deleted_at": deleted_at}
    image = await insert_unless_there(session, Image, values, key=("job_id", "index"))
    if image is not None:
        return image
    same = select(Image).where(Image.job_id == new.job_id, Image.index == new.index)
    return (await session.scalars(same)).one()


async def _erased_since(session: AsyncSession, job_id: int) -> dt.datetime | None:
    """Return when the person who ordered a job wished to be forgotten with it, or None."""
    wished = select(Erasure.wished_at).join(Job, Job.user_id == Erasure.user_id)
    of_job = wished.where(Job.id == job_id, Job.created_at <= Erasure.wished_at)
    return (await session.scalars(of_job)).one_or_none()


async def images_of_job(session: AsyncSession, job_id: int) -> list[Image]:
    """List a job's images by index."""
    images = select(Image).where(Image.job_id == job_id).order_by(Image.index)
    return list(await session.scalars(images))


async def are_deleted(session: AsyncSession, job_id: int) -> bool:
    """Tell whether all of a job's images were taken back by whoever may."""
    images = await images_of_job(session, job_id)
    return bool(images) and all(image.deleted_at is not None for image in images)


async def shown_images(session: AsyncSession, job: Job) -> list[Image]:
    """List the images of a job that people have seen, without those that were taken back.

    What a job drew before it failed or was cancelled nobody was shown, and nobody pays for.
    """
    if job.state not in SEEN:
        return []
    images = await images_of_job(session, job.id)
    return [image for image in images if image.is_clean and image.deleted_at is None]


async def read_image(session: AsyncSession, image_id: int) -> Image | None:
    """Return the image, or None."""
    return await session.get(Image, image_id)


async def require_image(session: AsyncSession, image_id: int) -> Image:
    """Return the image.

    Raises:
        ImageNotFoundError: There is none.
    """
    image = await read_image(session, image_id)
    if image is None:
        raise ImageNotFoundError(image_id=image_id)
    return image


async def reserve_watermark_id(session: AsyncSession, rng: Random) -> int:
    """Pick a 32-bit id that no recorded image carries, of about as many ones as zeros.

    Ids of nearly equal bits would be read by chance in plain pictures.

    Nothing is written: two callers pick the same id with a chance of 2**-32, and the unique
    column then refuses the second image, whose job is tried again.
    """
    while True:
        watermark_id = rng.getrandbits(WATERMARK_BITS)
        if watermark_id.bit_count() not in MIXED_BITS:
            continue
        taken = select(Image.id).where(Image.watermark_id == watermark_id)
        if (await session.scalars(taken)).one_or_none() is None:
            return watermark_id


async def find_image(session: AsyncSession, *, sha256: str) -> Image | None:
    """Return the newest image whose PNG has this digest, or None."""
    same = select(Image).where(Image.sha256 == sha256).order_by(Image.id.desc()).limit(1)
    return (await session.scalars(same)).one_or_none()


async def put_back_file(session: AsyncSession, image_id: int, file: str) -> bool:
    """Note the file of an image that was drawn again just as it was.

    Returns:
        False where the image was taken back meanwhile: then the file is nobody's.
    """
    kept = update(Image).where(Image.id == image_id, Image.deleted_at.is_(None))
    found = await session.scalars(kept.values(file=file).returning(Image.id))
    return found.one_or_none() is not None


async def known_files(session: AsyncSession, files: Sequence[str]) -> set[str]:
    """Return which of these files a row names."""
    named = select(Image.file).where(Image.file.in_(files))
    return {file for file in await session.scalars(named) if file}


async def delete_images(session: AsyncSession, job_id: int, *, now: dt.datetime) -> list[str]:
    """Note that a job's images were taken back by a person; their rows stay as a trace.

    Returns:
        The files that are to be removed once this is committed; again: none.
    """
    files = select(Image.file).where(Image.job_id == job_id, Image.file.is_not(None))
    found = [file for file in await session.scalars(files) if file]
    gone = update(Image).where(Image.job_id == job_id, Image.deleted_at.is_(None))
    await session.execute(
        gone.values(file=None, deleted_at=now), execution_options={"synchronize_session": False}
    )
    return found


async def count_children(session: AsyncSession, image_id: int) -> int:
    """Return how many jobs were derived from an image."""
    children = select(func.count()).select_from(Job).where(Job.parent_image_id == image_id)
    return (await session.scalars(children)).one()
