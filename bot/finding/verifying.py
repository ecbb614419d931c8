"""Finds out whether a picture was made here, from what it carries and what is recorded."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from db.images import find_image, read_image
from db.provenance import HashIndex, delivered_sizes, fingerprints
from engine.provenance.evidence import CLOSE, Evidence, Record, Strength, candidate_ids, weigh

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.connection import Database
    from db.tables import Image
    from engine.protocol import Inspected

VALID: Final = "valid"  # engine.postprocess.signature


class Identifier(Protocol):
    """Whoever decodes a picture and looks for its origin: the engine."""

    async def identify(self, file: bytes, sizes: Sequence[tuple[int, int]] = ()) -> Inspected:
        """Say what a file carries."""
        ...


@dataclass(frozen=True)
class Finding:
    """What is known of where a picture came from.

    Attributes:
        strength: In words, of everything together.
        inspected: What the picture carries.
        image: The recorded image that it is, or seems to be; None where none is known. A proven
            one is that very image, never a look-alike.
        is_same_file: Whether it is byte for byte the delivered file.
        evidence: What speaks for recorded images, the strongest first.
    """

    strength: Strength
    inspected: Inspected
    image: Image | None
    is_same_file: bool
    evidence: tuple[Evidence, ...]

    @property
    def own_evidence(self) -> Evidence | None:
        """What speaks for the image that is named; None where nothing but the proof does."""
        named = [one for one in self.evidence if self.image and one.image_id == self.image.id]
        return named[0] if named else None

    @property
    def is_signed(self) -> bool:
        """Whether its texts and pixels carry this instance's valid signature."""
        return self.inspected.signature == VALID


class Verifier:
    """Looks for the origin of pictures.

    Args:
        database: With the recorded images.
        identifier: What decodes pictures; never this process.
    """

    def __init__(self, database: Database, identifier: Identifier) -> None:
        self._database = database
        self._identifier = identifier
        self._index = HashIndex()
        self._turn = asyncio.Lock()

    async def verify(self, file: bytes) -> Finding:
        """Look for the origin of a file; ``inspected.code`` says if it cannot be read."""
        async with self._database.read() as session:
            sizes = await delivered_sizes(session)
            same = await find_image(session, sha256=hashlib.sha256(file).hexdigest())
        inspected = await self._identifier.identify(file, sizes)
        evidence = tuple(await self._evidence(inspected))
        is_signed = inspected.signature == VALID
        image = same or await self._image(evidence, is_signed=is_signed)
        strength = evidence[0].strength if evidence else Strength.NONE
        if same is not None or is_signed:
            strength = Strength.PROOF
        return Finding(strength, inspected, image, same is not None, evidence)

    async def _evidence(self, inspected: Inspected) -> list[Evidence]:
        hashes = inspected.hashes
        async with self._turn, self._database.read() as session:
            await self._index.refresh(session)
            alike = await asyncio.to_thread(self._index.near, hashes.values(), CLOSE)
            known = await fingerprints(
                session, watermark_ids=candidate_ids(inspected.readings), image_ids=alike
            )
        records = [
            Record(image_id=one.image_id, watermark_id=one.watermark_id, hashes=one.hashes)
            for one in known
        ]
        return await asyncio.to_thread(weigh, inspected.readings, hashes, records)

    async def _image(self, evidence: tuple[Evidence, ...], *, is_signed: bool) -> Image | None:
        """Read the image that evidence names.

        The pixels of a signed picture are exactly ours, so its own mark and looks are whole:
        what speaks for an image by less than both is about another one.
        """
        if not evidence or (is_signed and evidence[0].strength is not Strength.STRONG):
            return None
        async with self._database.read() as session:
            return await read_image(session, evidence[0].image_id)
