"""Everything that is stored about one person, table by table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import ColumnElement, inspect, or_, select

from db.tables import (
    CreditAccount,
    CreditEntry,
    Draft,
    Erasure,
    Flow,
    Image,
    Job,
    ModerationFlag,
    ModerationNote,
    Preference,
    Style,
    User,
)
from db.tables_moderation import (
    Appeal,
    Ban,
    ModerationAction,
    PromptRuleRow,
    Refusal,
    Report,
    Strike,
    TermsAcceptance,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from sqlalchemy.ext.asyncio import AsyncSession

    from db.base import Base

PAGE: Final = 500  # rows read at once
OTHERS: Final = frozenset({"created_by", "actor_id"})
"""Columns that name who decided: another person's data, unless it is this one."""

INNER: Final = frozenset(
    {"lease_owner", "lease_expires_at", "review_channel_id", "review_message_id"}
)
"""Columns of the service's own workings."""


@dataclass(frozen=True)
class Section:
    """The rows of one table that are about a person."""

    name: str
    table: type[Base]
    is_theirs: Callable[[int], ColumnElement[bool]]


class Page(NamedTuple):
    """Some rows of a section, as column values by name."""

    section: str
    rows: list[dict[str, Any]]


def _of(table: Any, column: str = "user_id") -> Callable[[int], ColumnElement[bool]]:
    return lambda user_id: getattr(table, column) == user_id


def _entries(user_id: int) -> ColumnElement[bool]:
    accounts = select(CreditAccount.id).where(CreditAccount.user_id == user_id)
    return CreditEntry.account_id.in_(accounts)


def _images(user_id: int) -> ColumnElement[bool]:
    return Image.job_id.in_(select(Job.id).where(Job.user_id == user_id))


def _decisions(user_id: int) -> ColumnElement[bool]:
    return or_(ModerationAction.user_id == user_id, ModerationAction.actor_id == user_id)


SECTIONS: Final = (
    Section("person", User, _of(User, "id")),
    Section("defaults", Preference, _of(Preference)),
    Section("styles", Style, _of(Style, "created_by")),
    Section("drafts", Draft, _of(Draft)),
    Section("jobs", Job, _of(Job)),
    Section("pictures", Image, _images),
    Section("credit_accounts", CreditAccount, _of(CreditAccount)),
    Section("credit_entries", CreditEntry, _entries),
    Section("queue_places", Flow, _of(Flow)),
    Section("flags", ModerationFlag, _of(ModerationFlag)),
    Section("strikes", Strike, _of(Strike)),
    Section("bans", Ban, _of(Ban)),
    Section("refusals", Refusal, _of(Refusal)),
    Section("reports", Report, _of(Report)),
    Section("appeals", Appeal, _of(Appeal)),
    Section("notes", ModerationNote, _of(ModerationNote)),
    Section("decisions", ModerationAction, _decisions),
    Section("rules", PromptRuleRow, _of(PromptRuleRow, "created_by")),
    Section("terms", TermsAcceptance, _of(TermsAcceptance)),
    Section("erasures", Erasure, _of(Erasure)),
)
"""Every table that knows people; a test finds those that are missing."""


async def pages_about(session: AsyncSession, user_id: int) -> AsyncIterator[Page]:
    """Yield all rows about a person; who else is named in them is left out."""
    for section in SECTIONS:
        mapper = inspect(section.table)
        found = select(section.table).where(section.is_theirs(user_id))
        found = found.order_by(*mapper.primary_key).limit(PAGE)
        offset = 0
        while rows := list(await session.scalars(found.offset(offset))):
            names = [column.key for column in mapper.column_attrs]
            yield Page(section.name, [_shown(row, names, user_id) for row in rows])
            session.expunge_all()
            offset += len(rows)


def _shown(row: Base, names: list[str], user_id: int) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in names if name not in INNER}
    return {
        name: value
        for name, value in values.items()
        if name not in OTHERS or value in {None, user_id}
    }
