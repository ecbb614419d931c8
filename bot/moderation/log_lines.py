"""How the entries of the moderators' log are read: as lines, or as a file."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.text import Text
    from db.tables_moderation import ModerationAction

COLUMNS: Final = (
    *("id", "created_at", "guild_id", "actor_id", "action", "user_id", "job_id", "image_id"),
    "details",
)


def action_line(action: ModerationAction, text: Text) -> str:
    """Return an entry as people read it in Discord."""
    return text.say(
        "mod.decision",
        at=action.created_at.timestamp(),
        who=f"<@{action.actor_id}>" if action.actor_id else text.say("mod.policy"),
        what=action_words(action, text),
        whom=f" <@{action.user_id}>" if action.user_id else "",
        job=text.say("mod.of_job", job=action.job_id) if action.job_id else "",
    )


def action_words(action: ModerationAction, text: Text) -> str:
    """Return what was done; one of a newer version is named as it is."""
    return text.sentences.get(f"action.{action.action}", action.action)


def log_file(actions: Iterable[ModerationAction], form: str) -> bytes:
    """Return entries as a file: ``json``, an entry a line, or ``csv``."""
    rows = [_row(action) for action in actions]
    if form == "json":
        return b"".join(msgspec.json.encode(row) + b"\n" for row in rows)
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS)
    writer.writeheader()
    for row in rows:
        details = msgspec.json.encode(row["details"]).decode()
        writer.writerow({**row, "created_at": row["created_at"].isoformat(), "details": details})
    return stream.getvalue().encode()


def _row(action: ModerationAction) -> dict[str, Any]:
    return {name: getattr(action, name) for name in COLUMNS}
