"""The parts of policy, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import endpoint
from bot.files.quarantine import Quarantine
from bot.policy.gate import Gate
from bot.policy.judging import PromptJudge
from bot.policy.memory import PolicyMemory
from bot.policy.screening import Screening
from bot.policy.uploads import UploadPolicy

if TYPE_CHECKING:
    import discord

    from bot.config import PolicySection
    from bot.ground import Ground
    from bot.tasks import Tasks


class PolicyParts:
    """Everything that decides what may be asked for and what may be shown.

    Attributes:
        memory: What is known about guilds and people; ``run`` keeps it fresh.
        judge: Judges prompts by the rules.
        gate: Lets orders through.
        quarantine: Where withheld pictures are.
        screening: Decides about finished pictures.
        uploads: Decides about pictures that people bring.
    """

    def __init__(self, client: discord.Client, ground: Ground, tasks: Tasks) -> None:
        terms, safety = terms_version(ground.settings.policy), ground.settings.safety
        self._client = client
        self.memory = PolicyMemory(ground.database, clock=ground.clock, terms=terms)
        self.judge = PromptJudge(self.memory)
        self.gate = Gate(
            self.memory,
            judge=self.judge,
            database=ground.database,
            tasks=tasks,
            clock=ground.clock,
            terms=terms,
            engine=ground.engine,
        )
        self.quarantine = Quarantine(safety.quarantine)
        self.screening = Screening(
            self.memory,
            judge=self.judge,
            quarantine=self.quarantine,
            clock=ground.clock,
            is_restricted=self.is_restricted,
            stop_margin=None if safety.stop_margin == "off" else safety.stop_margin,
            stop_reviewed=safety.stop_reviewed,
        )
        self.uploads = UploadPolicy(
            self.memory,
            database=ground.database,
            clock=ground.clock,
            is_restricted=self.is_restricted,
        )

    def is_restricted(self, guild_id: int | None, channel_id: int) -> bool:
        """Return whether a channel is age-restricted; one that is not known counts as open."""
        guild = self._client.get_guild(guild_id) if guild_id else None
        channel = guild.get_channel_or_thread(channel_id) if guild else None
        is_nsfw = getattr(channel, "is_nsfw", None)
        return bool(is_nsfw and is_nsfw())


def terms_version(section: PolicySection) -> str:
    """Return the version of the terms that people must accept; empty asks nobody."""
    if section.require_terms == "never":
        return ""
    if section.require_terms == "auto" and not endpoint.is_discord():
        return ""
    return section.terms_version
