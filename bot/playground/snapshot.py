"""The world as the gateway and the API describe it to the bot."""

from bot.playground.gateway_session import GatewaySession
from bot.playground.permissions import DIRECT
from bot.playground.seed import APPLICATION_ID
from bot.playground.threads import is_archived
from bot.playground.words import THREADS, ChannelType, Json
from bot.playground.world import World

_PLAIN_APPLICATION: Json = {
    "type": None,
    "icon": None,
    "description": "",
    "team": None,
    "bot_public": True,
    "bot_require_code_grant": False,
    "flags": 0,
    "flags_new": "0",
    "redirect_uris": [],
    "interactions_endpoint_url": None,
    "role_connections_verification_url": None,
    "approximate_guild_count": 2,
    "approximate_user_install_count": 0,
    "approximate_user_authorization_count": 0,
    "explicit_content_filter": 0,
    "eligible_oauth2_scopes": [],
}


class Snapshot:
    """Reads the world and forms Discord's objects from it."""

    def __init__(self, world: World) -> None:
        self._world = world

    def bot_user(self) -> Json:
        """Return the bot's own user, as ``/users/@me`` does."""
        user: Json = self._world.bot["user"]
        return user | {"verified": True, "mfa_enabled": False, "email": None, "flags": 0}

    def application(self) -> Json:
        """Return the bot's application."""
        return _PLAIN_APPLICATION | {
            "id": APPLICATION_ID,
            "name": self._world.bot["user"]["username"],
            "verify_key": "0" * 64,
            "owner": self._world.personas()["admin"]["user"],
        }

    def guild(self, guild_id: str) -> Json:
        """Return a guild with what GUILD_CREATE adds to it."""
        members = self.members(guild_id)
        return self._world.require_guild(guild_id) | {
            "joined_at": members[0]["joined_at"],
            "large": False,
            "unavailable": False,
            "member_count": len(members),
            "voice_states": [],
            "members": members,
            "channels": self.guild_channels(guild_id),
            "threads": [one for one in self._of_guild(guild_id) if one["type"] in THREADS],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }

    def members(self, guild_id: str) -> list[Json]:
        """Return a guild's members, the bot first: everybody is in every guild."""
        people = self._world.personas().values()
        return [self._world.member_of(one["user"]["id"], guild_id) for one in people]

    def guild_channels(self, guild_id: str) -> list[Json]:
        """Return a guild's channels."""
        return [one for one in self._of_guild(guild_id) if one["type"] not in THREADS]

    def _of_guild(self, guild_id: str) -> list[Json]:
        channels = (one for one in self._world.channels() if one.get("guild_id") == guild_id)
        return [one for one in channels if not is_archived(one)]

    def guilds(self, session: GatewaySession) -> list[Json]:
        """Return the guilds of the bot that a session's shard serves."""
        return [self.guild(guild_id) for guild_id in self._served(session)]

    def _served(self, session: GatewaySession) -> list[str]:
        ids = [guild["id"] for guild in self._world.guilds()]
        return [one for one in ids if self._world.has_bot(one) and session.serves(one)]

    def ready(self, session: GatewaySession, resume_url: str) -> Json:
        """Return the payload of READY."""
        guilds = [{"id": one, "unavailable": True} for one in self._served(session)]
        return {
            "v": 10,
            "user": self.bot_user(),
            "guilds": guilds,
            "session_id": session.id,
            "resume_gateway_url": resume_url,
            "shard": list(session.shard),
            "application": {"id": APPLICATION_ID, "flags": 0},
            "private_channels": [],
            "user_settings": {},
            "relationships": [],
            "_trace": ["playground"],
        }

    def member_in(self, user_id: str, channel: Json) -> Json:
        """Return a member as an interaction carries it, with their permissions in a channel."""
        if channel["type"] == ChannelType.DM:
            member = self._world.require_member(user_id)
        else:
            member = self._world.member_of(user_id, channel["guild_id"])
        return member | {"permissions": str(self._world.permissions(user_id, channel))}

    def channel_for(self, user_id: str, channel: Json) -> Json:
        """Return a channel as an interaction carries it."""
        is_direct = channel["type"] == ChannelType.DM
        bits = int(DIRECT) if is_direct else self._world.permissions(user_id, channel)
        return channel | {"permissions": str(bits)}
