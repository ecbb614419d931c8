"""An INSERT that yields to a row that is already there, on both dialects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy.dialects import postgresql, sqlite

from db.tables import Base

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession
    from sqlalchemy.orm import InstrumentedAttribute

RowT = TypeVar("RowT", bound=Base)


async def insert_unless_there(
    session: AsyncSession, table: type[RowT], values: dict[str, Any], *, key: tuple[str, ...]
) -> RowT | None:
    """Insert a row, or leave the one alone that has the same ``key``.

    On PostgreSQL it waits for a concurrent insert of the same key to commit or to fail.

    Args:
        session: In a write transaction; the caller commits.
        table: Where the row goes.
        values: Column values by attribute name.
        key: Columns of a primary key or unique constraint; empty: any of them.

    Returns:
        The new row, or None when one with this key was there.
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).values(values).on_conflict_do_nothing(index_elements=key or None)
    return (await session.scalars(statement.returning(table))).one_or_none()


def fitting(text: str, column: InstrumentedAttribute[Any]) -> str:
    """Cut a text to what its column holds: PostgreSQL refuses a longer one, SQLite keeps it."""
    return text[: getattr(column.type, "length", None)]
