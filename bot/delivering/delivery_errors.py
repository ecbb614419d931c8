"""What can go wrong with a message that tells a job's end; a branch of ``bot.errors``."""

from __future__ import annotations

from bot.errors import BotError


class DeliveryError(BotError):
    """A message could not be edited."""

    code = "delivery"


class MessageGoneError(DeliveryError):
    """The message or its channel was deleted, or the bot left the server; final."""

    code = "message_gone"


class MessageForbiddenError(DeliveryError):
    """The bot may not see the channel or attach files there any more; final."""

    code = "message_forbidden"


class MessageRefusedError(DeliveryError):
    """Discord calls the edit itself wrong, so sending it again cannot help; final.

    Attributes:
        status: HTTP status.
        discord_code: Discord's own error number.
    """

    code = "message_refused"

    def __init__(self, *, status: int, discord_code: int) -> None:
        super().__init__(f"Discord answered {status}, code {discord_code}")
        self.status = status
        self.discord_code = discord_code


class PictureMissingError(DeliveryError):
    """The finished picture is gone from the storage folder; final."""

    code = "picture_missing"


class DiscordAwayError(DeliveryError):
    """Discord does not answer or is overloaded; the same edit may succeed later."""

    code = "discord_away"


class ProgressDroppedError(DeliveryError):
    """The channel's turns are kept for ends; a later draft shows what this one would have."""

    code = "progress_dropped"
