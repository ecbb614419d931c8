"""Runs random policies against random verdicts while things fail, and looks at what is seen."""

from __future__ import annotations

import asyncio
import logging
import os
import random
import tempfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final, cast

import discord
import msgspec
import structlog
from sqlalchemy import select

from bot.bench.edge import RecordingEdge
from bot.bench.stage import NOW, FaultyDatabase, Stage, params_of_run
from bot.bench.weather import GUILD_ID, USER_ID, draw_run
from bot.errors import BotError
from bot.tasks import Tasks
from db import migrate
from db.connection import Database
from db.errors import DatabaseError
from db.images import images_of_job
from db.jobs import JobState, mark_rendered, read_job
from db.tables import Image, Job, ModerationFlag
from db.tables_moderation import ModerationAction

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.bench.edge import SeenFile
    from bot.bench.weather import Run

ATTEMPTS: Final = 3
OWNER: Final = "bench:1:1"
MIN_SHARE: Final = 100  # runs; fewer are not worth a process


class PolicyReport(msgspec.Struct, frozen=True, kw_only=True):
    """What was seen.

    Attributes:
        runs: Random cases.
        visible_flagged: Files, previews included, that somebody saw and should not have.
        missing_audit: Pictures not simply posted without a flag or without a line in the log.
        shown: Pictures that were rightly seen, so that nobody passes by showing nothing.
        withheld: Pictures that were not.
        unfinished: Runs that ended without pictures because of their fault.
    """

    runs: int
    visible_flagged: int
    missing_audit: int
    shown: int
    withheld: int
    unfinished: int


def measure_policy(runs: int, seed: int = 0, *, workers: int = 0) -> PolicyReport:
    """Make the runs, shared among processes; each has a database in a temporary folder.

    Args:
        runs: How many in all.
        seed: Of the draw.
        workers: Processes; 0 for one a core, and 1 for this process alone.
    """
    workers = min(workers or os.cpu_count() or 1, -(-runs // MIN_SHARE))
    if workers <= 1:
        return measure_share(runs, seed)
    shares = [runs // workers + (number < runs % workers) for number in range(workers)]
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        return add_reports(list(pool.map(measure_share, shares, range(seed, seed + workers))))


def measure_share(runs: int, seed: int) -> PolicyReport:
    """Make one process's share of the runs."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    with tempfile.TemporaryDirectory() as name:
        return asyncio.run(_measure(runs, random.Random(seed), Path(name)))  # noqa: S311


def policy_table(report: PolicyReport) -> str:
    """Return the report as people read it."""
    return (
        f"{report.runs} runs, {report.unfinished} of them without an end because of their fault\n"
        f"{report.shown} pictures shown, {report.withheld} withheld\n"
        f"seen by somebody who should not have: {report.visible_flagged}\n"
        f"decisions without a record: {report.missing_audit}"
    )


async def _measure(runs: int, rng: random.Random, folder: Path) -> PolicyReport:
    url = f"sqlite:///{folder / 'bench.sqlite'}"
    await asyncio.to_thread(migrate.upgrade, url)
    database, edge = FaultyDatabase(Database.open(url).engine), RecordingEdge()
    try:
        found = [
            await _run(draw_run(rng), number, folder, database=database, edge=edge)
            for number in range(1, runs + 1)
        ]
    finally:
        await database.close()
    return PolicyReport(runs=runs, **{key: sum(one[key] for one in found) for key in found[0]})


def add_reports(reports: list[PolicyReport]) -> PolicyReport:
    """Return the sum of several reports."""
    fields = PolicyReport.__struct_fields__
    return PolicyReport(**{key: sum(getattr(one, key) for one in reports) for key in fields})


async def _run(
    run: Run, number: int, folder: Path, *, database: FaultyDatabase, edge: RecordingEdge
) -> dict[str, int]:
    edge.files.clear()
    tasks = Tasks()
    job = await _new_job(run, number, database)
    stage = Stage(run, database, folder, edge, tasks)
    database.fails_at = run.at if run.fault == "database" else 0
    database.loses_at = run.at if run.fault == "commit" else 0
    edge.failures = _failures(run.fault)
    has_ended = await _attempt(stage, job, database)
    database.fails_at = database.loses_at = 0
    stage.editors.drop(job)
    await tasks.close()
    async with database.read() as session:
        images = await images_of_job(session, job.id)
        missing = [image for image in images if not await is_recorded(session, image)]
    wrong = [file for file in edge.files if not _is_right(run, file)]
    shown = {image.index for image in images if image.file}
    return {
        "visible_flagged": len(wrong),
        "missing_audit": len(missing) + sum(not run.may_be_covered(index) for index in shown),
        "shown": len(shown),
        "withheld": len(images) - len(shown),
        "unfinished": int(not has_ended),
    }


async def _attempt(stage: Stage, job: Job, database: Database) -> bool:
    """Draw and deliver as the dispatcher would: again after a failure, up to a bound."""
    for _ in range(ATTEMPTS):
        try:
            outcome = await stage.drawing.draw(job)
            if outcome.code:
                continue
            async with database.begin() as session:
                await mark_rendered(session, job.id, owner=OWNER, model_hash="bench", now=NOW)
                rendered = await read_job(session, job.id)
            if rendered is not None:
                await stage.delivery.deliver(rendered)
                return True
        except (BotError, DatabaseError):
            continue
    return False


async def _new_job(run: Run, number: int, database: Database) -> Job:
    job = Job(
        state=JobState.RUNNING,
        kind="imagine",
        guild_id=GUILD_ID,
        channel_id=number,
        user_id=USER_ID,
        message_id=number,
        interaction_id=number,
        params=params_of_run(run),
        num_images=len(run.verdicts),
        locale="en-US",
        attempts=1,
        lease_owner=OWNER,
        lease_expires_at=NOW,
        created_at=NOW,
        started_at=NOW,
    )
    async with database.begin() as session:
        session.add(job)
    return job


def _is_right(run: Run, file: SeenFile) -> bool:
    """Whether everybody in the channel may see a file as it stands there."""
    kind, _, request_id = file.data.decode().partition(" ")
    index = int(request_id.partition(":")[2])
    if kind == "preview":
        return run.may_preview(index)
    is_covered = file.name.startswith("SPOILER_")
    return run.may_be_covered(index) if is_covered else run.may_be_open(index)


async def is_recorded(session: AsyncSession, image: Image) -> bool:
    """Whether a picture that was not simply posted has its flag and its line in the log."""
    if image.action == "post":
        return True
    flags = select(ModerationFlag).where(
        ModerationFlag.image_id == image.id, ModerationFlag.action == image.action
    )
    actions = select(ModerationAction.id).where(
        ModerationAction.image_id == image.id, ModerationAction.action == image.action
    )
    flag = (await session.scalars(flags)).first()
    is_logged = (await session.scalars(actions)).first() is not None
    return is_logged and flag is not None and _is_complete(flag)


def _is_complete(flag: ModerationFlag) -> bool:
    """Whether a flag says what was found, by whom, against what, and by which policy."""
    return all((flag.category, flag.classifier, flag.reason, flag.policy_version))


def _failures(fault: str) -> list[discord.HTTPException]:
    if fault == "discord away":
        return [_away()]
    if fault == "message gone":
        response = cast("Any", SimpleNamespace(status=404, reason="gone", headers={}))
        return [discord.NotFound(response, {"code": 10008, "message": "Unknown Message"})]
    return []


def _away() -> discord.HTTPException:
    response = cast("Any", SimpleNamespace(status=503, reason="away", headers={}))
    return discord.DiscordServerError(response, "away")
