"""The parts of moderation on a bench, with a shown and a withheld picture to decide about."""

from __future__ import annotations

from bot.delivering.copies import Copies
from bot.files.quarantine import Quarantine
from bot.moderation.aftermath import Aftermath
from bot.moderation.parts import desks
from bot.moderation.reviews import ReviewDesk
from db.images import record_image
from db.moderation import record_flag
from tests.support.channels import KeepingClient
from tests.support.jobs import an_image
from tests.support.policies import a_memory, some_knowledge

HERE, ELSEWHERE = 1, 2
MODERATOR = 5
WITHHELD_SHA = "0" * 64


class Desks:
    """Everything that carries out what moderators decide.

    Attributes:
        client: What people and channels were sent.
    """

    def __init__(self, bench, **knowledge):
        self.bench, self.client = bench, KeepingClient()
        self.memory = a_memory(bench, some_knowledge(**knowledge))
        self.quarantine = Quarantine(bench.folder.parent / "quarantine")
        self.reviews = ReviewDesk(
            self.client,
            database=bench.database,
            memory=self.memory,
            quarantine=self.quarantine,
            clock=bench.clock,
        )
        about = {"database": bench.database, "clock": bench.clock}
        self.copies = Copies(self.client, **about)
        self.aftermath = Aftermath(
            self.client, delivery=bench.delivery, copies=self.copies, **about
        )
        made = desks(
            database=bench.database,
            quarantine=self.quarantine,
            storage=bench.storage,
            clock=bench.clock,
            changed=self.memory.look,
        )
        self.decisions, self.appeals, self.takedown = made.decisions, made.appeals, made.takedown

    async def read(self, function, *arguments, **options):
        """Ask the database something."""
        async with self.bench.database.read() as session:
            return await function(session, *arguments, **options)

    async def write(self, function, *arguments, **options):
        """Change something in the database now."""
        async with self.bench.database.begin() as session:
            return await function(session, *arguments, now=self.bench.clock.now(), **options)

    async def a_case(self, **changes):
        """Return a job with a shown and a withheld picture, and the flag of the second."""
        job = await self.bench.jobs.rendered(num_images=2, **changes)
        await self.quarantine.store(job.id, 1, WITHHELD_SHA, b"withheld")
        file = await self.bench.storage.store(job.id, 0, b"shown")
        await self.write(record_image, an_image(job.id, file=file))
        image = await self.write(
            record_image, an_image(job.id, index=1, file=None, is_clean=False, action="withhold")
        )
        flag = await self.write(
            record_flag,
            image_id=image.id,
            job_id=job.id,
            guild_id=job.guild_id,
            user_id=job.user_id,
            category="test",
            score=0.9,
            threshold=0.5,
            classifier="c",
            action="withhold",
            reason="classifier",
            review="open",
        )
        return job, flag
