"""Words what an erasure takes and what it leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.text import Text
    from db.erasures import ErasureCount


def erasure_lines(count: ErasureCount, case_days: int, text: Text) -> list[str]:
    """Return what would go, what would stay, and for how long."""
    kept = ", ".join(
        text.say(f"privacy.{name}", count=number) for name, number in count.kept.items() if number
    )
    lines = [text.say("privacy.goes", jobs=count.jobs, pictures=count.pictures)]
    if kept:
        key = "privacy.stays" if case_days else "privacy.stays_for_ever"
        lines.append(text.say(key, kept=kept, days=case_days))
    return [*lines, text.say("privacy.stays_always")]
