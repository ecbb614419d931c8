"""Who may do what with whose picture, from where: one table, tried out entry by entry."""

from __future__ import annotations

from dataclasses import asdict
from random import Random
from types import SimpleNamespace

import discord
import msgspec
import pytest

from bot.commands.report import Report
from bot.errors import JobUnknownError
from bot.files.kept_attachment import KeptAttachment, kept_attachment
from bot.finding.rights import check_press, require_visible
from bot.finding.tracing import Tracing
from bot.finding.verifying import Finding
from bot.moderation.card import picture_case
from bot.moderation.moderators import is_moderator, require_moderator
from bot.moderation.noting import take_note
from bot.moderation.takedown import Target
from bot.ordering.answers import AnsweredOrder
from bot.ordering.changes import enlargement
from bot.ordering.picture_orders import ChangeOrder
from bot.ordering.refusals import DraftUnknownError, NotYoursError
from bot.ordering.upload_drafts import UploadDraft
from bot.policy.gate import asking_of
from bot.policy.refusals import CaseUnknownError, ModeratorsOnlyError
from bot.queueing.cancelling import Canceller, Cancelling
from bot.queueing.queue_errors import CancelForbiddenError
from bot.text import ENGLISH
from db.drafts import save_draft
from db.histories import jobs_of_person
from db.images import images_of_job
from db.person_records import pages_about
from engine.params import GenerationParams
from engine.protocol import Inspected
from engine.provenance.evidence import Strength
from tests.support.moderating import ELSEWHERE, HERE, Desks

REQUESTER, OTHER, MODERATOR, ADMINISTRATOR, OPERATOR = 3, 4, 5, 6, None
ROLES = {
    "requester": (REQUESTER, {}),
    "member": (OTHER, {}),
    "moderator": (MODERATOR, {"manage_messages": True}),
    "administrator": (ADMINISTRATOR, {"administrator": True, "manage_messages": True}),
    "operator": (OPERATOR, {}),
}
PLACES = {"here": HERE, "another guild": ELSEWHERE, "a direct channel": None}
UNKNOWN, OK = "unknown", "ok"
REFUSALS = {
    JobUnknownError: UNKNOWN,
    CaseUnknownError: UNKNOWN,
    DraftUnknownError: UNKNOWN,
    NotYoursError: "not theirs",
    CancelForbiddenError: "not theirs",
    ModeratorsOnlyError: "for moderators",
}

# What is drawn in a guild, and who asks there. An entry is what comes of it for
# (requester, member, moderator, administrator, operator); NEVER is what nobody can ask so. The
# operator asks at the command line, of one guild or, standing in none, of all.
NEVER = ""
IN_PUBLIC = {
    "show": (OK, OK, OK, OK, NEVER),
    "info": (OK, OK, OK, OK, NEVER),
    "reroll": (OK, OK, OK, OK, NEVER),
    "subtle": (OK, OK, OK, OK, NEVER),
    "upscale": (OK, "not theirs", "not theirs", "not theirs", NEVER),
    "creative4": (OK, "not theirs", "not theirs", "not theirs", NEVER),
    "upscale command": (OK, "not theirs", "not theirs", "not theirs", NEVER),
    "remix": (OK, "not theirs", "not theirs", "not theirs", NEVER),
    "zoom": (OK, "not theirs", "not theirs", "not theirs", NEVER),
    "squares": (OK, UNKNOWN, UNKNOWN, UNKNOWN, NEVER),
    "enlarge a file": (OK, UNKNOWN, UNKNOWN, UNKNOWN, NEVER),
    "delete": (OK, "not theirs", OK, OK, NEVER),
    "cancel": (OK, "not theirs", OK, OK, NEVER),
    "report": (OK, OK, OK, OK, NEVER),
    "history": (OK, UNKNOWN, UNKNOWN, UNKNOWN, NEVER),
    "mod image": ("for moderators", "for moderators", OK, OK, OK),
    "mod note": ("for moderators", "for moderators", OK, OK, OK),
    "mod takedown": ("for moderators", "for moderators", OK, OK, OK),
    "recipe": (OK, UNKNOWN, OK, OK, OK),
    "replay": (OK, UNKNOWN, OK, OK, OK),
    "export": (OK, UNKNOWN, UNKNOWN, UNKNOWN, OK),
}
OWN = (OK, UNKNOWN, UNKNOWN, UNKNOWN)
IN_PRIVATE = IN_PUBLIC | {
    **dict.fromkeys(
        (
            *("show", "info", "reroll", "subtle", "upscale", "creative4", "upscale command"),
            *("remix", "zoom", "delete", "cancel", "report"),
        ),
        (*OWN, NEVER),
    ),
    "mod image": ("for moderators", "for moderators", UNKNOWN, UNKNOWN, UNKNOWN),
    "recipe": (*OWN, OK),
    "replay": (*OWN, OK),
}
ABROAD = dict.fromkeys(IN_PUBLIC, (*(UNKNOWN,) * 4, NEVER)) | {
    # questions and traces are a person's own wherever they are
    "squares": (*OWN, NEVER),
    "enlarge a file": (*OWN, NEVER),
    "mod image": ("for moderators", "for moderators", UNKNOWN, UNKNOWN, OK),
    "mod note": ("for moderators", "for moderators", UNKNOWN, UNKNOWN, UNKNOWN),
    "mod takedown": ("for moderators", "for moderators", UNKNOWN, UNKNOWN, UNKNOWN),
    "recipe": (*OWN, OK),
    "replay": (*OWN, OK),
    "export": (*OWN, OK),
}
OUTSIDE = ABROAD | {
    "mod image": (*("for moderators",) * 4, OK),
    "mod note": (*("for moderators",) * 4, UNKNOWN),
    "mod takedown": (*("for moderators",) * 4, OK),
}
UNSEEN = {"mod image": (*("for moderators",) * 2, UNKNOWN, UNKNOWN, UNKNOWN)}
TABLE = {
    ("public", "here"): IN_PUBLIC,
    ("private", "here"): IN_PRIVATE,
    ("public", "another guild"): ABROAD,
    ("private", "another guild"): ABROAD | UNSEEN,
    ("public", "a direct channel"): OUTSIDE,
    ("private", "a direct channel"): OUTSIDE | {"mod image": (*("for moderators",) * 4, UNKNOWN)},
}
ROWS = [
    pytest.param(kind, place, role, id=f"{kind}, {place}: {role}")
    for kind, place in TABLE
    for role in ROLES
]


