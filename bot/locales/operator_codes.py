"""Error codes that only the operator can tell apart, so that people may read one sentence."""

from __future__ import annotations

from typing import Final

RECORDS_AWAY: Final = ("database_error", "database_start", "database_unavailable")
RECORDS_OF_ANOTHER_VERSION: Final = ("database_newer", "migration_needed", "unknown_revision")
RECORDS_UNUSABLE: Final = (
    "database_url",
    "database_refused",
    "database_unwritable",
    "database_damaged",
    "database_foreign",
)
CANNOT_DRAW: Final = (
    "engine_start",
    "model_not_found",
    "model_unusable",
    "unsafe_weights",
    "classifier_missing",
)
CANNOT_START: Final = (
    "start",
    "token_refused",
    "token_missing",
    "token_unreadable",
    "port_taken",
    "storage_unusable",
    "discord_unreachable",
)
