"""What can go wrong in the bot, as a tree.

BotError
 ├─ RefusedError                the person can mend it; nothing was accepted
 │   ├─ SizeUnreadableError         neither a size's name nor WIDTHxHEIGHT
 │   ├─ SizeNotMultipleError        a side that is no multiple of 8
 │   ├─ ModelLoadingError           a size's name, while the model's own size is not known yet
 │   ├─ TooManyImagesError          more images than this guild allows at once
 │   ├─ DailyLimitError             no images left for today
 │   │   └─ GuildDailyLimitError        none left in this server
 │   ├─ QueueFullError              too many jobs are waiting
 │   ├─ PermissionMissingError      the bot may not post here
 │   ├─ GuildOnlyError              a command that needs a server
 │   ├─ JobUnknownError             a button of a job that does not exist here
 │   ├─ ImageUnknownError           a button of an image that was never shown
 │   ├─ ButtonUnknownError          a button or form that nobody here made
 │   ├─ CommandOutdatedError        a command that the person's Discord remembers wrongly
 │   ├─ GuildQueueFullError         too many jobs of this guild wait (bot/queueing/queue_errors.py)
 │   ├─ DrainingError               nothing new is taken before an upgrade
 │   ├─ CancelForbiddenError        somebody else's job, without Manage Messages
 │   └─ CancelTooLateError          a job that has ended, or whose pictures are on their way
 ├─ DeliveryError               a message that cannot be edited (bot/delivering/delivery_errors.py)
 │   ├─ MessageGoneError            it was deleted, or its channel was
 │   ├─ MessageForbiddenError       the bot may not touch it any more
 │   ├─ MessageRefusedError         Discord does not take the edit, now or later
 │   ├─ PictureMissingError         the file is gone from the disk
 │   ├─ DiscordAwayError            Discord does not answer; worth another attempt
 │   └─ ProgressDroppedError        the channel's turns are kept for ends
 ├─ PictureUnstoredError        a finished picture that the disk did not take
 ├─ UnexpectedError             a bug; the log has the trace under the reference
 └─ StartError                  the bot cannot run; the operator has to change something
     ├─ TokenRefusedError           Discord does not know the token
     ├─ TokenMissingError           no token, and no playground named
     ├─ TokenUnreadableError        the token's file cannot be read
     ├─ DiscordUnreachableError     no connection to Discord
     ├─ PortTakenError              the port for watchers cannot be listened on
     └─ StorageUnusableError        the storage folder takes no files
"""

from __future__ import annotations

from typing import ClassVar

EXIT_CONFIG = 78
EXIT_UNAVAILABLE = 69


class BotError(Exception):
    """The root: caught to mean anything that the bot itself says is wrong.

    Attributes:
        code: Stable snake_case name: stored with jobs, used as metric label, worded for people.
    """

    code: ClassVar[str] = "bot_error"

    @property
    def facts(self) -> dict[str, str | int | float]:
        """The numbers and names that explain this error."""
        return {
            name: value
            for name, value in vars(self).items()
            if isinstance(value, (str, int, float)) and not name.startswith("_")
        }


class RefusedError(BotError):
    """What the person asked for cannot be accepted; nothing was queued or counted."""

    code = "refused"


class SizeUnreadableError(RefusedError):
    """The size is neither one of the names nor WIDTHxHEIGHT."""

    code = "size_unreadable"

    def __init__(self, *, size: str) -> None:
        super().__init__("unreadable size")
        self.size = size


class SizeNotMultipleError(RefusedError):
    """A side of the size is no multiple of what latents need.

    Attributes:
        nearest: The closest size that would be taken, as ``WIDTHxHEIGHT``.
    """

    code = "size_not_multiple"

    def __init__(self, *, width: int, height: int, multiple: int, nearest: str) -> None:
        super().__init__(f"{width}x{height} is no multiple of {multiple}")
        self.width = width
        self.height = height
        self.multiple = multiple
        self.nearest = nearest


class ModelLoadingError(RefusedError):
    """A size's name means nothing until the model has said what its own size is."""

    code = "model_loading"

    def __init__(self, *, size: str) -> None:
        super().__init__("the model's size is not known yet")
        self.size = size


