"""Threads and forum posts: made, archived, locked, and opened again."""

from bot.playground.errors import ApiError, Fault
from bot.playground.gateway import Gateway
from bot.playground.live import Live
from bot.playground.permissions import Permission
from bot.playground.seed import APPLICATION_ID
from bot.playground.words import THREADS, ChannelType, Intent, Json
from bot.playground.world import World

_ARCHIVE_MINUTES = 1440
_CHANGEABLE = ("archived", "locked")


class Threads:
    """Makes and changes threads, and tells the bot and the pages."""

    def __init__(self, world: World, gateway: Gateway, live: Live) -> None:
        self._world = world
        self._gateway = gateway
        self._live = live

    def create(self, name: str, parent_id: str, owner_id: str) -> Json:
        """Begin a thread in a channel, or a post in a forum."""
        parent = self._world.require_channel(parent_id)
        now = self._world.clock.timestamp()
        thread: Json = {
            "id": self._world.new_id(),
            "guild_id": parent["guild_id"],
            "parent_id": parent["id"],
            "type": int(ChannelType.PUBLIC_THREAD),
            "name": name,
            "owner_id": owner_id,
            "last_message_id": None,
            "rate_limit_per_user": 0,
            "message_count": 0,
            "member_count": 1,
            "total_message_sent": 0,
            "flags": 0,
            "thread_metadata": {
                "archived": False,
                "auto_archive_duration": _ARCHIVE_MINUTES,
                "archive_timestamp": now,
                "create_timestamp": now,
                "locked": False,
            },
        }
        self._world.put_channel(thread)
        self._gateway.dispatch("THREAD_CREATE", thread | {"newly_created": True}, Intent.GUILDS)
        self._live.publish("channel_create", thread)
        return thread

    def create_forum(self, name: str, guild_id: str) -> Json:
        """Add a forum to a guild."""
        forum: Json = {
            "id": self._world.new_id(),
            "guild_id": guild_id,
            "type": int(ChannelType.FORUM),
            "name": name,
            "topic": None,
            "position": 9,
            "nsfw": False,
            "parent_id": None,
            "permission_overwrites": [],
            "rate_limit_per_user": 0,
            "last_message_id": None,
            "available_tags": [],
            "default_reaction_emoji": None,
            "default_sort_order": None,
            "default_forum_layout": 0,
            "flags": 0,
        }
        self._world.put_channel(forum)
        self._gateway.dispatch("CHANNEL_CREATE", forum, Intent.GUILDS)
        self._live.publish("channel_create", forum)
        return forum

    def change(self, thread_id: str, changes: Json) -> Json:
        """Archive, lock or open a thread, with no question of permission."""
        thread = self._world.require_channel(thread_id)
        told = {key: bool(changes[key]) for key in _CHANGEABLE if key in changes}
        thread["thread_metadata"] |= told
        thread["thread_metadata"]["archive_timestamp"] = self._world.clock.timestamp()
        self._world.put_channel(thread)
        self._gateway.dispatch("THREAD_UPDATE", thread, Intent.GUILDS)
        self._live.publish("channel_create", thread)
        return thread

    def change_by_bot(self, thread_id: str, changes: Json) -> Json:
        """Change a thread by the bot's token.

        Raises:
            ApiError: 10003, 50001, or 50013: opening takes the right to send there, and Manage
                Threads where it is locked; everything else takes Manage Threads.
        """
        thread = self._world.require_channel(thread_id)
        bits = self._world.permissions(APPLICATION_ID, thread)
        if thread["type"] not in THREADS or not bits & Permission.VIEW_CHANNEL:
            raise ApiError(Fault.MISSING_ACCESS)
        is_opening = changes == {"archived": False} and not thread["thread_metadata"]["locked"]
        needed = Permission.MANAGE_THREADS
        if is_opening:
            needed |= Permission.SEND_MESSAGES_IN_THREADS
        if not bits & needed:
            raise ApiError(Fault.MISSING_PERMISSIONS)
        return self.change(thread_id, changes)


def is_archived(channel: Json) -> bool:
    """Return whether a channel is a thread that was archived."""
    return channel["type"] in THREADS and bool(channel["thread_metadata"]["archived"])
