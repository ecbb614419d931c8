"""Any order of commands, crashes and cancels keeps graph, order and ledger, and loses no job."""

from __future__ import annotations

import asyncio
import datetime as dt
import shutil
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, select

from db import jobs
from db.accounts import Allowance, read_standing
from db.connection import Database
from db.credit_audit import audit
from db.images import record_image
from db.jobs import ARROWS, ENDS, JobState, Terms
from db.lanes import RELAXED
from db.tables import CreditAccount, CreditEntry, Flow, Image, Job, Lane
from tests.support.jobs import LEASE, NOW, a_job, ahead_of, an_image

OWNERS = st.sampled_from(["host:1", "host:2"])
CHOICE = st.integers(min_value=0, max_value=10**6)
COSTS = st.sampled_from([100, 400, 1_000, 2_500])
ALLOWANCE = Allowance(capacity=4_000, per_day=0)  # soon used up, so that people are relaxed
PEOPLE = (3, 4)
MAX_ATTEMPTS = 3


@dataclass
class Expected:
    """What the record should say of one job."""

    interaction_id: int
    state: JobState = JobState.QUEUED
    owner: str | None = None
    lease_over_at: dt.datetime | None = None
    attempts: int = 0
    is_told: bool = False
    user_id: int = 0
    lane: str = ""
    key: tuple[int, int] = (0, 0)
    price: int = 0
    paid: int = 0

    def let_go(self, state):
        self.state, self.owner, self.lease_over_at = state, None, None


