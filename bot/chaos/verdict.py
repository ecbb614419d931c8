"""What is left after a storm: the rows, the files and what people see, held side by side."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final

import msgspec
from sqlalchemy import func, select

from db.credit_audit import audit
from db.job_graph import ENDS, JobState
from db.tables import CreditEntry, Image, Job

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from db.connection import Database

OURS: Final = re.compile(r"atelier-(\d+)-(\d+)\.\w+")
STANDING: Final = "Queuing…"
MAX_REMARKS: Final = 20
_BY_KIND: Final = select(CreditEntry.kind, func.count()).group_by(CreditEntry.kind)

Message = dict[str, Any]


class Verdict(msgspec.Struct, kw_only=True):
    """The findings; see ``bot.chaos.report.Report``."""

    database: str
    jobs: int
    states: dict[str, int]
    errors: dict[str, int]
    lost: list[str]
    delivered_twice: list[str]
    ledger_discrepancies: list[str]
    ledger: dict[str, int]
    unended: list[str]
    left_standing: list[str]
    unanswered: int


async def judge(
    database: Database, pictures: Path, messages: Sequence[Message], commands: Iterable[int]
) -> Verdict:
    """Compare everything; nothing is changed."""
    async with database.read() as session:
        jobs = list(await session.scalars(select(Job).order_by(Job.id)))
        images = list(await session.scalars(select(Image)))
        discrepancies = await audit(session)
        lines = await session.execute(_BY_KIND)
        ledger = {row[0]: row[1] for row in lines}
    shown = _shown(messages)
    by_job: dict[int, list[Image]] = defaultdict(list)
    for image in images:
        by_job[image.job_id].append(image)
    lost = [
        *(words for job in jobs for words in _lost(job, by_job[job.id], shown.get(job.id, {}))),
        *(words for image in images for words in _lost_file(image, pictures)),
    ]
    return Verdict(
        database=database.dialect,
        jobs=len(jobs),
        states=dict(Counter(job.state.value for job in jobs)),
        errors=dict(Counter(job.error_code for job in jobs if job.error_code)),
        lost=lost,
        delivered_twice=[words for job in jobs for words in _doubled(job, shown.get(job.id, {}))],
        ledger_discrepancies=[repr(one) for one in discrepancies],
        ledger=ledger,
        unended=[f"job {job.id} is {job.state}" for job in jobs if job.state not in ENDS],
        left_standing=[one["id"] for one in messages if one["content"].endswith(STANDING)],
        unanswered=len(_unanswered(commands, jobs, messages)),
    )


def _shown(messages: Iterable[Message]) -> dict[int, dict[str, list[int]]]:
    """Return, by job and message id, the numbers of the pictures that are shown."""
    shown: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for message in messages:
        for file in message["attachments"]:
            if found := OURS.fullmatch(file["filename"]):
                shown[int(found[1])][message["id"]].append(int(found[2]))
    return shown


def _lost(job: Job, images: list[Image], shown: dict[str, list[int]]) -> list[str]:
    """Find what the row promises and people do not see."""
    found: list[str] = []
    if job.state in ENDS and job.told_at is None:
        found.append(f"job {job.id}: nobody was told that it {job.state}")
    if job.state == JobState.DELIVERED:
        expected = sorted(image.index + 1 for image in images if image.is_clean)
        if len(images) != job.num_images:
            found.append(f"job {job.id}: {len(images)} of {job.num_images} images are recorded")
        if sorted(shown.get(str(job.message_id), [])) != expected:
            found.append(f"job {job.id}: shows {dict(shown)} and not {expected}")
    return found


def _lost_file(image: Image, pictures: Path) -> list[str]:
    if image.file is None:
        return []
    path = pictures / image.file
    if not path.is_file():
        return [f"image {image.id}: its file is gone"]
    if hashlib.sha256(path.read_bytes()).hexdigest() != image.sha256:
        return [f"image {image.id}: its file is another one"]
    return []


def _doubled(job: Job, shown: dict[str, list[int]]) -> list[str]:
    numbers = [number for numbers in shown.values() for number in numbers]
    if len(shown) > 1 or len(numbers) != len(set(numbers)):
        return [f"job {job.id}: shown in {dict(shown)}"]
    if shown and job.state in ENDS - {JobState.DELIVERED}:
        return [f"job {job.id}: {job.state}, and yet shown"]
    return []


def _unanswered(
    commands: Iterable[int], jobs: Iterable[Job], messages: Iterable[Message]
) -> set[int]:
    """Return the commands that have neither a job nor a private refusal."""
    accepted = {job.interaction_id for job in jobs}
    refused = {
        int(message["interaction_metadata"]["id"])
        for message in messages
        if message.get("interaction_metadata") and message["flags"] & 64
    }
    return set(commands) - accepted - refused
