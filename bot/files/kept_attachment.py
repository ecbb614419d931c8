"""Attachments that are remembered while somebody is asked what to do with them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from bot.ordering.refusals import DraftUnknownError
from db.drafts import new_draft_id, read_draft

if TYPE_CHECKING:
    from bot.client import Atelier
    from bot.ordering.start_images import Attached


@dataclass(frozen=True)
class KeptAttachment:
    """What is remembered of an attachment.

    Attributes:
        url: Where Discord keeps it.
        size: Bytes.
        width: Pixels; None where Discord does not say.
        height: Likewise.
    """

    url: str
    size: int
    width: int | None
    height: int | None

    @classmethod
    def of(cls, file: Attached) -> KeptAttachment:
        """Return what is remembered of a file."""
        return cls(file.url, file.size, file.width, file.height)


async def keep_attachment(atelier: Atelier, file: Attached, user_id: int) -> int:
    """Remember an attachment for a day, and return the id of its draft."""
    draft_id = new_draft_id(atelier.rng)
    await atelier.save_draft(draft_id, user_id, {"file": asdict(KeptAttachment.of(file))})
    return draft_id


async def kept_attachment(atelier: Atelier, draft_id: int, user_id: int) -> KeptAttachment:
    """Return an attachment that was remembered.

    Raises:
        bot.ordering.refusals.DraftUnknownError: Somebody else's, or too long ago.
    """
    async with atelier.database.read() as session:
        body = await read_draft(session, draft_id, user_id=user_id)
    if body is None:
        raise DraftUnknownError
    return KeptAttachment(**body["file"])
