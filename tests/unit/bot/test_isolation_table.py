"""Who may do what with whose picture, from where: one table, tried out entry by entry."""

from __future__ import annotations

from types import SimpleNamespace

import discord
import pytest

from bot.commands.report import Report
from bot.errors import JobUnknownError
from bot.finding.rights import check_press, require_visible
from bot.finding.tracing import _may_know
from bot.moderation.card import picture_case
from bot.moderation.moderators import is_moderator, require_moderator
from bot.moderation.takedown import Target
from bot.ordering.refusals import NotYoursError
from bot.policy.refusals import CaseUnknownError, ModeratorsOnlyError
from bot.queueing.cancelling import Canceller, Cancelling
from bot.queueing.queue_errors import CancelForbiddenError
from bot.text import ENGLISH
from db.histories import jobs_of_person
from db.person_records import pages_about
from tests.support.moderating import ELSEWHERE, HERE, Desks

REQUESTER, OTHER, MODERATOR, ADMINISTRATOR = 3, 4, 5, 6
ROLES = {
    "requester": (REQUESTER, {}),
    "member": (OTHER, {}),
    "moderator": (MODERATOR, {"manage_messages": True}),
    "administrator": (ADMINISTRATOR, {"administrator": True, "manage_messages": True}),
}
PLACES = {"here": HERE, "another guild": ELSEWHERE, "a direct channel": None}
UNKNOWN, OK = "unknown", "ok"
REFUSALS = {
    JobUnknownError: UNKNOWN,
    CaseUnknownError: UNKNOWN,
    NotYoursError: "not theirs",
    CancelForbiddenError: "not theirs",
    ModeratorsOnlyError: "for moderators",
}

# What is drawn in a guild, and who asks there. An entry is what comes of it for
# (requester, member, moderator, administrator); "" is a question that nobody can ask.
IN_PUBLIC = {
    "show": (OK, OK, OK, OK),
    "info": (OK, OK, OK, OK),
    "reroll": (OK, OK, OK, OK),
    "subtle": (OK, OK, OK, OK),
    "upscale": (OK, "not theirs", "not theirs", "not theirs"),
    "remix": (OK, "not theirs", "not theirs", "not theirs"),
    "delete": (OK, "not theirs", OK, OK),
    "cancel": (OK, "not theirs", OK, OK),
    "report": (OK, OK, OK, OK),
    "history": (OK, UNKNOWN, UNKNOWN, UNKNOWN),
    "mod image": ("for moderators", "for moderators", OK, OK),
    "mod takedown": ("for moderators", "for moderators", OK, OK),
    "recipe": (OK, UNKNOWN, OK, OK),
    "export": (OK, UNKNOWN, UNKNOWN, UNKNOWN),
}
IN_PRIVATE = IN_PUBLIC | {
    "show": (OK, UNKNOWN, UNKNOWN, UNKNOWN),
    "info": (OK, UNKNOWN, UNKNOWN, UNKNOWN),
    "reroll": (OK, UNKNOWN, UNKNOWN, UNKNOWN),
    "subtle": (OK, UNKNOWN, UNKNOWN, UNKNOWN),
    "upscale": (OK, UNKNOWN, UNKNOWN, UNKNOWN),
    "remix": (OK, UNKNOWN, UNKNOWN, UNKNOWN),
    "delete": (OK, UNKNOWN, UNKNOWN, UNKNOWN),
    "cancel": (OK, UNKNOWN, UNKNOWN, UNKNOWN),
    "report": (OK, UNKNOWN, UNKNOWN, UNKNOWN),
    "mod image": ("for moderators", "for moderators", UNKNOWN, UNKNOWN),
    "recipe": (OK, UNKNOWN, UNKNOWN, UNKNOWN),
}
ABROAD = dict.fromkeys(IN_PUBLIC, (UNKNOWN,) * 4) | {
    "mod image": ("for moderators", "for moderators", UNKNOWN, UNKNOWN),
    "mod takedown": ("for moderators", "for moderators", UNKNOWN, UNKNOWN),
    "recipe": (OK, UNKNOWN, UNKNOWN, UNKNOWN),
    "export": (OK, UNKNOWN, UNKNOWN, UNKNOWN),
}
OUTSIDE = ABROAD | {
    "mod image": ("for moderators",) * 4,
    "mod takedown": ("for moderators",) * 4,
}
TABLE = {
    ("public", "here"): IN_PUBLIC,
    ("private", "here"): IN_PRIVATE,
    ("public", "another guild"): ABROAD,
    ("private", "another guild"): ABROAD,
    ("public", "a direct channel"): OUTSIDE,
    ("private", "a direct channel"): OUTSIDE,
}
ROWS = [
    pytest.param(kind, place, role, id=f"{kind}, {place}: {role}")
    for kind, place in TABLE
    for role in ROLES
]


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

    async def recipe(self, job):
        _require(_may_know(self, job))

    async def export(self, job):
        async with self._desks.bench.database.read() as session:
            pages = [page async for page in pages_about(session, self.user.id)]
        ids = {row["id"] for page in pages if page.section == "jobs" for row in page.rows}
        _require(job.id in ids)

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
    asking = Asking(desks, role, place, is_private=kind == "private")
    table, number = TABLE[kind, place], list(ROLES).index(role)

    answers = {
        action: await asking.tries(action, waiting if action == "cancel" else drawn)
        for action in table
    }

    assert answers == {action: expected[number] for action, expected in table.items()}


@pytest.mark.parametrize("role", ROLES)
async def test_what_is_elsewhere_is_answered_like_what_never_was(bench, role):
    desks = Desks(bench)
    drawn, waiting = await jobs_of(desks, "public")
    asking = Asking(desks, role, "another guild", is_private=False)
    nothing = SimpleNamespace(id=10**6, message_id=1, user_id=REQUESTER)

    for action in ("show", "delete", "cancel", "report", "mod image", "mod takedown"):
        there = await asking.tries(action, waiting if action == "cancel" else drawn)
        assert there == await asking.tries(action, nothing), action
