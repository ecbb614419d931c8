"""What the bot does with an interaction's token after its first answer."""

from bot.playground.errors import ApiError, Fault
from bot.playground.interaction_event import InteractionEvents
from bot.playground.interaction_store import Interaction
from bot.playground.messages import Messages
from bot.playground.seed import APPLICATION_ID
from bot.playground.uploads import Body
from bot.playground.words import Json, MessageFlag
from bot.playground.world import World

ORIGINAL = "@original"


class Followups:
    """Reads, changes and adds the messages that an interaction's token reaches."""

    def __init__(self, world: World, messages: Messages, events: InteractionEvents) -> None:
        self._world = world
        self._messages = messages
        self._events = events

    def create(self, interaction: Interaction, body: Body) -> Json:
        """Post a followup; the first one after a deferral takes the place of "thinking"."""
        original = self._events.original_of(interaction)
        if original is not None and original["flags"] & MessageFlag.LOADING:
            flags = int(body.payload.get("flags") or 0)
            body.payload["flags"] = flags & MessageFlag.COMPONENTS_V2  # the rest was settled then
            return self._messages.amend(original, body)
        extra = self._events.reply_fields(interaction)
        if interaction.original_id is not None:
            extra["interaction_metadata"]["original_response_message_id"] = interaction.original_id
        return self._messages.post(
            interaction.channel_id,
            APPLICATION_ID,
            body,
            extra,
            viewer=self._events.viewer_of(interaction, body.payload),
        )

    def read(self, interaction: Interaction, reference: str) -> Json:
        """Return a message that the token reaches.

        Args:
            interaction: Whose token it is.
            reference: ``@original`` or a message id.

        Raises:
            ApiError: 10008, there is no such message, or it is not this application's.
        """
        found = (
            self._events.original_of(interaction)
            if reference == ORIGINAL
            else self._world.messages.read(interaction.channel_id, reference)
        )
        if found is None or not _reaches(interaction, found):
            raise ApiError(Fault.UNKNOWN_MESSAGE)
        viewer = self._world.messages.viewer(found["id"])
        if viewer not in (None, interaction.user_id):
            raise ApiError(Fault.UNKNOWN_MESSAGE)
        return found

    def edit(self, interaction: Interaction, reference: str, body: Body) -> Json:
        """Change a message that the token reaches."""
        return self._messages.amend(self.read(interaction, reference), body)

    def delete(self, interaction: Interaction, reference: str) -> None:
        """Take away a message that the token reaches."""
        self._messages.remove(self.read(interaction, reference))


def _reaches(interaction: Interaction, message: Json) -> bool:
    """Return whether a token reaches a message: those it has sent, and the one that was pressed.

    After a deferred press ``@original`` is the message with the button, however it was posted.
    """
    is_sent = message.get("webhook_id") == APPLICATION_ID
    return is_sent or message["id"] == interaction.original_id
