"""Column types that mean the same on SQLite and on PostgreSQL."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import JSON, BigInteger, DateTime, Integer
from sqlalchemy.types import TypeDecorator
from typing_extensions import override

if TYPE_CHECKING:
    from sqlalchemy import Dialect

# Discord's ids fill 64 bits unsigned, but stay under 2**63 until the year 2084.
Snowflake: Final = BigInteger

# SQLite counts up by itself only in a column declared INTEGER, which holds 64 bits all the same.
RowId: Final = BigInteger().with_variant(Integer, "sqlite")

# Plain JSON and not JSONB: the text comes back as it was written, and a prompt may hold U+0000.
Json: Final = JSON(none_as_null=True)


class UtcDateTime(TypeDecorator[dt.datetime]):
    """An instant: aware going in, aware UTC coming out, to the microsecond."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime names no instant; pass an aware one")
        return value.astimezone(dt.UTC)

    @override
    def process_result_value(self, value: Any | None, dialect: Dialect) -> dt.datetime | None:
        if value is None or not isinstance(value, dt.datetime):
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)
