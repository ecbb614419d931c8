"""Everything that exists in the playground, kept in one SQLite file."""

import contextlib
import re
from pathlib import Path

import msgspec

from bot.playground.clock import Clock
from bot.playground.command_store import CommandStore
from bot.playground.errors import ApiError, Fault
from bot.playground.file_store import FileStore
from bot.playground.interaction_store import InteractionStore
from bot.playground.limits import FILE_BYTES
from bot.playground.message_store import MessageStore
from bot.playground.permissions import DIRECT, Permission, permissions_in
from bot.playground.schema import connect
from bot.playground.seed import (
    APPLICATION_ID,
    GUILD_ID,
    seed_annex,
    seed_channels,
    seed_guild,
    seed_members,
)
from bot.playground.snowflake import Snowflakes, lowest_at
from bot.playground.words import THREADS, ChannelType, Json

_encode = msgspec.json.encode
_INTERACTION_SECONDS = 24 * 3600.0
_WITHOUT_BOT = "playground_without_bot"  # a key of our own, which nobody is sent
_MENTION = re.compile(r"<@!?(\d+)>")


class World:
    """Guilds, their channels and people, and the stores of what they made.

    Attributes:
        clock: The time that everything in the world goes by.
        messages: Every message, ephemeral ones too.
        files: The bytes of the newest attachments.
        commands: What the bot has registered.
        interactions: What people did, with the token that answers it.
        closed_to_bots: Who takes no direct messages; forgotten at a restart.
        installed: Who has installed the bot for themselves; likewise.
        upload_bytes: What guilds take of one message's files, where it is not the usual; likewise.
    """

    def __init__(self, path: Path, clock: Clock, *, max_files: int) -> None:
        self.clock = clock
        self._db = connect(path)
        self._seed()
        self.messages = MessageStore(self._db)
        self.files = FileStore(self._db, max_files=max_files)
        self.commands = CommandStore(self._db)
        self.interactions = InteractionStore(self._db)
        self.interactions.forget_before(lowest_at(clock.now() - _INTERACTION_SECONDS))
        self.closed_to_bots: set[str] = set()
        self.installed: set[str] = set()
        self.upload_bytes: dict[str, int] = {}
        self._snowflakes = Snowflakes(clock, self._last_id())

    def close(self) -> None:
        """Close the file; everything written is already in it."""
        self._db.close()

    def new_id(self) -> str:
        """Return an id that nothing in this world has had."""
        return self._snowflakes.take()

    @property
    def guild(self) -> Json:
        """The first guild, without its channels and members."""
        return self.require_guild(GUILD_ID)

    def require_guild(self, guild_id: str) -> Json:
        """Return a guild, without its channels and members.

        Raises:
            ApiError: 10004, there is none.
        """
        found = self._require("guilds", guild_id, Fault.UNKNOWN_GUILD)
        return {key: value for key, value in found.items() if key != _WITHOUT_BOT}

    def guilds(self) -> list[Json]:
        """Return every guild, with or without the bot, in the order they were made."""
        rows = self._db.execute("SELECT id FROM guilds ORDER BY rowid")
        return [self.require_guild(guild_id) for (guild_id,) in rows]

    def put_guild(self, guild: Json, *, has_bot: bool) -> None:
        """Add a guild, with the bot in it or not, or write its new form."""
        body = guild if has_bot else guild | {_WITHOUT_BOT: True}
        query = (
            "INSERT INTO guilds (id, body) VALUES (?, ?) "
            "ON CONFLICT (id) DO UPDATE SET body = excluded.body"
        )
        self._db.execute(query, (guild["id"], _encode(body).decode()))

    def has_bot(self, guild_id: str) -> bool:
        """Return whether the bot is a member of a guild."""
        return _WITHOUT_BOT not in self._require("guilds", guild_id, Fault.UNKNOWN_GUILD)

    def channels(self) -> list[Json]:
        """Return every channel, direct ones too, in the order they were made."""
        rows = self._db.execute("SELECT body FROM channels ORDER BY rowid")
        return [msgspec.json.decode(body) for (body,) in rows]

    def require_channel(self, channel_id: str) -> Json:
        """Return a channel.

        Raises:
            ApiError: 10003, there is no such channel.
        """
        return self._require("channels", channel_id, Fault.UNKNOWN_CHANNEL)

    def put_channel(self, channel: Json) -> None:
        """Add a channel or write its new form."""
        self._db.execute(
            "INSERT INTO channels (id, body) VALUES (?, ?) "
            "ON CONFLICT (id) DO UPDATE SET body = excluded.body",
            (channel["id"], _encode(channel).decode()),
        )

    def direct_channel(self, user_id: str) -> tuple[Json, bool]:
        """Return the bot's direct channel with a person, and whether it was made just now."""
        for channel in self.channels():
            if channel["type"] == ChannelType.DM and channel["recipients"][0]["id"] == user_id:
                return channel, False
        recipient = self.require_member(user_id)["user"]
        channel = {
            "id": self.new_id(),
            "type": int(ChannelType.DM),
            "recipients": [recipient],
            "last_message_id": None,
            "flags": 0,
        }
        self.put_channel(channel)
        return channel, True

    def personas(self) -> dict[str, Json]:
        """Return the members by persona, the bot's own member first."""
        rows = self._db.execute("SELECT persona, body FROM members ORDER BY rowid")
        return {persona: msgspec.json.decode(body) for persona, body in rows}

    def require_member(self, user_id: str) -> Json:
        """Return the member with this user id.

        Raises:
            ApiError: 10013, there is no such person.
        """
        row = self._db.execute("SELECT body FROM members WHERE user_id = ?", (user_id,)).fetchone()
        if row is None:
            raise ApiError(Fault.UNKNOWN_USER)
        member: Json = msgspec.json.decode(row[0])
        return member

    def member_of(self, user_id: str, guild_id: str) -> Json:
        """Return a person as a member of a guild: with the roles that they have there.

        Raises:
            ApiError: 10013, there is no such person; 10004, there is no such guild.
        """
        roles = {role["id"] for role in self.require_guild(guild_id)["roles"]}
        member = self.require_member(user_id)
        return member | {"roles": [role for role in member["roles"] if role in roles]}

    def put_member(self, persona: str, member: Json) -> None:
        """Add a member or write its new form."""
        self._db.execute(
            "INSERT INTO members (user_id, persona, body) VALUES (?, ?, ?) "
            "ON CONFLICT (user_id) DO UPDATE SET body = excluded.body",
            (member["user"]["id"], persona, _encode(member).decode()),
        )

    def mentioned(self, content: str) -> list[Json]:
        """Return the people whom a text mentions, each once."""
        people = []
        for user_id in dict.fromkeys(_MENTION.findall(content)):
            with contextlib.suppress(ApiError):
                people.append(self.require_member(user_id)["user"])
        return people

    @property
    def bot(self) -> Json:
        """The bot's own member."""
        return self.require_member(APPLICATION_ID)

    def permissions(self, user_id: str, channel: Json) -> int:
        """Return what a person, or the bot, may do in a channel; nothing where it is no member."""
        if channel["type"] == ChannelType.DM:
            return int(DIRECT)
        if user_id == APPLICATION_ID and not self.has_bot(channel["guild_id"]):
            return 0
        is_thread = channel["type"] in THREADS
        place = self.require_channel(channel["parent_id"]) if is_thread else channel
        guild = self.require_guild(channel["guild_id"])
        return permissions_in(guild, place, self.require_member(user_id))

    def max_upload_bytes(self, channel_id: str) -> int:
        """Return how many bytes of files a bot's message may carry in a channel."""
        guild_id = self.require_channel(channel_id).get("guild_id", "")
        return self.upload_bytes.get(guild_id, FILE_BYTES)

    def can_see(self, user_id: str, channel: Json) -> bool:
        """Return whether a channel is in a person's list."""
        if channel["type"] == ChannelType.DM:
            return user_id in (channel["recipients"][0]["id"], APPLICATION_ID)
        return bool(self.permissions(user_id, channel) & Permission.VIEW_CHANNEL)

    def _require(self, table: str, key: str, fault: Fault) -> Json:
        query = {
            "guilds": "SELECT body FROM guilds WHERE id = ?",
            "channels": "SELECT body FROM channels WHERE id = ?",
        }[table]
        row = self._db.execute(query, (key,)).fetchone()
        if row is None:
            raise ApiError(fault)
        found: Json = msgspec.json.decode(row[0])
        return found

    def _seed(self) -> None:
        if self._db.execute("SELECT count(*) FROM guilds").fetchone()[0]:
            return
        for guild in (seed_guild(), seed_annex()):
            self.put_guild(guild, has_bot=True)
        for channel in seed_channels():
            self.put_channel(channel)
        for persona, member in seed_members().items():
            self.put_member(persona, member)

    def _last_id(self) -> int:
        found = self._db.execute(
            "SELECT max(number) FROM (SELECT number FROM messages UNION ALL "
            "SELECT number FROM files UNION ALL SELECT number FROM interactions)"
        ).fetchone()[0]
        return int(found or 0)
