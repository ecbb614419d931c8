"""English: what people ask about their own data."""

# ruff: noqa: E501  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "privacy.part": "Everything that is stored about you: {rows} records. Part {number} of {count}. Pictures are listed by name; /show brings them.",
    "privacy.goes": "**What goes, on every server of this bot:** {jobs} commands with their prompts, {pictures} pictures, their messages as far as I can still reach them, your defaults, your own styles and your place in the queue.",
    "privacy.stays": "**What stays {days} days for dealing with abuse:** {kept}, with the prompts of those pictures.",
    "privacy.stays_for_ever": "**What stays for dealing with abuse, as long as the operator keeps it:** {kept}, with the prompts of those pictures.",
    "privacy.stays_always": "**What stays always:** the credit ledger without your name, and the log of decisions with your Discord number. Pictures that others made from yours are theirs; single pictures in messages of their own have a Delete button.",
    "privacy.flags": "{count:# flagged picture|# flagged pictures}",
    "privacy.strikes": "{count:# strike|# strikes}",
    "privacy.bans": "{count:# ban|# bans}",
    "privacy.refusals": "{count:# refusal|# refusals}",
    "privacy.reports": "{count:# report|# reports}",
    "privacy.appeals": "{count:# appeal|# appeals}",
    "privacy.notes": "{count} notes of moderators",
    "button.erase": "Delete all of it",
    "privacy.begun": "It is being deleted. Nothing of yours is shown from now on; messages and files follow within minutes.",
    "privacy.trace": "Deleted at the wish of the person who asked for it.",
}

ERRORS: Final[dict[str, str]] = {
    "export_running": "Your last export is still being made. Wait for it.",
    "export_too_large": "There is more than {max_parts} files can hold. Ask the operator for it.",
}
