"""Who hears what: the bot over the gateway, people over their pages."""

from bot.playground.address import Address
from bot.playground.gateway import Gateway
from bot.playground.live import Live
from bot.playground.seed import APPLICATION_ID
from bot.playground.words import ChannelType, Intent, Json, MessageFlag
from bot.playground.world import World


class Broadcast:
    """Tells the bot and the pages that something has changed."""

    def __init__(self, world: World, address: Address, gateway: Gateway, live: Live) -> None:
        self._world = world
        self._address = address
        self._gateway = gateway
        self._live = live

    def message(self, event: str, message: Json, viewer: str | None = None) -> None:
        """Tell of a message made or changed.

        Args:
            event: ``MESSAGE_CREATE`` or ``MESSAGE_UPDATE``.
            message: The message as stored.
            viewer: The only person who sees it, or None. The bot is not told of ephemeral ones.
        """
        public = self._address.public(message)
        if viewer is None and self._is_told(message["channel_id"]):
            self._tell_bot(event, public)
        self._live.publish(event.lower(), public, self._audience(message["channel_id"], viewer))

    def deleted(self, message: Json, viewer: str | None = None) -> None:
        """Tell that a message is gone."""
        channel = self._world.require_channel(message["channel_id"])
        gone = {"id": message["id"], "channel_id": channel["id"]}
        if "guild_id" in channel:
            gone["guild_id"] = channel["guild_id"]
        if viewer is None and self._is_told(channel["id"]):
            self._gateway.dispatch("MESSAGE_DELETE", gone, self._intent(channel))
        self._live.publish("message_delete", gone, self._audience(channel["id"], viewer))

    def _is_told(self, channel_id: str) -> bool:
        """Return whether the bot hears of a channel: it is its own, or in a guild of its."""
        channel = self._world.require_channel(channel_id)
        return "guild_id" not in channel or self._world.has_bot(channel["guild_id"])

    def _tell_bot(self, event: str, message: Json) -> None:
        channel = self._world.require_channel(message["channel_id"])
        author = message["author"]["id"]
        payload = dict(message)
        if "guild_id" in channel:
            member = self._world.member_of(author, channel["guild_id"])
            payload |= {
                "guild_id": channel["guild_id"],
                "member": {key: value for key, value in member.items() if key != "user"},
            }
        mentioned = any(one["id"] == APPLICATION_ID for one in message["mentions"])
        is_readable = author == APPLICATION_ID or mentioned or channel["type"] == ChannelType.DM
        self._gateway.dispatch(
            event, payload, self._intent(channel), without_content=None if is_readable else _blank
        )

    def _intent(self, channel: Json) -> Intent:
        is_direct = channel["type"] == ChannelType.DM
        return Intent.DIRECT_MESSAGES if is_direct else Intent.GUILD_MESSAGES

    def _audience(self, channel_id: str, viewer: str | None) -> set[str]:
        channel = self._world.require_channel(channel_id)
        seeing = {one for one in self._live.people() if self._world.can_see(one, channel)}
        return seeing if viewer is None else seeing & {viewer}


def _blank(message: Json) -> Json:
    """Return a message as a bot sees it that lacks the message content intent."""
    flags = message["flags"] & ~MessageFlag.COMPONENTS_V2
    blank: Json = {"content": "", "embeds": [], "components": [], "attachments": []}
    return {**message, **blank, "flags": flags}
