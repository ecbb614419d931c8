"""English: how and where results reach people."""

# ruff: noqa: E501  sentences stay whole

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "copy.gone": "The pictures that stood here were taken back.",
    "compressed.one": "One picture was too large for this place, so this is a smaller copy without its parameters. Info gives them as a file.",
    "compressed.many": "{count} pictures were too large for this place, so these are smaller copies without their parameters. Info gives them as a file.",
    "private.promise": "Only you see this. If it takes over a quarter of an hour, it comes as a direct message.",
    "guest.promise": "I am a guest here. If this takes over a quarter of an hour, it comes as a direct message.",
    "direct.late": "You asked for this in {channel}; that answer can no longer be changed.",
    "direct.show": "/show {job_id} shows it there again.",
    "admin.review.open": "Everybody can see {channel}, where moderators are shown what was withheld: make it private.",
    "admin.buttons.all": "Buttons: everybody may press U, V, Reroll and Info.",
    "admin.buttons.own": "Buttons: only the person who asked may press them.",
}

ERRORS: Final[dict[str, str]] = {
    "buttons_closed": "Here only the person who asked may use the buttons under a picture. Start your own with /imagine.",
    "guest": "I am no member of this server, so I may not draw here. Ask somebody who manages it to add me.",
    "thread_locked": "This thread is locked, so I could not show anything in it. Ask a moderator to open it, or use another channel.",
}
