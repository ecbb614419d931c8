"""Regular expressions of moderators, which may take only so long."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import regex  # type: ignore[import-untyped]  # its stubs are a package of their own

from bot.policy.refusals import PatternRefusedError

MAX_PATTERN_LENGTH: Final = 200
SECONDS: Final = 0.02
"""For one pattern and one prompt; the machine of a busy bot finishes a sound one in a tenth."""

ALL_SECONDS: Final = 0.2
"""For all patterns and all forms of one prompt, whatever a moderator and a person have written."""

_PROBES: Final = (
    "a" * 400,
    "a " * 200,
    "aa1 " * 100 + "!",
    "1" * 300 + "x",
    " ".join(["a red apple on a blue background, highly detailed"] * 12),
    "ab" * 300,
)


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> Any:
    """Compile a pattern; letters of any case are the same to it.

    Raises:
        bot.errors.PatternRefusedError: It is too long, or no regular expression.
    """
    if len(pattern) > MAX_PATTERN_LENGTH:
        raise PatternRefusedError(reason=f"is longer than {MAX_PATTERN_LENGTH} characters")
    try:
        return regex.compile(pattern, regex.IGNORECASE)
    except (regex.error, RecursionError, OverflowError, MemoryError) as error:
        raise PatternRefusedError(reason=f"is no regular expression ({error})") from error


def check_pattern(pattern: str) -> None:
    """Refuse a pattern that cannot be used, before it becomes a rule.

    Raises:
        bot.errors.PatternRefusedError: It does not compile, matches an empty prompt (and so
            everything), or takes too long on harmless texts.
    """
    if not pattern.strip() or finds(pattern, ""):
        raise PatternRefusedError(reason="matches an empty prompt, and so every prompt")
    if any(is_too_slow(pattern, probe) for probe in _PROBES):
        raise PatternRefusedError(reason="takes too long; avoid a repetition inside a repetition")


def is_too_slow(pattern: str, text: str) -> bool:
    """Return whether looking for a pattern takes longer than it may."""
    try:
        compiled(pattern).search(text, timeout=SECONDS)
    except TimeoutError:
        return True
    return False


def finds(pattern: str, text: str, seconds: float = SECONDS) -> bool:
    """Return whether a pattern stands in a text; one that takes too long counts as found.

    It fails closed: who could slow a rule down could otherwise walk past it.
    """
    if seconds <= 0:
        return True
    try:
        return compiled(pattern).search(text, timeout=seconds) is not None
    except TimeoutError:
        return True
