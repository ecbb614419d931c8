"""Everything that is known about one picture, for moderators."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from bot.delivering.links import link_to
from bot.errors import ImageUnknownError, JobUnknownError
from bot.finding.telling import describe
from bot.moderation.log_lines import action_line
from bot.ordering.orders import job_here
from bot.text import clip, quote_prompt
from db.audit import list_actions
from db.images import images_of_job
from db.notes import list_notes
from db.takedowns import derived_images
from db.verdicts import flags_of_job, reports_of_job

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.text import Text
    from db.tables import Image, Job, ModerationFlag, ModerationNote
    from db.tables_moderation import Report

MAX_SHOWN = 5  # decisions, and notes


class PictureCase(NamedTuple):
    """A picture with what moderators can do about it.

    Attributes:
        job: What it was asked for by.
        image: Its row.
        open_flag: The flag that waits for a decision, or None.
        num_derived: How many pictures were made from it and are still there.
        words: Everything, ready to be read.
    """

    job: Job
    image: Image
    open_flag: ModerationFlag | None
    num_derived: int
    words: str


async def picture_case(
    session: AsyncSession, job_id: int, index: int, *, guild_id: int | None, text: Text
) -> PictureCase:
    """Read everything about a picture of a guild; a private one only where a case names it.

    Raises:
        bot.errors.JobUnknownError: There is no such job here.
        bot.errors.ImageUnknownError: It has no such picture yet.
    """
    job = await job_here(session, job_id, guild_id)
    images = {image.index: image for image in await images_of_job(session, job.id)}
    if (image := images.get(index)) is None:
        raise ImageUnknownError
    family = await derived_images(session, job.id, index, guild_id=guild_id, has_derived=True)
    num_derived = len([one for one in family if one.id != image.id])
    flags = [flag for flag in await flags_of_job(session, job.id) if flag.image_id == image.id]
    every_report = await reports_of_job(session, job.id)
    if job.is_private and not (flags or every_report):
        raise JobUnknownError
    reports = [one for one in every_report if one.image_id == image.id]
    actions = await list_actions(session, guild_id=guild_id, job_id=job.id, limit=MAX_SHOWN)
    notes = await list_notes(session, guild_id, job_id=job.id, limit=MAX_SHOWN)
    lines = [
        await describe(session, job, index, text),
        *_state(job, image, num_derived, text),
        *(_flag(flag, text) for flag in flags),
        *_reports(reports, text),
        *(note_line(note, text) for note in notes),
        *(action_line(action, text) for action in actions),
    ]
    open_flag = next((flag for flag in flags if flag.review == "open"), None)
    return PictureCase(job, image, open_flag, num_derived, clip("\n".join(lines), 2000))


def note_line(note: ModerationNote, text: Text) -> str:
    """Return a note as moderators read it."""
    return text.say(
        "mod.note",
        at=note.created_at.timestamp(),
        who=f"<@{note.created_by}>" if note.created_by else text.say("mod.operator"),
        words=quote_prompt(note.words),
    )


def _state(job: Job, image: Image, num_derived: int, text: Text) -> Iterator[str]:
    if job.message_id is not None:
        yield text.say("card.posted", link=link_to(job))
    state = image.action if image.deleted_at is None else "deleted"
    file = text.say("card.kept" if image.file else "card.gone")
    yield text.say("card.state", state=state, file=file, derived=num_derived)
    scores = ", ".join(f"{name} {float(score):.3f}" for name, score in image.scores.items())
    if scores:
        yield text.say("card.scores", scores=scores)


def _flag(flag: ModerationFlag, text: Text) -> str:
    return text.say(
        "card.flag",
        flag=flag.id,
        category=flag.category,
        score=f"{flag.score:.3f}",
        threshold=f"{flag.threshold:.3f}",
        action=flag.action,
        review=flag.review,
    )


def _reports(reports: Sequence[Report], text: Text) -> Iterator[str]:
    if reports:
        states = Counter(report.state for report in reports)
        shown = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
        yield text.say("card.reports", reports=shown)
