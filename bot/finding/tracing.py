"""Answers /verify: whether a picture was made here, and from what, for those who may know."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import discord

from bot.files.fetching import MAX_BYTES, MAX_PIXELS, Fetcher
from bot.files.upload_errors import (
    SearchRunningError,
    StartImageGoneError,
    UploadTooLargeError,
    UploadUnseenError,
)
from bot.finding.replaying import Replays
from bot.finding.telling import describe
from bot.finding.verifying import Verifier
from bot.languages import private_text
from bot.text import clip
from db.jobs import read_job
from engine.errors import UnreadableImageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.clock import Clock
    from bot.finding.verifying import Finding
    from bot.ordering.start_images import Attached, StartImages
    from bot.text import Text
    from db.connection import Database
    from db.tables import Image, Job
    from engine.client import EngineClient

SEARCH_SECONDS: Final = 120  # for one that waits behind others; the engine gives each 10
MAX_CONTENT: Final = 2000  # Discord's limit


class Tracing:
    """Traces pictures for people, one at a time for each person.

    Args:
        database: With the recorded images.
        engine: What decodes, searches and draws again.
        start_images: What jobs started from.
        clock: The time.
    """

    def __init__(
        self, database: Database, engine: EngineClient, start_images: StartImages, clock: Clock
    ) -> None:
        self._database = database
        self._engine = engine
        self._replays = Replays(database, engine, start_images, clock)
        self._fetcher = Fetcher()
        self._verifier = Verifier(database, engine)
        self._searching: set[int] = set()

    async def answer(
        self, interaction: discord.Interaction[Any], file: Attached, *, wants_replay: bool
    ) -> None:
        """Answer privately where a file comes from.

        Raises:
            bot.errors.RefusedError: It cannot be had, or this person's last one is still searched.
            engine.errors.UnreadableImageError: It is no picture that we take.
        """
        _check(file)
        with self._turn_of(interaction.user.id):
            await interaction.response.defer(ephemeral=True, thinking=True)
            data = await self._fetcher.fetch(file.url)
            finding = await self._find(data)
            _check_read(finding)
            lines, origin = await self._worded(interaction, finding)
            await _show(interaction, lines)
            if wants_replay and origin:
                replayed = await self._replayed(*origin, data, private_text(interaction))
                await _show(interaction, [*lines, replayed])

    async def _find(self, data: bytes) -> Finding:
        """Search within the time that a person waits; what was begun in the engine is bounded."""
        try:
            async with asyncio.timeout(SEARCH_SECONDS):
                return await self._verifier.verify(data)
        except TimeoutError as error:
            raise UploadUnseenError from error

    async def _worded(
        self, interaction: discord.Interaction[Any], finding: Finding
    ) -> tuple[list[str], tuple[Job, Image] | None]:
        """Word a finding; also return what it came from, for those who may know."""
        text = private_text(interaction)
        lines = list(_lines(finding, text))
        image = finding.image
        if image is None:
            return lines, None
        async with self._database.read() as session:
            job = await read_job(session, image.job_id)
            if job is None or not _may_know(interaction, job):
                return [*lines, text.say("verify.secret")], None
            lines.append(await describe(session, job, image.index, text))
        return lines, (job, image)

    async def _replayed(self, job: Job, image: Image, data: bytes, text: Text) -> str:
        """Draw an image again, with its watermark, and say how like the uploaded file it is."""
        try:
            event = await self._replays.draw(job, image)
        except TimeoutError:
            return text.say("verify.replay_busy")
        except StartImageGoneError:
            event = None
        if event is None or event.image is None:
            return text.say("verify.replay_failed")
        if event.image.data == data:
            return text.say("verify.replay_same")
        seen = await self._engine.compare(data, event.image.data)
        if seen.code:
            return text.say("verify.replay_failed")
        name = "different" if seen.likeness == "different" else "alike"
        return text.say(f"verify.replay_{name}", levels=seen.mean_levels)

    @contextmanager
    def _turn_of(self, user_id: int) -> Iterator[None]:
        if user_id in self._searching:
            raise SearchRunningError
        self._searching.add(user_id)
        try:
            yield
        finally:
            self._searching.discard(user_id)


async def _show(interaction: discord.Interaction[Any], lines: Sequence[str]) -> None:
    await interaction.edit_original_response(
        content=clip("\n".join(lines), MAX_CONTENT),
        allowed_mentions=discord.AllowedMentions.none(),
    )


def _check(file: Attached) -> None:
    if file.size > MAX_BYTES:
        raise UploadTooLargeError(max_mib=MAX_BYTES >> 20)
    if (file.width or 0) * (file.height or 0) > MAX_PIXELS:
        raise UnreadableImageError(reason="it has more than 40 megapixels")


def _check_read(finding: Finding) -> None:
    inspected = finding.inspected
    if inspected.code == UnreadableImageError.code:
        raise UnreadableImageError(reason=str(inspected.facts.get("reason", "")))
    if inspected.code:
        raise UploadUnseenError


def _lines(finding: Finding, text: Text) -> Iterator[str]:
    yield text.say(f"verify.{finding.strength.value}")
    if finding.is_same_file:
        yield text.say("verify.file")
    if finding.inspected.signature:
        yield text.say(f"verify.signature_{finding.inspected.signature}")
    if own := finding.own_evidence:
        if own.match > 0:
            yield text.say("verify.watermark", percent=round(50 + 50 * own.match), past=own.past)
        yield text.say("verify.looks", distance=own.distance)
    if finding.inspected.left_out:
        yield text.say("verify.left_out", stages=", ".join(finding.inspected.left_out))


def _may_know(interaction: discord.Interaction[Any], job: Job) -> bool:
    """Say whether a person may see what a picture was made from: its own, or moderators there.

    What was drawn privately is its person's alone.
    """
    if job.user_id == interaction.user.id:
        return True
    is_here = interaction.guild_id is not None and job.guild_id == interaction.guild_id
    return is_here and not job.is_private and interaction.permissions.manage_messages
