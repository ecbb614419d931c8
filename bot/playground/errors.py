"""What the playground's API refuses, in Discord's words and numbers.

Exception
└── ApiError        one answer other than success, with a Fault
"""

from enum import Enum

from bot.playground.words import Json


class Fault(Enum):
    """A reason to refuse: HTTP status, Discord's code, Discord's sentence."""

    NOT_FOUND = (404, 0, "404: Not Found")
    UNAUTHORIZED = (401, 0, "401: Unauthorized")
    UNKNOWN_CHANNEL = (404, 10003, "Unknown Channel")
    UNKNOWN_GUILD = (404, 10004, "Unknown Guild")
    UNKNOWN_MEMBER = (404, 10007, "Unknown Member")
    UNKNOWN_MESSAGE = (404, 10008, "Unknown Message")
    UNKNOWN_USER = (404, 10013, "Unknown User")
    UNKNOWN_WEBHOOK = (404, 10015, "Unknown Webhook")
    UNKNOWN_INTERACTION = (404, 10062, "Unknown interaction")
    UNKNOWN_COMMAND = (404, 10063, "Unknown application command")
    TOO_MANY_COMMANDS = (400, 30032, "Maximum number of application commands reached")
    TOO_LARGE = (413, 40005, "Request entity too large")
    ALREADY_ACKNOWLEDGED = (400, 40060, "Interaction has already been acknowledged.")
    MISSING_ACCESS = (403, 50001, "Missing Access")
    FOREIGN_MESSAGE = (403, 50005, "Cannot edit a message authored by another user")
    EMPTY_MESSAGE = (400, 50006, "Cannot send an empty message")
    CLOSED_DMS = (403, 50007, "Cannot send messages to this user")
    MISSING_PERMISSIONS = (403, 50013, "Missing Permissions")
    INVALID_WEBHOOK_TOKEN = (401, 50027, "Invalid Webhook Token")
    INVALID_FORM = (400, 50035, "Invalid Form Body")
    THREAD_ARCHIVED = (400, 50083, "Thread is archived")
    INVALID_JSON = (400, 50109, "The request body contains invalid JSON.")
    THREAD_LOCKED = (403, 160005, "Thread is locked")
    BOT_OFFLINE = (503, 0, "The bot is not connected.")


class ApiError(Exception):
    """The request was refused; nothing was changed.

    Attributes:
        fault: Which of Discord's refusals it is.
        errors: Discord's tree of form errors by field, or None.
    """

    def __init__(self, fault: Fault, errors: Json | None = None) -> None:
        super().__init__(fault.value[2])
        self.fault = fault
        self.errors = errors

    @property
    def status(self) -> int:
        """The HTTP status of the answer."""
        return self.fault.value[0]

    @property
    def body(self) -> Json:
        """The JSON body of the answer, as Discord words it."""
        _, code, message = self.fault.value
        body: Json = {"message": message, "code": code}
        return body if self.errors is None else body | {"errors": self.errors}
