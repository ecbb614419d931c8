"""Policies that are known from the start."""

from __future__ import annotations

from types import SimpleNamespace

from bot.files.quarantine import Quarantine
from bot.policy.gate import Asking, Gate
from bot.policy.judging import PromptJudge
from bot.policy.knowledge import Knowledge
from bot.policy.memory import PolicyMemory
from bot.policy.rules import RuleBook
from bot.policy.screening import Screening
from bot.policy.uploads import UploadPolicy
from tests.support.scripted_engine import A_MODEL


def some_knowledge(**changes):
    """What is known of a world in which nobody has set anything."""
    nothing = {
        "guilds": {},
        "rules": RuleBook([]),
        "bans": {},
        "offences": {},
        "accepted": frozenset(),
    }
    return Knowledge(**{**nothing, **changes})


def a_memory(bench, knowledge=None, *, terms=""):
    """A memory that begins with some knowledge, and reads the bench's database on a change."""
    known = knowledge or some_knowledge()
    return PolicyMemory(bench.database, clock=bench.clock, terms=terms, knowledge=known)


def a_gate(bench, knowledge=None, *, terms="", model=A_MODEL):
    """A gate that lets through what nobody has forbidden."""
    memory = a_memory(bench, knowledge, terms=terms)
    return Gate(
        memory,
        judge=PromptJudge(memory),
        database=bench.database,
        tasks=bench.tasks,
        clock=bench.clock,
        terms=terms,
        engine=SimpleNamespace(models=(model,) if model else ()),
    )


def an_upload_policy(bench, knowledge=None, *, restricted=()):
    """What lets uploads in; ``restricted`` are channel ids."""
    return UploadPolicy(
        a_memory(bench, knowledge),
        database=bench.database,
        clock=bench.clock,
        is_restricted=lambda _guild_id, channel_id: channel_id in restricted,
    )


def an_asking(**changes):
    """Somebody who asks for something in channel 2 of guild 1."""
    usual = {
        "interaction_id": 5,
        "guild_id": 1,
        "channel_id": 2,
        "parent_id": None,
        "user_id": 3,
        "role_ids": frozenset(),
    }
    return Asking(**{**usual, **changes})


def a_screening(bench, knowledge=None, *, restricted=(), **options):
    """A screening with a quarantine beside the pictures; ``restricted`` are channel ids."""
    memory = a_memory(bench, knowledge)
    return Screening(
        memory,
        judge=PromptJudge(memory),
        quarantine=Quarantine(bench.folder.parent / "quarantine"),
        clock=bench.clock,
        is_restricted=lambda _guild_id, channel_id: channel_id in restricted,
        **options,
    )
