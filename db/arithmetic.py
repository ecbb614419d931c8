"""Arithmetic with 64-bit integers inside a statement, alike on both databases."""

from __future__ import annotations

from sqlalchemy import BigInteger, ColumnElement, SQLColumnExpression, case, literal

Integers = SQLColumnExpression[int]


def big(value: int) -> ColumnElement[int]:
    """Return a number as a 64-bit parameter; drivers would take a plain one for 32 bits."""
    return literal(value, BigInteger)


def larger(one: Integers, other: Integers) -> ColumnElement[int]:
    """Return the larger of two; the databases name that function differently."""
    return case((one >= other, one), else_=other)


def smaller(one: Integers, other: Integers) -> ColumnElement[int]:
    """Return the smaller of two."""
    return case((one <= other, one), else_=other)