class TooManyImagesError(RefusedError):
    """More images in one command than this guild allows."""

    code = "too_many_images"

    def __init__(self, *, num_images: int, max_images: int) -> None:
        super().__init__(f"{num_images} images, at most {max_images}")
        self.num_images = num_images
        self.max_images = max_images


class DailyLimitError(RefusedError):
    """The person's images of this day are used up."""

    code = "daily_limit"

    def __init__(self, *, num_images: int, max_images: int) -> None:
        super().__init__(f"{num_images} more images exceed {max_images} a day")
        self.num_images = num_images
        self.max_images = max_images


class GuildDailyLimitError(DailyLimitError):
    """The person's images of this day are used up in this guild."""

    code = "daily_limit_here"


class QueueFullError(RefusedError):
    """So many jobs wait already that another one would wait too long."""

    code = "queue_full"

    def __init__(self, *, waiting: int) -> None:
        super().__init__(f"{waiting} jobs are waiting")
        self.waiting = waiting


class PermissionMissingError(RefusedError):
    """The bot lacks a permission in this channel that posting pictures needs.

    Attributes:
        permissions: The missing ones by Discord's names, separated by commas.
    """

    code = "permission_missing"

    def __init__(self, *, permissions: str) -> None:
        super().__init__(f"missing permissions: {permissions}")
        self.permissions = permissions


class GuildOnlyError(RefusedError):
    """The command was used outside a server."""

    code = "guild_only"


class JobUnknownError(RefusedError):
    """There is no such job here: an old or a forged button."""

    code = "job_unknown"


class ImageUnknownError(RefusedError):
    """The job has no such image, or it was withheld."""

    code = "image_unknown"


class ButtonUnknownError(RefusedError):
    """A button or form whose id nobody here understands."""

    code = "button_unknown"


class CommandOutdatedError(RefusedError):
    """Discord offered a command in a form that this bot no longer has."""

    code = "command_outdated"


class PictureUnstoredError(BotError):
    """The disk did not take a finished picture: it is full, or its folder was closed to us.

    Attributes:
        reason: What the operating system says.
    """

    code = "picture_unstored"

    def __init__(self, *, reason: str) -> None:
        super().__init__(f"a picture was not stored: {reason}")
        self.reason = reason


class UnexpectedError(BotError):
    """Something raised that nobody foresaw.

    Attributes:
        reference: What the person can quote; the log has it beside the trace.
    """

    code = "unexpected"

    def __init__(self, *, reference: str) -> None:
        super().__init__(f"unexpected error {reference}")
        self.reference = reference


class StartError(BotError):
    """The bot cannot run; the operator has to change something.

    Attributes:
        remedy: What to do about it, as one sentence.
        exit_code: 78 for a wrong configuration, 69 for something that is away.
    """

    code = "start"

    def __init__(self, message: str, *, remedy: str, exit_code: int = EXIT_CONFIG) -> None:
        super().__init__(message)
        self.remedy = remedy
        self.exit_code = exit_code


class TokenRefusedError(StartError):
    """Discord does not know the token."""

    code = "token_refused"


class TokenMissingError(StartError):
    """There is neither a token nor the address of a playground."""

    code = "token_missing"


class TokenUnreadableError(StartError):
    """The file with the token cannot be read."""

    code = "token_unreadable"


class DiscordUnreachableError(StartError):
    """No connection to Discord can be made."""

    code = "discord_unreachable"


class PortTakenError(StartError):
    """The port for watchers cannot be listened on: taken, too low or of a foreign address."""

    code = "port_taken"

    def __init__(self, *, host: str, port: int, reason: str) -> None:
        super().__init__(
            f"{host}:{port} cannot be listened on: {reason}.",
            remedy="Choose another [http] port, or 0 for none.",
            exit_code=EXIT_UNAVAILABLE,
        )
        self.host = host
        self.port = port


class StorageUnusableError(StartError):
    """The storage folder cannot be made, or takes no files."""

    code = "storage_unusable"

    def __init__(self, *, folder: str, reason: str) -> None:
        super().__init__(
            f"No picture can be stored in {folder}: {reason}.",
            remedy="Let this user write there, free disk space, or change [storage] folder.",
        )
        self.folder = folder
        self.reason = reason
