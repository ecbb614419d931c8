"""Looks recorded images up by what is left of them in a picture: watermark ids and hashes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from sqlalchemy import func, select

from db.inserts import insert_unless_there
from db.tables import Image
from db.tables_provenance import ImageHash

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy.typing as npt
    from sqlalchemy.ext.asyncio import AsyncSession

MAX_SIZES: Final = 8
MAX_NEAR: Final = 200  # images that are weighed: a plain picture looks like many
_HALF: Final = 2**63
_IDS_A_QUERY: Final = 500
_OVERLAP: Final = 1000  # rows read again: a transaction may commit after one that began later


class Fingerprint(NamedTuple):
    """What an image can be known by.

    Attributes:
        image_id: Its row.
        watermark_id: The id embedded in it, or None.
        hashes: Of it and its middles, as unsigned numbers; empty for images older than hashes.
    """

    image_id: int
    watermark_id: int | None
    hashes: tuple[int, ...]


async def record_hashes(session: AsyncSession, image_id: int, hashes: Mapping[str, str]) -> None:
    """Record what an image looks like; the same image again changes nothing.

    Args:
        session: The transaction that also records the image; the caller commits.
        image_id: Which image.
        hashes: 16 hexadecimal digits by column name; none at all records nothing.
    """
    if hashes:
        values = {name: _signed(int(value, 16)) for name, value in hashes.items()}
        await insert_unless_there(
            session, ImageHash, {"image_id": image_id, **values}, key=("image_id",)
        )


async def delivered_sizes(session: AsyncSession) -> list[tuple[int, int]]:
    """List the most frequent sizes of recorded images, the most frequent first."""
    count = func.count().desc()
    sizes = select(Image.width, Image.height).group_by(Image.width, Image.height)
    rows = await session.execute(sizes.order_by(count).limit(MAX_SIZES))
    return [(width, height) for width, height in rows]


async def fingerprints(
    session: AsyncSession, *, watermark_ids: Sequence[int] = (), image_ids: Sequence[int] = ()
) -> list[Fingerprint]:
    """Return the images that carry one of these watermark ids, or have one of these rows."""
    found: dict[int, Fingerprint] = {}
    for column, values in ((Image.watermark_id, watermark_ids), (Image.id, image_ids)):
        for first in range(0, len(values), _IDS_A_QUERY):
            some = values[first : first + _IDS_A_QUERY]
            rows = await session.execute(
                select(Image.id, Image.watermark_id, ImageHash)
                .outerjoin(ImageHash, ImageHash.image_id == Image.id)
                .where(column.in_(some))
            )
            found |= {row[0]: Fingerprint(row[0], row[1], _unsigned(row[2])) for row in rows}
    return list(found.values())


class HashIndex:
    """The hashes of all images in memory: 24 bytes each, compared by brute force.

    Rows that are removed stay in it until the next start; ``fingerprints`` leaves them out.
    """

    def __init__(self) -> None:
        self._ids = np.zeros(0, np.int64)
        self._hashes = np.zeros((0, 3), np.uint64)

    def __len__(self) -> int:
        return len(self._ids)

    async def refresh(self, session: AsyncSession) -> None:
        """Read the rows that are new since the last time."""
        known = int(self._ids[-1]) if len(self) else -_OVERLAP
        rows = await session.execute(
            select(
                ImageHash.image_id, ImageHash.whole, ImageHash.middle_90, ImageHash.middle_80
            ).where(ImageHash.image_id > known - _OVERLAP)
        )
        self.add([tuple(row) for row in rows])

    def add(self, rows: Sequence[Sequence[int]]) -> None:
        """Take up rows: id and three signed hashes each."""
        new = np.array(rows, np.int64).reshape(-1, 4)
        new = new[~np.isin(new[:, 0], self._ids[-2 * _OVERLAP :])]
        ids = np.concatenate([self._ids, new[:, 0]])
        order = np.argsort(ids, kind="stable")
        hashes = np.concatenate([self._hashes, new[:, 1:].view(np.uint64)])
        self._ids, self._hashes = ids[order], hashes[order]

    def near(self, hashes: Iterable[str], max_distance: int) -> list[int]:
        """Return the images that differ in so few bits from one of the hashes, nearest first."""
        nearest = np.full(len(self), 65, np.uint8)
        for query in {int(value, 16) for value in hashes}:
            differing: npt.NDArray[np.uint8] = np.bitwise_count(self._hashes ^ np.uint64(query))
            np.minimum(nearest, differing.min(axis=1), out=nearest)
        rows = np.flatnonzero(nearest <= max_distance)
        ranked = rows[np.argsort(nearest[rows], kind="stable")][:MAX_NEAR]
        return [int(image_id) for image_id in self._ids[ranked]]


def _signed(value: int) -> int:
    return value - 2 * _HALF if value >= _HALF else value


def _unsigned(row: ImageHash | None) -> tuple[int, ...]:
    if row is None:
        return ()
    return tuple(value % (2 * _HALF) for value in (row.whole, row.middle_90, row.middle_80))
