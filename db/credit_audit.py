"""Proves that the ledger, the balances and the jobs say the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from db.credits import HOLD, REFUND, SETTLE
from db.job_graph import ENDS
from db.tables import CreditAccount, CreditEntry, Job

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.ext.asyncio import AsyncSession

Rows = Select[Any, Any, Any, Any]


@dataclass(frozen=True)
class Discrepancy:
    """Two records that should say the same and do not; amounts in thousandths of a credit.

    Attributes:
        law: What is broken, by name.
        account_id: The account, where it is about one.
        job_id: The job, where it is about one.
        expected: What one record says.
        found: What the other says.
    """

    law: str
    account_id: int | None
    job_id: int | None
    expected: int | None
    found: int | None


async def audit(session: AsyncSession) -> list[Discrepancy]:
    """Compare every account, ledger line and job; an empty list is the proof.

    Args:
        session: Any; nothing is written. It is one statement, so it sees one state of the
            database even where others commit meanwhile.
    """
    laws = [rows.add_columns(literal(law).label("law")) for law, rows in _laws()]
    found = await session.execute(union_all(*laws))
    return [Discrepancy(row[4], row[0], row[1], row[2], row[3]) for row in found]


_HELD: Final = aliased(CreditEntry, name="held")
_ENDED: Final = aliased(CreditEntry, name="ended")


def _laws() -> Iterator[tuple[str, Rows]]:
    """Name each law with the query for what breaks it: account, job, expected, found."""
    yield "balance_is_ledger", _wrong_balances()
    yield "held_is_open_holds", _wrong_held()
    yield "hold_is_price", _wrong_holds()
    yield "price_is_held", _unheld_jobs()
    yield "end_is_price_less_paid", _wrong_ends()
    yield "hold_ends_with_job", _ill_timed_ends()
    yield "end_has_hold", _ends_alone()
    yield "paid_is_within_price", _wrong_paid()


def _wrong_balances() -> Rows:
    entries = func.coalesce(func.sum(CreditEntry.amount), 0)
    total = select(entries).where(CreditEntry.account_id == CreditAccount.id)
    ledger = CreditAccount.refilled + total.correlate(CreditAccount).scalar_subquery()
    wrong = select(CreditAccount.id, _no("job"), ledger, CreditAccount.balance)
    return wrong.where(ledger != CreditAccount.balance)


def _wrong_held() -> Rows:
    total = (
        select(func.coalesce(-func.sum(_HELD.amount), 0))
        .join(_ENDED, _same_hold(), isouter=True)
        .where(_HELD.account_id == CreditAccount.id, _HELD.kind == HOLD, _ENDED.id.is_(None))
    )
    held = total.correlate(CreditAccount).scalar_subquery()
    wrong = select(CreditAccount.id, _no("job"), held, CreditAccount.held)
    return wrong.where(held != CreditAccount.held)


def _wrong_holds() -> Rows:
    wrong = select(_HELD.account_id, _HELD.job_id, Job.price, -_HELD.amount)
    return wrong.join(Job, Job.id == _HELD.job_id).where(
        _HELD.kind == HOLD, Job.price != -_HELD.amount
    )


def _unheld_jobs() -> Rows:
    held = select(_HELD.id).where(_HELD.job_id == Job.id, _HELD.kind == HOLD)
    return select(_no("account"), Job.id, Job.price, _no("hold")).where(
        Job.price > 0, ~held.exists()
    )


def _wrong_ends() -> Rows:
    expected = Job.price - func.coalesce(Job.paid, 0)
    wrong = select(_ENDED.account_id, _ENDED.job_id, expected, _ENDED.amount)
    return wrong.join(Job, Job.id == _ENDED.job_id).where(_is_end(), _ENDED.amount != expected)


def _ill_timed_ends() -> Rows:
    """Find holds that are open though their job ended or is gone, or closed while it is not."""
    is_open, is_over = _ENDED.id.is_(None), or_(Job.id.is_(None), Job.state.in_(ENDS))
    wrong = select(_HELD.account_id, _HELD.job_id, -_HELD.amount, _ENDED.amount)
    joined = wrong.join(_ENDED, _same_hold(), isouter=True).join(
        Job, Job.id == _HELD.job_id, isouter=True
    )
    return joined.where(_HELD.kind == HOLD, or_(and_(is_open, is_over), and_(~is_open, ~is_over)))


def _ends_alone() -> Rows:
    wrong = select(_ENDED.account_id, _ENDED.job_id, _no("hold"), _ENDED.amount)
    return wrong.join(_HELD, and_(_same_owner(), _HELD.kind == HOLD), isouter=True).where(
        _is_end(), _HELD.id.is_(None)
    )


def _wrong_paid() -> Rows:
    is_wrong = case(
        (Job.state.in_(ENDS), or_(Job.paid.is_(None), Job.paid < 0, Job.paid > Job.price)),
        else_=Job.paid.is_not(None),
    )
    wrong = select(_no("account"), Job.id, Job.price, Job.paid)
    return wrong.where(or_(Job.price > 0, Job.paid > 0), is_wrong)


def _same_owner() -> ColumnElement[bool]:
    return and_(_ENDED.job_id == _HELD.job_id, _ENDED.account_id == _HELD.account_id)


def _same_hold() -> ColumnElement[bool]:
    return and_(_same_owner(), _is_end())


def _is_end() -> ColumnElement[bool]:
    return _ENDED.kind.in_((SETTLE, REFUND))


def _no(name: str) -> ColumnElement[Any]:
    return cast(null(), BigInteger).label(name)
