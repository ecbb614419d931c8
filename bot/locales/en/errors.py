"""English: what went wrong, and what to do."""

# ruff: noqa: RUF001  the multiplication sign is meant

from __future__ import annotations

from typing import Final

ERRORS: Final[dict[str, str]] = {
    # the person can mend it
    "refused": "That cannot be done as asked. Check the options and try again.",
    "rejected": "The model cannot draw that as asked. Change the options and try again.",
    "invalid_parameter": "The {parameter} {reason:phrase}. Change it and try again.",
    "unknown_sampler": "There is no sampler called “{sampler}”. "
    "Pick one of those offered while you type.",
    "unknown_model": "There is no model called “{model}” here. Leave the option out.",
    "image_too_large": "That size has {pixels:number} pixels; the model draws {max_pixels:number} "
    "at most. Choose a smaller size.",
    "prompt_too_complex": "The prompt {reason:phrase}. Shorten it or use fewer brackets.",
    "unsupported_mode": "The loaded model cannot do that ({mode:phrase}). Leave that option out.",
    "start_image_withheld": "The safety filter does not let me use that picture. Choose another "
    "one.",
    "unreadable_image": "That picture cannot be used: {reason:phrase}. Upload a PNG, JPEG or WebP "
    "file.",
    "duplicate_request": "That is being drawn already. Wait for it to appear.",
    "size_unreadable": "“{size}” is no size. Write it like 512x768, or pick one of those offered.",
    "size_not_multiple": "{width}×{height} does not work: both sides must be multiples of "
    "{multiple}. Try {nearest}.",
    "model_loading": "The model is still loading, so “{size}” has no meaning yet. "
    "Leave the size out, or try again in a minute.",
    "too_many_images": "{num_images} pictures at once are too many here; "
    "ask for {max_images} at most.",
    "daily_limit": "That would be more than your {max_images} pictures for today. "
    "Ask for fewer, or come back after midnight UTC.",
    "daily_limit_here": "That would be more than the {max_images} pictures for today "
    "that this server gives each person. Ask for fewer, or come back after midnight UTC.",
    "queue_full": "{waiting:# job is|# jobs are} waiting already. Try again in a few minutes.",
    "permission_missing": "I may not post pictures here. Ask a moderator to give me: "
    "{permissions:phrases}.",
    "guild_only": "This works in a server's channel only.",
    "job_unknown": "That picture is not known here any more. Start afresh with /imagine.",
    "image_unknown": "That picture was never shown, so it cannot be varied. "
    "Use Reroll, or start afresh with /imagine.",
    "button_unknown": "This button belongs to nothing that I know. Start afresh with /imagine.",
    "command_outdated": "This command has changed since your Discord last looked. "
    "Reload Discord (Ctrl+R), then try again.",
    # deliveries and cancels
    "cancel_forbidden": "Only the person who asked, or a moderator, can cancel that.",
    "guild_queue_full": "{waiting:# job of this server is|# jobs of this server are} waiting "
    "already. Try again once some of them are done.",
    "draining": "Atelier is about to be upgraded and takes nothing new. "
    "Try again in a few minutes.",
    "cancel_too_late": "That has ended already, or its pictures are on their way.",
    "progress_dropped": "Too much happens in this channel at once. The pictures will come.",
    # ours; the person can only try again
    "engine_error": "The drawing failed. Try again.",
    "failed": "The drawing failed. Try again; if it fails again, tell an administrator.",
    "not_finite": "The model produced a broken picture. Try another seed or lower guidance.",
    "safety_unavailable": "The picture could not be screened, so it cannot be shown. Try again.",
    # the engine's runtime
    "constant_picture": "The picture came out in a single colour. Try another seed or sampler.",
    "model_unavailable": "The model “{model}” cannot be loaded just now. Leave the option out, "
    "or try again later.",
    "out_of_memory": "The picture does not fit into the memory here. Choose a smaller size.",
    "device_lost": "The graphics card stopped answering. Drawing starts again by itself.",
    "engine_lost": "The drawing program stopped in the middle. Try again.",
    "internal_error": "The drawing failed because of a bug. Tell an administrator.",
    "attempts_exhausted": "The drawing was begun several times and never finished. Try again; "
    "if it fails again, tell an administrator.",
    "bot_error": "Something failed here. Try again.",
    "unexpected": "Something went wrong here; it is not your fault. Try again. "
    "If you tell an administrator, quote {reference}.",
    "delivery": "The pictures are done but could not be posted here. Try again.",
    "message_gone": "The message was deleted before the pictures were done.",
    "message_forbidden": "I may no longer post here. Ask a moderator to let me see this "
    "channel and attach files.",
    "message_refused": "Discord did not accept the pictures ({status}/{discord_code}). "
    "Tell an administrator.",
    "picture_missing": "The finished picture was lost from the disk. Try again; "
    "if it happens again, tell an administrator.",
    "picture_unstored": "The finished picture could not be kept. Tell an administrator.",
    "discord_away": "Discord does not answer at the moment. Try again soon.",
    # the operator's
    "database_error": "Atelier's records cannot be read at the moment. Try again soon.",
    "database_start": "Atelier's records cannot be read at the moment. Try again soon.",
    "database_url": "Atelier's records cannot be found. Tell an administrator.",
    "database_unavailable": "Atelier's records do not answer at the moment. Try again soon.",
    "database_refused": "Atelier's records are closed to me. Tell an administrator.",
    "database_unwritable": "Atelier cannot write its records. Tell an administrator.",
    "database_damaged": "Atelier's records are damaged. Tell an administrator.",
    "database_foreign": "Atelier's records are not its own. Tell an administrator.",
    "database_newer": "Atelier is being upgraded. Try again soon.",
    "migration_needed": "Atelier is being upgraded. Try again soon.",
    "unknown_revision": "Atelier is being upgraded. Try again soon.",
    "job_not_found": "That job is not known here any more. Start afresh with /imagine.",
    "image_not_found": "That picture is not known here any more. Start afresh with /imagine.",
    "engine_start": "Atelier cannot draw at the moment. Tell an administrator.",
    "model_not_found": "Atelier cannot draw at the moment: it has no model. Tell an administrator.",
    "model_unusable": "Atelier cannot draw at the moment: its model does not load. "
    "Tell an administrator.",
    "unsafe_weights": "Atelier cannot draw at the moment: it refuses its model's files. "
    "Tell an administrator.",
    "classifier_missing": "Atelier cannot draw at the moment: nothing screens its pictures. "
    "Tell an administrator.",
    "start": "Atelier cannot start. Tell an administrator.",
    "token_refused": "Discord does not accept the bot's token. Tell an administrator.",
    "token_missing": "The bot has no token. Tell an administrator.",
    "token_unreadable": "The bot's token cannot be read. Tell an administrator.",
    "port_taken": "A port that is needed is taken. Tell an administrator.",
    "storage_unusable": "Atelier cannot keep pictures. Tell an administrator.",
    "discord_unreachable": "Discord cannot be reached. Tell an administrator.",
}
