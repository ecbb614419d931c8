"""The bot's token, from the configuration or from the file that it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import TokenUnreadableError

if TYPE_CHECKING:
    from pathlib import Path

    from bot.config import Settings

REMEDY = "Put nothing but the token into the file named by [discord] token_file."


def read_token(settings: Settings) -> str:
    """Return the Discord token, or an empty string when none is configured.

    Raises:
        TokenUnreadableError: The file cannot be read, or does not hold one word.
    """
    path = settings.discord.token_file
    token = _read(path) if path else settings.discord.token.get_secret_value()
    if not token.isascii() or len(token.split()) > 1:
        raise TokenUnreadableError("The Discord token is not one plain word", remedy=REMEDY)
    return token


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        message = f"The token file cannot be read: {error.strerror}"
        raise TokenUnreadableError(message, remedy=REMEDY) from error
    except UnicodeDecodeError as error:
        raise TokenUnreadableError("The token file is not text", remedy=REMEDY) from error