A_QUESTION = UploadDraft(
    file=KeptAttachment("https://cdn.discordapp.com/x.png", 9, 64, 64),
    params=GenerationParams(prompt="a hat"),
    count=1,
)


class TakesAnything:
    """Start images that have been looked at already."""

    async def take(self, _file, _asking, *, wants_transparency=False):
        seen = Inspected(inspect_id="", width=64, height=64)
        return SimpleNamespace(reference=b"1", inspected=seen, image_id=None)

    async def keep(self, _data):
        return b"2"


class Asking:
    """Somebody at some place, and everything they may try with the same job."""

    def __init__(self, desks, role, place, *, is_private):
        user_id, permissions = ROLES[role]
        guild_id = PLACES[place]
        policy = SimpleNamespace(memory=desks.memory)
        parts = SimpleNamespace(policy=policy, reviews=desks.reviews)
        self._desks, self._is_private = desks, is_private
        self.client = SimpleNamespace(database=desks.bench.database, parts=parts)
        self.client.clock, self.client.get_guild = desks.bench.clock, lambda _guild_id: None
        self.id, self.channel = 9, None
        self.user = SimpleNamespace(id=user_id, roles=())
        self.guild_id, self.channel_id = guild_id, 2 if guild_id == HERE else 99
        self.permissions = discord.Permissions(**permissions if guild_id else {})
        self.locale = self.guild_locale = discord.Locale.american_english
        self.extras = {}
        self.context = SimpleNamespace(dm_channel=guild_id is None)
        self.message = SimpleNamespace(flags=SimpleNamespace(ephemeral=is_private))
        self.response = SimpleNamespace(defer=self._nothing)
        self.edit_original_response = self._nothing

    def is_guild_integration(self):
        return self.guild_id is not None

    async def _nothing(self, **_fields):
        return None

    async def show(self, job):
        await require_visible(self, job.id)

    async def press(self, action, job):
        """Press a button, whose order then reads the job in the place where it is pressed."""
        await check_press(self, action, job.id)
        await require_visible(self, job.id)

    async def cancel(self, job):
        by = Canceller(self.user.id, self.guild_id, is_moderator(self, self._desks.memory))
        await cancelling(self._desks).cancel(job.id, by)

    async def report(self, job):
        message = SimpleNamespace(id=job.message_id, jump_url="")
        await Report(self.client).report(self, message)

    async def history(self, job):
        jobs = await self._desks.read(
            jobs_of_person, user_id=self.user.id, guild_id=self.guild_id or 0, limit=9
        )
        _require(job.id in {one.id for one in jobs})

    async def mod_image(self, job):
        guild_id = require_moderator(self, self._desks.memory)
        await self._desks.read(picture_case, job.id, 0, guild_id=guild_id, text=ENGLISH)

    async def mod_takedown(self, job):
        guild_id = require_moderator(self, self._desks.memory)
        _require(await self._desks.takedown.find(Target(job_id=job.id), guild_id))

    async def mod_note(self, job):
        guild_id = require_moderator(self, self._desks.memory)
        await self._note(job, guild_id)

    async def upscale_command(self, job):
        await require_visible(self, job.id)
        change = enlargement("plain2", ())
        order = ChangeOrder(self._desks.bench.storage, job.id, 0, self.user.id, change)
        await self._desks.read(order.plan, guild_id=self.guild_id, rng=Random(1))

    async def squares(self, job):
        """Answer what the requester was asked about a picture, in a list of squares."""
        await self._desks.write(
            save_draft, job.id, user_id=REQUESTER, body=msgspec.to_builtins(A_QUESTION)
        )
        atelier = SimpleNamespace(
            database=self.client.database,
            parts=SimpleNamespace(start_images=TakesAnything()),
        )
        order = AnsweredOrder(atelier, self, job.id, frozenset({6}))
        await order.finish(asking_of(self))

    async def enlarge_a_file(self, job):
        await self._desks.write(
            save_draft, job.id, user_id=REQUESTER, body={"file": asdict(A_QUESTION.file)}
        )
        await kept_attachment(self.client, job.id, self.user.id)

    async def recipe(self, job):
        """Ask /verify for what a picture was made from; a replay is drawn from no more."""
        image = (await self._desks.read(images_of_job, job.id))[0]
        finding = Finding(Strength.PROOF, Inspected(inspect_id=""), image, True, ())
        tracing = Tracing(self._desks.bench.database, None, None, self._desks.bench.clock)
        _, origin = await tracing._worded(self, finding)
        _require(origin)

    replay = recipe

    async def export(self, job):
        await self._export(job, self.user.id)

    async def _export(self, job, user_id):
        async with self._desks.bench.database.read() as session:
            pages = [page async for page in pages_about(session, user_id)]
        ids = {row["id"] for page in pages if page.section == "jobs" for row in page.rows}
        _require(job.id in ids)

    async def _note(self, job, guild_id):
        await self._desks.write(
            take_note, "x", guild_id=guild_id, user_id=None, job_id=job.id, actor_id=self.user.id
        )

    async def tries(self, action, job):
        """Return what comes of it, in one word."""
        name = action.replace(" ", "_")
        try:
            if hasattr(self, name):
                await getattr(self, name)(job)
            else:
                await self.press(action, job)
        except tuple(REFUSALS) as refusal:
            return REFUSALS[type(refusal)]
        return OK


