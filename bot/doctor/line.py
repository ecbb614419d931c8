"""One line of a doctor's report."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Level(StrEnum):
    """How bad it is; only a problem keeps Atelier from running."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


class Line(NamedTuple):
    """What one check found.

    Attributes:
        check: What was looked at, in a word.
        level: How bad it is.
        words: What was found; no secrets.
        remedy: What to do about it, as one sentence; empty when all is well.
    """

    check: str
    level: Level
    words: str
    remedy: str = ""


def ok(check: str, words: str) -> Line:
    """Say that all is well."""
    return Line(check, Level.OK, words)


def warning(check: str, words: str, remedy: str) -> Line:
    """Say what may hurt later."""
    return Line(check, Level.WARNING, words, remedy)


def problem(check: str, words: str, remedy: str) -> Line:
    """Say what keeps Atelier from running."""
    return Line(check, Level.PROBLEM, words, remedy)
