"""What people are charged follows the operator's terms, the guild's, and their roles'."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from bot.config import CreditsSection
from bot.credits.charging import Charging
from bot.credits.credit_errors import (
    CreditsHeldError,
    CreditsNeverError,
    CreditsShortError,
    PersonQueueFullError,
    PoolEmptyError,
)
from bot.credits.credit_words import thousandths_of
from bot.ordering.orders import Plan
from bot.queueing.pace import Pace
from bot.text import ENGLISH
from db.accounts import Allowance, open_account
from db.allowances import save_guild_credits, save_role_allowance
from db.credits import adjust
from db.jobs import count_waiting
from db.tables import Job
from engine.params import GenerationParams
from tests.support.jobs import NOW, a_job
from tests.support.scripted_engine import A_MODEL, ScriptedEngine

ROLE = 77


def charging(*, max_waiting=50, **settings):
    section = CreditsSection(**{"capacity": 2, "per_day": 2, **settings})
    return Charging(section, max_waiting=max_waiting, engine=ScriptedEngine())


class TwoModels:
    """An engine that draws small pictures unless the large model is named."""

    large = msgspec.structs.replace(A_MODEL, name="large", native_width=4 * A_MODEL.native_width)
    models = (A_MODEL, large)


async def admit(database, by, *, cost=1_500, roles=(), **changes):
    async with database.begin() as session:
        return await by.admit(session, a_job(cost=cost, **changes), roles, now=NOW)


async def test_who_is_out_of_credits_goes_on_relaxed_by_default(sqlite_database):
    lanes = [(await admit(sqlite_database, charging())).lane for _ in range(2)]

    assert lanes == ["fast", "relaxed"]


async def test_who_is_out_of_credits_is_told_what_is_there_and_when_there_is_enough(
    sqlite_database,
):
    by = charging(relaxed=False)
    job = await admit(sqlite_database, by, cost=500)
    async with sqlite_database.begin() as session:
        account_id = await open_account(session, 1, 3, Allowance(2_000, 2_000), now=NOW)
        await adjust(session, account_id, 500, actor_id=9, now=NOW)
    with pytest.raises(CreditsShortError) as refused:
        await admit(sqlite_database, by)

    ready_at = int(NOW.timestamp()) + 12 * 3600 + 1
    assert refused.value.facts == {"cost": 1_500, "balance": 500, "ready_at": ready_at}
    async with sqlite_database.read() as session:
        assert await count_waiting(session) == 1
    assert job.price == 500


@pytest.mark.parametrize(
    ("cost", "error"),
    [
        pytest.param(1_500, CreditsHeldError, id="jobs on their way hold it"),
        pytest.param(2_001, CreditsNeverError, id="more than an account takes"),
    ],
)
async def test_who_cannot_know_when_there_is_enough_is_told_why(sqlite_database, cost, error):
    by = charging(relaxed=False)
    await admit(sqlite_database, by, cost=1_500)
    with pytest.raises(error):
        await admit(sqlite_database, by, cost=cost)


async def test_a_guild_that_wants_no_relaxed_lane_has_none(sqlite_database):
    async with sqlite_database.begin() as session:
        await save_guild_credits(session, 1, has_relaxed=False)
        await save_guild_credits(session, 1, has_relaxed=False, pool=Allowance(1_000, 0))

    with pytest.raises(PoolEmptyError):
        await admit(sqlite_database, charging())
    assert (await admit(sqlite_database, charging(), guild_id=2)).lane == "fast"


async def test_roles_give_the_best_of_each(sqlite_database):
    async with sqlite_database.begin() as session:
        await save_role_allowance(session, 1, ROLE, Allowance(9_000, 100), weight=100)
        await save_role_allowance(session, 1, ROLE, Allowance(9_000, 1_000), weight=50)
        await save_role_allowance(session, 1, ROLE + 1, Allowance(5_000, 7_000), weight=300)
    async with sqlite_database.read() as session:
        terms = await charging().terms(session, 1, [ROLE, ROLE + 1])
        usual = await charging().terms(session, 1, [])

    assert (terms.allowance, terms.weight) == (Allowance(9_000, 7_000), 300)
    assert (usual.allowance, usual.weight) == (Allowance(2_000, 2_000), 100)


async def test_switched_off_everything_is_drawn_for_nothing(sqlite_database):
    job = await admit(sqlite_database, charging(enabled=False), cost=10**9)

    assert (job.lane, job.price) == ("fast", 0)


async def test_one_person_s_waiting_jobs_are_bounded(sqlite_database):
    by = charging(max_waiting=2)
    for _ in range(2):
        await admit(sqlite_database, by)
    with pytest.raises(PersonQueueFullError):
        await admit(sqlite_database, by)

    assert await admit(sqlite_database, by, user_id=4)


def test_the_price_is_that_of_the_model_s_own_size():
    plan = Plan(kind="imagine", params=GenerationParams(prompt="x", guidance_scale=7), num_images=2)

    assert charging().priced(a_job(), plan).cost == 2 * 400


@pytest.mark.parametrize(
    ("amount", "words"),
    [(0, "0 credits"), (400, "0.4 credits"), (1_000, "1 credit"), (120_000, "120 credits")],
)
def test_amounts_read_as_people_write_them(amount, words):
    assert ENGLISH.write(amount, "credits") == words
    assert thousandths_of(words.split()[0]) == amount


@pytest.mark.parametrize("typed", ["", "much", "0.0001", "1,5"])
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(ValueError, match=r"number|finer"):
        thousandths_of(typed)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "1 s"), (59, "59 s"), (150, "2 min"), (7_200, "2 h"), (2e5, "2 days")],
)
def test_times_are_as_coarse_as_they_deserve(seconds, words):
    assert ENGLISH.write(seconds, "duration") == words


def a_drawn_job(started, *, cost=400, width=512):
    params = {"width": width, "height": 512, "num_inference_steps": 20}
    at = NOW + dt.timedelta(seconds=started)
    return Job(started_at=at, cost=cost, num_images=1, params=params)


def test_nothing_is_promised_before_anything_was_drawn():
    assert Pace().seconds_until_done(a_drawn_job(0), 0) is None


def test_jobs_that_are_drawn_together_count_their_time_once():
    pace = Pace()
    for started in (0, 0, 5):
        pace.note(a_drawn_job(started), NOW + dt.timedelta(seconds=10))

    # 1200 thousandths in ten seconds; a job of this kind takes 10, 10, then 5 seconds
    assert pace.seconds_until_done(a_drawn_job(0), 1_200) == pytest.approx(10 + 8.5)
    assert pace.seconds_until_done(a_drawn_job(0, cost=600, width=768), 0) == pytest.approx(5)


def test_a_picture_costs_what_the_model_that_draws_it_takes():
    by = Charging(CreditsSection(), max_waiting=50, engine=TwoModels())
    prices = [by.quote(GenerationParams(prompt="a fox", model=name), 1) for name in ("", "Large")]

    assert prices[1] >= 4 * prices[0] - 4  # rounded up, each
    assert by.quote(GenerationParams(prompt="a fox", model=A_MODEL.name), 1) == prices[0]