class JobsMachine(RuleBasedStateMachine):
    """The job functions on a real database beside a dict that says what they should have done."""

    def __init__(self, url):
        super().__init__()
        self.now = NOW
        self.expected = {}
        self.runner = asyncio.Runner()
        self.database = Database.open(url, pool_size=1)

    def teardown(self):
        self.runner.run(self.database.close())
        self.runner.close()

    def call(self, function, *arguments, **options):
        """Call one job function in a transaction of its own."""

        async def run():
            async with self.database.begin() as session:
                return await function(session, *arguments, **options)

        return self.runner.run(run())

    def pick(self, choice):
        """Choose any job, ended ones too."""
        ids = sorted(self.expected)
        return ids[choice % len(ids)]

    def in_state(self, *states):
        return [number for number, job in sorted(self.expected.items()) if job.state in states]

    def is_drawn_by(self, job_id, owner):
        job = self.expected[job_id]
        return job.state is JobState.RUNNING and job.owner == owner

    @rule(cost=COSTS, user_id=st.sampled_from(PEOPLE))
    def submit(self, cost, user_id):
        new = a_job(cost=cost, user_id=user_id)
        terms = Terms(allowance=ALLOWANCE, has_relaxed=True)
        admitted = self.call(jobs.admit_job, new, terms, now=self.now)
        job = admitted.job
        assert job.id not in self.expected
        assert (admitted.lacking is None) == (self.balance(user_id) >= cost)
        assert job.price == (0 if job.lane == RELAXED else cost)
        self.expected[job.id] = Expected(
            new.interaction_id,
            user_id=user_id,
            lane=job.lane,
            key=(job.start_tag, job.id),
            price=job.price,
        )

    def balance(self, user_id):
        """What a person should have: less by what was paid and by what is held."""
        mine = [job for job in self.expected.values() if job.user_id == user_id]
        used = sum(job.paid if job.state in ENDS else job.price for job in mine)
        return ALLOWANCE.capacity - used

    def queued_in(self, lane):
        """The lane's waiting jobs in the order in which they should be claimed."""
        waiting = self.in_state(JobState.QUEUED)
        mine = [number for number in waiting if self.expected[number].lane == lane]
        return sorted(mine, key=lambda number: self.expected[number].key)

    @precondition(lambda self: self.expected)
    @rule(choice=CHOICE)
    def submit_again(self, choice):
        job_id = self.pick(choice)
        again = a_job(interaction_id=self.expected[job_id].interaction_id, num_images=9)
        job = self.call(jobs.create_job, again, now=self.now)
        assert (job.id, job.num_images) == (job_id, 1)

    @rule(owner=OWNERS)
    def claim(self, owner):
        job = self.call(jobs.claim_job, owner=owner, now=self.now, lease=LEASE)
        assert bool(job) == bool(self.in_state(JobState.QUEUED))
        if job:
            assert job.id == self.queued_in(job.lane)[0]
            expected = self.expected[job.id]
            expected.state, expected.owner = JobState.RUNNING, owner
            expected.lease_over_at = self.now + LEASE
            expected.attempts += 1

    @rule(owner=OWNERS)
    def resume_delivery(self, owner):
        job = self.call(jobs.claim_rendered, owner=owner, now=self.now, lease=LEASE)
        free = [n for n in self.in_state(JobState.RENDERED) if self.is_nobodys(self.expected[n])]
        assert (job.id if job else None) == (free[0] if free else None)
        if job:
            self.expected[job.id].owner = owner
            self.expected[job.id].lease_over_at = self.now + LEASE

    def is_nobodys(self, job):
        return job.owner is None or job.lease_over_at <= self.now

    @precondition(lambda self: self.expected)
    @rule(choice=CHOICE, owner=OWNERS)
    def render(self, choice, owner):
        job_id = self.pick(choice)
        moved = self.call(jobs.mark_rendered, job_id, owner=owner, model_hash="m", now=self.now)
        assert moved == self.is_drawn_by(job_id, owner)
        if moved:
            self.call(record_image, an_image(job_id), now=self.now)
            self.expected[job_id].state = JobState.RENDERED

    @precondition(lambda self: self.expected)
    @rule(choice=CHOICE, state=st.sampled_from([JobState.DELIVERED, JobState.WITHHELD]))
    def deliver(self, choice, state):
        job_id = self.pick(choice)
        mark = jobs.mark_delivered if state is JobState.DELIVERED else jobs.mark_withheld
        moved = self.call(mark, job_id, now=self.now)
        paid = self.expected[job_id].price if state is JobState.DELIVERED else 0
        self.expect_end(job_id, state, moved, is_told=True, paid=paid)

    @precondition(lambda self: self.expected)
    @rule(choice=CHOICE, work=COSTS)
    def cancel(self, choice, work):
        job_id = self.pick(choice)
        expected = self.expected[job_id]
        paid = min(work, expected.price) if expected.state is JobState.RUNNING else 0
        moved = self.call(jobs.cancel_job, job_id, now=self.now, work=work)
        self.expect_end(job_id, JobState.CANCELLED, moved, paid=paid)

    @precondition(lambda self: self.expected)
    @rule(choice=CHOICE, owner=st.none() | OWNERS)
    def fail(self, choice, owner):
        job_id = self.pick(choice)
        is_mine = owner is None or self.expected[job_id].owner == owner
        reason = {"code": "test", "facts": {"n": 1}}
        moved = self.call(jobs.fail_job, job_id, now=self.now, owner=owner, **reason)
        self.expect_end(job_id, JobState.FAILED, moved, is_mine=is_mine)

    def expect_end(self, job_id, state, moved, *, is_told=False, paid=0, is_mine=True):
        expected = self.expected[job_id]
        assert moved == (is_mine and state in ARROWS[expected.state])
        if moved:
            expected.let_go(state)
            expected.paid = paid
            expected.is_told = is_told

    @precondition(lambda self: self.expected)
    @rule(choice=CHOICE)
    def tell(self, choice):
        job_id = self.pick(choice)
        has_ended = self.expected[job_id].state in ENDS
        assert self.call(jobs.mark_told, job_id, now=self.now) == has_ended
        self.expected[job_id].is_told |= has_ended

    @precondition(lambda self: self.expected)
    @rule(choice=CHOICE, owner=OWNERS)
    def lose_engine(self, choice, owner):
        job_id = self.pick(choice)
        is_mine = self.is_drawn_by(job_id, owner)
        assert self.call(jobs.requeue_job, job_id, owner=owner, now=self.now) == is_mine
        if is_mine:
            self.expected[job_id].let_go(JobState.QUEUED)

    @rule(owner=OWNERS)
    def beat(self, owner):
        held = [job for job in self.expected.values() if job.owner == owner]
        ids = sorted(self.expected)
        renewed = self.call(jobs.renew_leases, owner=owner, job_ids=ids, now=self.now, lease=LEASE)
        assert renewed == [number for number in ids if self.expected[number] in held]
        for job in held:
            job.lease_over_at = self.now + LEASE

    @rule(owner=OWNERS)
    def shut_down(self, owner):
        running = [n for n in self.expected if self.is_drawn_by(n, owner)]
        assert self.call(jobs.release_leases, owner=owner, now=self.now) == sorted(running)
        for number in running:
            self.expected[number].attempts -= 1
            self.expected[number].let_go(JobState.QUEUED)
        for number in self.in_state(JobState.RENDERED):
            if self.expected[number].owner == owner:
                self.expected[number].owner = None

    @rule(seconds=st.sampled_from([1, 59, 60, 61]))
    def crash_or_keep_silent(self, seconds):
        """Owners fall silent; whatever lease is over by then is taken back."""
        self.now += dt.timedelta(seconds=seconds)
        running = self.in_state(JobState.RUNNING)
        over = [n for n in running if self.is_nobodys(self.expected[n])]
        failed = [n for n in over if self.expected[n].attempts >= MAX_ATTEMPTS]
        requeued = [n for n in over if n not in failed]

        result = self.call(jobs.requeue_expired, now=self.now, max_attempts=MAX_ATTEMPTS)

        assert result == (requeued, failed)
        for number in over:
            state = JobState.FAILED if number in failed else JobState.QUEUED
            self.expected[number].let_go(state)

    @invariant()
    def record_says_what_happened(self):
        stored, place, untold = self.runner.run(self.read_record())

        assert stored == {
            number: (job.state, job.owner, job.attempts, job.is_told)
            for number, job in self.expected.items()
        }
        last = max(self.in_state(JobState.QUEUED), default=None)
        lane = self.queued_in(self.expected[last].lane) if last else []
        assert place == (lane.index(last) if last else 0)
        assert untold == [n for n in self.in_state(*ENDS) if not self.expected[n].is_told]

    @invariant()
    def credits_add_up(self):
        found, balances = self.runner.run(self.read_credits())

        assert found == []
        assert balances == {user_id: self.balance(user_id) for user_id in PEOPLE}

    async def read_record(self):
        """Read every job, the place of the last one that waits, and who is to be told."""
        async with self.database.read() as session:
            rows = await session.scalars(select(Job).order_by(Job.id))
            stored = {
                job.id: (job.state, job.lease_owner, job.attempts, job.told_at is not None)
                for job in rows
            }
            last = max(self.in_state(JobState.QUEUED), default=0)
            place = await ahead_of(session, last) or 0
            untold = await jobs.untold_jobs(session, limit=1000)
            return stored, place, [job.id for job in untold]

    async def read_credits(self):
        """Read what the audit finds, and everybody's balance."""
        async with self.database.read() as session:
            found = await audit(session)
            standings = {
                user_id: await read_standing(session, 1, user_id, ALLOWANCE, now=self.now)
                for user_id in PEOPLE
            }
            return found, {user_id: seen.balance for user_id, seen in standings.items()}


def run_machine(make, *, share=1):
    """Run as many examples as the profile says, or one in ``share`` of them."""
    sized = settings(
        deadline=None,
        stateful_step_count=20,
        suppress_health_check=HealthCheck,
        max_examples=settings.default.max_examples // share,
    )
    run_state_machine_as_test(make, settings=sized)


@pytest.mark.timeout(300)
def test_any_order_keeps_the_graph_on_sqlite(sqlite_url, tmp_path):
    template = sqlite_url.removeprefix("sqlite:///")
    file = tmp_path / "example.sqlite"

    def fresh():
        for leftover in tmp_path.glob("example.sqlite*"):
            leftover.unlink()
        return JobsMachine(f"sqlite:///{shutil.copy(template, file)}")

    run_machine(fresh)


@pytest.mark.postgres
@pytest.mark.timeout(300)
def test_any_order_keeps_the_graph_on_postgresql(postgres_url):
    def fresh():
        machine = JobsMachine(postgres_url)

        async def clear():
            async with machine.database.begin() as session:
                for table in (CreditEntry, CreditAccount, Image, Job, Flow, Lane):
                    await session.execute(delete(table))

        machine.runner.run(clear())
        return machine

    run_machine(fresh, share=2)  # each step is ten round trips to the server
