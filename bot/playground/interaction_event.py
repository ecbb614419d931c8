"""The INTERACTION_CREATE payload, and what a reply says about its interaction."""

from bot.playground.address import Address
from bot.playground.guests import Guests
from bot.playground.interaction_store import Interaction
from bot.playground.message_store import is_ephemeral
from bot.playground.seed import APPLICATION_ID
from bot.playground.snapshot import Snapshot
from bot.playground.words import (
    ChannelType,
    CommandType,
    InteractionType,
    Json,
    MessageFlag,
    MessageType,
)
from bot.playground.world import World

_GUILD_CONTEXT = 0
_BOT_DM_CONTEXT = 1


class InteractionEvents:
    """Forms the objects that carry an interaction."""

    def __init__(self, world: World, snapshot: Snapshot, address: Address, guests: Guests) -> None:
        self._world = world
        self._guests = guests
        self._snapshot = snapshot
        self._address = address

    def payload(self, interaction: Interaction, message: Json | None) -> Json:
        """Return the whole event, as Discord sends it to the bot."""
        channel = self._world.require_channel(interaction.channel_id)
        user = self._world.require_member(interaction.user_id)["user"]
        event: Json = {
            "version": 1,
            "id": interaction.id,
            "application_id": APPLICATION_ID,
            "type": interaction.type,
            "token": interaction.token,
            "data": interaction.data,
            "channel_id": channel["id"],
            "channel": self._snapshot.channel_for(interaction.user_id, channel),
            "locale": user.get("locale", "en-US"),
            "app_permissions": str(self._guests.app_permissions(APPLICATION_ID, channel)),
            "attachment_size_limit": self._world.max_upload_bytes(channel["id"]),
            "entitlements": [],
            "authorizing_integration_owners": self._guests.owners(interaction.user_id, channel),
        }
        if message is not None:
            event["message"] = message
        event |= self._place(interaction, channel, user)
        return self._address.public(event)

    def metadata(self, interaction: Interaction) -> Json:
        """Return what a reply tells about the interaction that it answers."""
        channel = self._world.require_channel(interaction.channel_id)
        facts: Json = {
            "id": interaction.id,
            "type": interaction.type,
            "user": self._world.require_member(interaction.user_id)["user"],
            "authorizing_integration_owners": self._guests.owners(interaction.user_id, channel),
        }
        if interaction.name is not None and interaction.type == InteractionType.COMMAND:
            facts["name"] = interaction.name
            facts["command_type"] = interaction.data["type"]
        if interaction.message_id is not None:
            facts["interacted_message_id"] = interaction.message_id
        if interaction.parent is not None:
            facts["triggering_interaction_metadata"] = interaction.parent
        return facts

    def reply_fields(self, interaction: Interaction) -> Json:
        """Return the fields that make a message the reply to an interaction."""
        fields: Json = {
            "type": int(_message_type(interaction)),
            "webhook_id": APPLICATION_ID,
            "application_id": APPLICATION_ID,
            "interaction_metadata": self.metadata(interaction),
        }
        source = self._source(interaction)
        if interaction.type == InteractionType.COMPONENT and source is not None:
            fields |= {
                "type": int(MessageType.REPLY),
                "message_reference": {
                    "type": 0,
                    "channel_id": interaction.channel_id,
                    "message_id": source["id"],
                },
            }
        return fields

    def viewer_of(self, interaction: Interaction, data: Json) -> str | None:
        """Return who alone sees a reply: the person, where it is ephemeral or has to be."""
        channel = self._world.require_channel(interaction.channel_id)
        if self._guests.is_hidden(interaction.user_id, channel):
            data["flags"] = int(data.get("flags") or 0) | MessageFlag.EPHEMERAL
        is_private = int(data.get("flags") or 0) & MessageFlag.EPHEMERAL
        return interaction.user_id if is_private else None

    def original_of(self, interaction: Interaction) -> Json | None:
        """Return the message that ``@original`` names, or None."""
        if interaction.original_id is None:
            return None
        return self._world.messages.read(interaction.channel_id, interaction.original_id)

    def _source(self, interaction: Interaction) -> Json | None:
        if interaction.message_id is None:
            return None
        message = self._world.messages.read(interaction.channel_id, interaction.message_id)
        return None if message is None or is_ephemeral(message) else message

    def _place(self, interaction: Interaction, channel: Json, user: Json) -> Json:
        if channel["type"] == ChannelType.DM:
            return {"user": user, "context": _BOT_DM_CONTEXT}
        guild = self._world.require_guild(channel["guild_id"])
        return {
            "guild_id": guild["id"],
            "guild": {"id": guild["id"], "locale": guild["preferred_locale"], "features": []},
            "guild_locale": guild["preferred_locale"],
            "member": self._snapshot.member_in(interaction.user_id, channel),
            "context": _GUILD_CONTEXT,
        }


def _message_type(interaction: Interaction) -> MessageType:
    if interaction.type != InteractionType.COMMAND:
        return MessageType.DEFAULT
    if interaction.data["type"] == CommandType.CHAT:
        return MessageType.CHAT_COMMAND
    return MessageType.CONTEXT_MENU_COMMAND
