"""Servers of which the bot is no member, and the people who have installed it for themselves."""

from bot.playground.permissions import Permission
from bot.playground.words import ChannelType, Json
from bot.playground.world import World

GUEST = Permission.ATTACH_FILES | Permission.EMBED_LINKS | Permission.USE_EXTERNAL_EMOJIS
"""What an application may do by an interaction's token where it is no member."""

_GUILD_CONTEXT = 0
_DIRECT_CONTEXT = 1
_BY_GUILD = 0
_BY_USER = 1


class Guests:
    """Decides what is different where only a person, and no server, has installed the bot."""

    def __init__(self, world: World) -> None:
        self._world = world

    def is_guest(self, channel: Json) -> bool:
        """Return whether the bot is no member of a channel's guild."""
        return "guild_id" in channel and not self._world.has_bot(channel["guild_id"])

    def is_hidden(self, user_id: str, channel: Json) -> bool:
        """Return whether a person's answers are shown to that person alone."""
        bits = self._world.permissions(user_id, channel)
        return self.is_guest(channel) and not bits & Permission.USE_EXTERNAL_APPS

    def owners(self, user_id: str, channel: Json) -> Json:
        """Return whose installation lets an interaction happen, by Discord's kinds."""
        owners: Json = {}
        if channel["type"] == ChannelType.DM:
            owners[str(_BY_GUILD)] = "0"
        elif not self.is_guest(channel):
            owners[str(_BY_GUILD)] = channel["guild_id"]
        if user_id in self._world.installed:
            owners[str(_BY_USER)] = user_id
        return owners

    def app_permissions(self, bot_id: str, channel: Json) -> int:
        """Return what the bot may do by an interaction's token."""
        if self.is_guest(channel):
            return int(GUEST)
        return self._world.permissions(bot_id, channel)

    def is_offered(self, command: Json, user_id: str, channel: Json) -> bool:
        """Return whether somebody's installation brings a command to a channel."""
        contexts = command.get("contexts")
        if channel["type"] == ChannelType.DM:
            is_direct = command.get("dm_permission", True)
            is_fit = bool(is_direct) if contexts is None else _DIRECT_CONTEXT in contexts
            return is_fit and not command.get("guild_id")
        if contexts is not None and _GUILD_CONTEXT not in contexts:
            return False
        installs = command.get("integration_types") or [_BY_GUILD]
        if not self.is_guest(channel):
            return _BY_GUILD in installs
        return _BY_USER in installs and user_id in self._world.installed
