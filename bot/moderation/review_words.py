"""What moderators read about a withheld picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ordering.orders import params_of
from bot.text import clip, quote_prompt

if TYPE_CHECKING:
    from bot.policy.record import Standing
    from bot.text import Text
    from db.tables import Job, ModerationFlag

MAX_CONTENT = 1700  # of Discord's 2000, so that what is decided and noted fits under it


def review_words(
    flag: ModerationFlag,
    job: Job,
    standing: Standing,
    text: Text,
    *,
    num_flags: int,
    has_picture: bool,
) -> str:
    """Return the message over the buttons of a review."""
    line = text.say(
        "review",
        flag=flag.id,
        mention=f"<@{flag.user_id}>",
        channel=f"<#{job.channel_id}>",
        job=job.id,
        reason=text.say(f"reason.{flag.reason}"),
        category=flag.category,
        score=f"{flag.score:.3f}",
        threshold=f"{flag.threshold:.3f}",
        strikes=f"{standing.weight:.1f}",
        flags=num_flags,
        prompt=quote_prompt(params_of(job).prompt),
    )
    kept = "" if has_picture else "\n" + text.say("review.not_kept")
    return clip(line + kept, MAX_CONTENT)
