"""Carries out what policy decides about a finished picture, and writes it down first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Protocol

from bot.ordering.orders import image_params, params_of
from bot.policy.pictures import Action, decide
from bot.policy.refusals import PolicyUnknownError
from db.audit import record_action
from db.moderation import record_flag
from db.strikes import add_strike

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.clock import Clock
    from bot.files.quarantine import Quarantine
    from bot.policy.judging import PromptJudge
    from bot.policy.memory import PolicyMemory
    from bot.policy.pictures import Decision
    from db.tables import Image, Job
    from engine.protocol import Finished, Verdict

OFFENCES: Final = frozenset({"classifier", "special_care"})
"""Reasons that count against the requester; a guild's own strictness and its rules do not."""


class Store(Protocol):
    """Whoever keeps the pictures that people may see."""

    async def store(self, job_id: int, index: int, data: bytes) -> str:
        """Write a picture and return the name for its row."""
        ...


@dataclass(frozen=True, slots=True)
class Screened:
    """A picture with what was decided about it.

    Attributes:
        decision: What was decided.
        file: The name under which it is kept for showing; None where nobody may see it.
    """

    decision: Decision
    file: str | None


class Screening:
    """Decides about pictures by the guild's policy.

    Args:
        memory: What is known about guilds and people.
        judge: Who judges prompts.
        quarantine: Where withheld pictures are kept for moderators.
        clock: The time.
        is_restricted: Says whether a channel is age-restricted; a channel that is not known is
            not.
        stop_margin: How far two previews in a row are over their threshold to end a picture
            early; None: none does.
        stop_reviewed: Whether they do so where moderators could approve the finished picture.
    """

    def __init__(
        self,
        memory: PolicyMemory,
        *,
        judge: PromptJudge,
        quarantine: Quarantine,
        clock: Clock,
        is_restricted: Callable[[int | None, int], bool],
        stop_margin: float | None = None,
        stop_reviewed: bool = False,
    ) -> None:
        self._memory = memory
        self._judge = judge
        self._quarantine = quarantine
        self._clock = clock
        self._is_restricted = is_restricted
        self._stop_margin = stop_margin
        self._stop_reviewed = stop_reviewed
        self._on_flag: Callable[[], None] = lambda: None

    def when_flagged(self, act: Callable[[], None]) -> None:
        """Say what is to be called after a picture was put up for review."""
        self._on_flag = act

    async def may_preview(self, job: Job, index: int) -> bool:
        """Whether a picture of a job may be shown unfinished.

        The engine has screened them by the operator's thresholds. Where the guild is stricter, or
        a rule wants moderators to look first, or nothing is known, nobody sees them.
        """
        try:
            known = self._memory.known
        except PolicyUnknownError:
            return False
        restricted = self._is_restricted(job.guild_id, job.channel_id)
        if known.guild(job.guild_id).pictures.is_stricter(is_restricted=restricted):
            return False
        return not await self._is_reviewed(job, index)

    def stop_margin(self, job: Job) -> float | None:
        """Return how clearly forbidden previews end a picture; None where it is drawn to its end.

        That is where people, or moderators, might get to see the finished picture after all.
        """
        try:
            known = self._memory.known
        except PolicyUnknownError:
            return self._stop_margin
        guild = known.guild(job.guild_id)
        if guild.review_channel_id is not None and not self._stop_reviewed:
            return None
        standing = known.standing(job.guild_id, job.user_id, self._clock.now())
        is_spoiled = (
            guild.pictures.restricted_action is Action.SPOILER
            and self._is_restricted(job.guild_id, job.channel_id)
            and not standing.has_strikes
        )
        return None if is_spoiled else self._stop_margin

    async def decide(self, job: Job, index: int, verdict: Verdict) -> Decision:
        """Decide about one picture of a job.

        Raises:
            bot.policy.refusals.PolicyUnknownError: Nothing is known, so nothing may be shown.
        """
        known = self._memory.known
        standing = known.standing(job.guild_id, job.user_id, self._clock.now())
        return decide(
            verdict,
            known.guild(job.guild_id).pictures,
            is_restricted=self._is_restricted(job.guild_id, job.channel_id),
            has_strikes=standing.has_strikes,
            is_reviewed=await self._is_reviewed(job, index),
        )

    async def _is_reviewed(self, job: Job, index: int) -> bool:
        """Whether a rule wants moderators to see a picture first, by the words it is drawn from."""
        prompt = image_params(params_of(job), index).prompt
        return (await self._judge.judge((prompt,), job.guild_id)).reviewing is not None

    async def keep(self, job: Job, index: int, event: Finished, storage: Store) -> Screened:
        """Put a picture where the decision about it belongs: the storage or the quarantine.

        A spoiler whose pixels the operator does not keep is withheld.

        Raises:
            bot.errors.PictureUnstoredError: The disk did not take a picture that may be shown.
        """
        decision = await self.decide(job, index, event.verdict)
        pixels = event.image.data if event.image is not None else None
        if decision.action.is_shown:
            if pixels is None:
                pixels = await self._quarantine.read(job.id, index, event.sha256)
            if pixels is not None:
                return Screened(decision, await storage.store(job.id, index, pixels))
            decision = _withheld(decision)
        elif pixels is not None:
            await self._quarantine.store(job.id, index, event.sha256, pixels)
        return Screened(decision, None)

    async def record(
        self, session: AsyncSession, job: Job, image: Image, event: Finished, decision: Decision
    ) -> None:
        """Write down everything but a plain post, in the transaction that records the picture."""
        if decision.action is Action.POST:
            return
        now = self._clock.now()
        await record_flag(
            session,
            image_id=image.id,
            job_id=job.id,
            guild_id=job.guild_id,
            user_id=job.user_id,
            category=decision.category,
            score=decision.score,
            threshold=decision.threshold,
            classifier=event.verdict.classifier,
            action=decision.action.value,
            reason=decision.reason,
            policy_version=decision.policy_version,
            review="open" if decision.action is Action.WITHHOLD else "closed",
            now=now,
        )
        await record_action(
            session,
            decision.action.value,
            guild_id=job.guild_id,
            actor_id=None,
            user_id=job.user_id,
            job_id=job.id,
            image_id=image.id,
            now=now,
            reason=decision.reason,
            policy_version=decision.policy_version,
            **({"stopped_at": event.stopped_at} if event.stopped_at else {}),
        )
        if decision.reason in OFFENCES and not decision.action.is_shown:
            await self._strike(session, job, decision)

    async def note(self, decision: Decision) -> None:
        """Take up after the commit what it changed: the record, and the queue of reviews."""
        if decision.action is Action.POST:
            return
        await self._memory.look()
        self._on_flag()

    async def _strike(self, session: AsyncSession, job: Job, decision: Decision) -> None:
        await add_strike(
            session,
            job.user_id,
            guild_id=job.guild_id,
            weight=1.0,
            reason=decision.reason,
            job_id=job.id,
            actor_id=None,
            now=self._clock.now(),
        )


def _withheld(decision: Decision) -> Decision:
    return replace(decision, action=Action.WITHHOLD, reason=decision.reason or "not_kept")
