"""French: one module a subject. People are addressed with "vous"; a job is a "demande"."""

from __future__ import annotations

from typing import Final

from bot.locales.fr import (
    allowance,
    casework,
    changes,
    commands,
    descriptions,
    errors,
    facts,
    making,
    moderation,
    privacy,
    sending,
    verify,
)

DESCRIPTIONS: Final = descriptions.DESCRIPTIONS
NUMERALS: Final = facts.NUMERALS
PHRASES: Final = facts.PHRASES

SENTENCES: Final[dict[str, str]] = {
    **facts.SENTENCES,
    **making.SENTENCES,
    **commands.SENTENCES,
    **changes.SENTENCES,
    **allowance.SENTENCES,
    **moderation.SENTENCES,
    **casework.SENTENCES,
    **privacy.SENTENCES,
    **sending.SENTENCES,
    **verify.SENTENCES,
}

ERRORS: Final[dict[str, str]] = {
    **errors.ERRORS,
    **commands.ERRORS,
    **changes.ERRORS,
    **allowance.ERRORS,
    **moderation.ERRORS,
    **casework.ERRORS,
    **privacy.ERRORS,
    **sending.ERRORS,
    **verify.ERRORS,
}