class Operator(Asking):
    """Whoever has the machine, at the command line: of one guild, or of all."""

    CAN = ("mod image", "mod note", "mod takedown", "recipe", "replay", "export")

    async def mod_image(self, job):
        await self._desks.read(picture_case, job.id, 0, guild_id=job.guild_id, text=ENGLISH)

    async def mod_note(self, job):
        await self._note(job, self.guild_id)

    async def mod_takedown(self, job):
        guild_id = self.guild_id or job.guild_id
        _require(await self._desks.takedown.find(Target(job_id=job.id), guild_id))

    async def recipe(self, job):
        """Verify a file, which tells whatever is recorded."""
        _require(await self._desks.read(images_of_job, job.id))

    replay = recipe

    async def export(self, job):
        await self._export(job, REQUESTER)

    async def tries(self, action, job):
        return await super().tries(action, job) if action in self.CAN else NEVER


def _require(is_there):
    if not is_there:
        raise JobUnknownError


def cancelling(desks):
    bench = desks.bench
    return Cancelling(
        database=bench.database,
        hand=bench.hand,
        waiting=SimpleNamespace(remove=lambda _job_id: None),
        drawing=SimpleNamespace(work_done=lambda _job_id: 0),
        delivery=bench.delivery,
        clock=bench.clock,
        owner="host:1:me",
        tasks=bench.tasks,
        metrics=bench.metrics,
    )


async def jobs_of(desks, kind):
    """Return two jobs of the requester's: one drawn, and one still on its way to be cancelled."""
    about = {"is_private": kind == "private", "user_id": REQUESTER, "guild_id": HERE}
    drawn, _ = await desks.a_case(**about)
    return drawn, await desks.bench.jobs.queued(message_id=56, **about)


@pytest.mark.parametrize(("kind", "place", "role"), ROWS)
async def test_everybody_may_do_what_the_table_says(bench, kind, place, role):
    desks = Desks(bench)
    drawn, waiting = await jobs_of(desks, kind)
    somebody = Operator if role == "operator" else Asking
    asking = somebody(desks, role, place, is_private=kind == "private")
    table, number = TABLE[kind, place], list(ROLES).index(role)

    answers = {
        action: await asking.tries(action, waiting if action == "cancel" else drawn)
        for action in table
    }

    assert answers == {action: expected[number] for action, expected in table.items()}


@pytest.mark.parametrize("role", [role for role in ROLES if role != "operator"])
async def test_what_is_elsewhere_is_answered_like_what_never_was(bench, role):
    desks = Desks(bench)
    drawn, waiting = await jobs_of(desks, "public")
    asking = Asking(desks, role, "another guild", is_private=False)
    nothing = SimpleNamespace(id=10**6, message_id=1, user_id=REQUESTER)

    for action in ("show", "delete", "cancel", "report", "mod image", "mod takedown"):
        there = await asking.tries(action, waiting if action == "cancel" else drawn)
        assert there == await asking.tries(action, nothing), action
