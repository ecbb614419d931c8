"""On what terms people's jobs are drawn: what they cost, and who has to pay for them."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Protocol

from bot.credits.credit_errors import (
    CreditsHeldError,
    CreditsNeverError,
    CreditsShortError,
    PersonQueueFullError,
    PoolEmptyError,
    PoolShortError,
)
from db.accounts import NO_GUILD, Allowance
from db.admission import Terms, admit_job
from db.allowances import read_terms
from db.jobs import count_waiting
from engine.cost import THOUSANDTHS, cost_of
from engine.model_info import model_named

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.config import CreditsSection
    from bot.errors import RefusedError
    from bot.ordering.orders import Plan
    from db.accounts import Standing
    from db.admission import NewJob
    from db.tables import Job
    from engine.model_info import ModelInfo
    from engine.params import GenerationParams


class HasModels(Protocol):
    """Whatever knows the models."""

    @property
    def models(self) -> Sequence[ModelInfo]:
        """The default first; none until the engine was ready for the first time."""
        ...


class Charging:
    """Admits jobs on their person's terms.

    Args:
        section: The operator's terms; guilds and roles may have others.
        max_waiting: Jobs of one person that may wait.
        engine: Knows the models, which fill in what people left open.
    """

    def __init__(self, section: CreditsSection, *, max_waiting: int, engine: HasModels) -> None:
        self._section = section
        self._max_waiting = max_waiting
        self._engine = engine

    def priced(self, new: NewJob, plan: Plan, first: Iterable[GenerationParams] = ()) -> NewJob:
        """Return a job with what it costs, and with what must be drawn again first."""
        cost = self._cost(plan.params, plan.num_images)
        return dataclasses.replace(new, cost=cost + sum(self._cost(one, 1) for one in first))

    def quote(self, params: GenerationParams, num_images: int) -> int:
        """Return what pictures would cost, for those who ask first; 0 where nothing is charged."""
        if not self._section.enabled:
            return 0
        return self._cost(params, num_images)

    def _cost(self, params: GenerationParams, num_images: int) -> int:
        return cost_of(params, num_images, model_named(self._engine.models, params.model))

    async def terms(
        self, session: AsyncSession, guild_id: int | None, role_ids: Collection[int]
    ) -> Terms:
        """Return the terms of somebody with these roles."""
        usual = usual_terms(self._section)
        if usual.allowance is None:
            return usual
        return await read_terms(session, guild_id or NO_GUILD, role_ids, usual=usual)

    async def admit(
        self,
        session: AsyncSession,
        new: NewJob,
        role_ids: Collection[int],
        *,
        now: dt.datetime,
        max_waiting: int | None = None,
    ) -> Job:
        """Record a job and hold its price, or refuse it.

        (nothing) -> queued

        Args:
            session: In a write transaction; the caller commits.
            new: What is asked for.
            role_ids: Of the person, where they ask.
            now: The present instant, aware.
            max_waiting: Jobs of one person that may wait in this guild; None leaves it to the
                operator.

        Raises:
            bot.errors.RefusedError: Too little credit, or too many jobs; roll back.
        """
        terms = await self.terms(session, new.guild_id, role_ids)
        admitted = await admit_job(session, new, terms, now=now)
        if admitted.lacking and not terms.has_relaxed:
            raise _short(admitted.lacking, new.cost, now=now)
        if admitted.num_waiting > self._max_waiting:
            raise PersonQueueFullError(max_waiting=self._max_waiting)
        if max_waiting and admitted.is_new:
            waiting = await count_waiting(session, user_id=new.user_id, guild_id=new.guild_id)
            if waiting > max_waiting:
                raise PersonQueueFullError(max_waiting=max_waiting)
        return admitted.job


def usual_terms(section: CreditsSection) -> Terms:
    """Return the operator's terms, for servers and roles that have set none."""
    if not section.enabled:
        return Terms()
    pool = Allowance(section.pool_capacity * THOUSANDTHS, section.pool_per_day * THOUSANDTHS)
    return Terms(
        allowance=Allowance(section.capacity * THOUSANDTHS, section.per_day * THOUSANDTHS),
        pool=pool if pool.capacity else None,
        has_relaxed=section.relaxed,
    )


def _short(lacking: Standing, cost: int, *, now: dt.datetime) -> RefusedError:
    seconds = lacking.seconds_until(cost)
    if seconds is None:
        return _endless(lacking, cost)
    short = PoolShortError if lacking.is_pool else CreditsShortError
    ready_at = int(now.timestamp()) + seconds
    return short(cost=cost, balance=lacking.balance, ready_at=ready_at)


def _endless(lacking: Standing, cost: int) -> RefusedError:
    """Say why nobody knows when there will be enough."""
    if lacking.is_pool:
        return PoolEmptyError(cost=cost, balance=lacking.balance)
    if lacking.allowance.per_day and cost <= lacking.allowance.capacity:
        return CreditsHeldError(cost=cost, balance=lacking.balance, held=lacking.held)
    return CreditsNeverError(cost=cost, balance=lacking.balance)
