"""Messages made, changed and taken away, by the bot or by a person."""

import msgspec

from bot.playground import limits
from bot.playground.broadcast import Broadcast
from bot.playground.errors import ApiError, Fault
from bot.playground.form import Form
from bot.playground.message_body import compose
from bot.playground.message_store import is_ephemeral
from bot.playground.permissions import Permission
from bot.playground.seed import APPLICATION_ID
from bot.playground.snowflake import lowest_at
from bot.playground.threads import Threads, is_archived
from bot.playground.uploads import Body
from bot.playground.words import THREADS, Json, MessageFlag, MessageType
from bot.playground.world import World

_EMPTY: Json = {
    "type": int(MessageType.DEFAULT),
    "content": "",
    "embeds": [],
    "components": [],
    "attachments": [],
    "flags": 0,
    "tts": False,
    "pinned": False,
    "mention_everyone": False,
    "mentions": [],
    "mention_roles": [],
    "edited_timestamp": None,
}


class Messages:
    """The rules of who may say what where."""

    def __init__(self, world: World, broadcast: Broadcast, threads: Threads) -> None:
        self._world = world
        self._broadcast = broadcast
        self._threads = threads

    def create(self, channel_id: str, author_id: str, body: Body) -> Json:
        """Post a message by the bot's token or by a person.

        With ``enforce_nonce`` a second message of the same nonce within minutes is not made; the
        first is returned.

        Raises:
            ApiError: The author may not (50001, 50013), or the body is wrong (50035, 50006).
        """
        channel = self._world.require_channel(channel_id)
        self._require_open(channel)
        self._require_sending(channel, author_id)
        self._require_for_body(channel, author_id, body)
        nonce = self._checked_nonce(body.payload)
        if nonce and body.payload.get("enforce_nonce"):
            twin = self._world.messages.with_nonce(nonce, author_id, self._nonce_horizon())
            if twin is not None:
                return twin
        extra: Json = {} if nonce is None else {"nonce": nonce}
        return self.post(channel_id, author_id, body, extra | self._reference(channel, body))

    def post(
        self,
        channel_id: str,
        author_id: str,
        body: Body,
        extra: Json,
        *,
        viewer: str | None = None,
    ) -> Json:
        """Store a message and tell everybody whom it concerns, with no question of permission."""
        if author_id == APPLICATION_ID:
            self._require_small(channel_id, body)
        if viewer is None:
            body.payload["flags"] = int(body.payload.get("flags") or 0) & ~MessageFlag.EPHEMERAL
        fields = compose(self._world, channel_id, body)
        return self.store(channel_id, author_id, fields | extra, viewer=viewer)

    def store(
        self, channel_id: str, author_id: str, fields: Json, *, viewer: str | None = None
    ) -> Json:
        """Store a message whose fields are known to be right."""
        message = _EMPTY | {
            "id": self._world.new_id(),
            "channel_id": channel_id,
            "author": self._world.require_member(author_id)["user"],
            "timestamp": self._world.clock.timestamp(),
            **fields,
        }
        message["mentions"] = self._world.mentioned(message["content"])
        self._world.messages.put(message, viewer)
        self._broadcast.message("MESSAGE_CREATE", message, viewer)
        return message

    def edit(self, channel_id: str, message_id: str, body: Body) -> Json:
        """Change a message by the bot's token.

        Raises:
            ApiError: 10008, 50005 for another's message, 50001, 50013, 50035 or 50006.
        """
        message = self.require(channel_id, message_id)
        if message["author"]["id"] != APPLICATION_ID:
            raise ApiError(Fault.FOREIGN_MESSAGE)
        self._require_for_body(self._world.require_channel(channel_id), APPLICATION_ID, body)
        return self.amend(message, body)

    def amend(self, message: Json, body: Body) -> Json:
        """Change a message of the bot with no question of permission.

        Raises:
            ApiError: 50083 in an archived thread, 40005, 50035 or 50006.
        """
        if is_archived(self._world.require_channel(message["channel_id"])):
            raise ApiError(Fault.THREAD_ARCHIVED)
        self._require_small(message["channel_id"], body)
        fields = compose(self._world, message["channel_id"], body, message)
        fields["flags"] &= ~MessageFlag.LOADING
        changed = message | fields | {"edited_timestamp": self._world.clock.timestamp()}
        changed["mentions"] = self._world.mentioned(changed["content"])
        self._world.messages.put(changed)
        self._world.files.drop(_no_longer_shown(message, changed))
        viewer = self._world.messages.viewer(message["id"])
        self._broadcast.message("MESSAGE_UPDATE", changed, viewer)
        return changed

    def delete(self, channel_id: str, message_id: str, user_id: str) -> None:
        """Take a message away, one's own or with Manage Messages.

        Raises:
            ApiError: 10003, 10008 or 50013.
        """
        message = self.require(channel_id, message_id)
        if message["author"]["id"] != user_id:
            channel = self._world.require_channel(channel_id)
            self._require(channel, user_id, Permission.MANAGE_MESSAGES)
        self.remove(message)

    def remove(self, message: Json) -> None:
        """Take a message away with no question of permission."""
        viewer = self._world.messages.viewer(message["id"])
        self._world.messages.delete(message["id"])
        self._broadcast.deleted(message, viewer)

    def require(self, channel_id: str, message_id: str) -> Json:
        """Return a message that the bot's token may see; it sees no ephemeral ones.

        Raises:
            ApiError: 10003 or 10008.
        """
        channel = self._world.require_channel(channel_id)
        self._require(channel, APPLICATION_ID, Permission.VIEW_CHANNEL)
        message = self._world.messages.read(channel_id, message_id)
        if message is None or is_ephemeral(message):
            raise ApiError(Fault.UNKNOWN_MESSAGE)
        return message

    def history(self, channel_id: str, around: dict[str, int], limit: int) -> list[Json]:
        """Return messages of a channel for the bot's token, newest first."""
        channel = self._world.require_channel(channel_id)
        self._require(channel, APPLICATION_ID, Permission.READ_MESSAGE_HISTORY)
        store = self._world.messages
        if "around" in around:
            half, middle = max(1, limit // 2), around["around"]
            older = store.history(channel_id, viewer=None, before=middle + 1, limit=half)
            newer = store.history(channel_id, viewer=None, after=middle, limit=half, newest=False)
            return newer + older
        return store.history(
            channel_id,
            viewer=None,
            before=around.get("before", 2**63 - 1),
            after=around.get("after", 0),
            limit=limit,
            newest="after" not in around,
        )

    def _require(self, channel: Json, user_id: str, permission: Permission) -> None:
        bits = self._world.permissions(user_id, channel)
        if not bits & Permission.VIEW_CHANNEL:
            raise ApiError(Fault.MISSING_ACCESS)
        if not bits & permission:
            raise ApiError(Fault.MISSING_PERMISSIONS)

    def _require_sending(self, channel: Json, user_id: str) -> None:
        """Refuse who may not write; writing opens a thread that is archived but not locked."""
        if channel["type"] not in THREADS:
            self._require(channel, user_id, Permission.SEND_MESSAGES)
            return
        self._require(channel, user_id, Permission.SEND_MESSAGES_IN_THREADS)
        if channel["thread_metadata"]["locked"]:
            self._require_unlocking(channel, user_id)
        if is_archived(channel):
            self._threads.change(channel["id"], {"archived": False})

    def _require_unlocking(self, channel: Json, user_id: str) -> None:
        if not self._world.permissions(user_id, channel) & Permission.MANAGE_THREADS:
            raise ApiError(Fault.THREAD_LOCKED)

    def _require_open(self, channel: Json) -> None:
        people = {one["id"] for one in channel.get("recipients", [])}
        if people & self._world.closed_to_bots:
            raise ApiError(Fault.CLOSED_DMS)

    def _require_small(self, channel_id: str, body: Body) -> None:
        """Refuse more bytes of files than a message of the bot may carry, all of them together."""
        sent = sum(len(file.data) for file in body.files.values())
        if sent > self._world.max_upload_bytes(channel_id):
            raise ApiError(Fault.TOO_LARGE)

    def _require_for_body(self, channel: Json, user_id: str, body: Body) -> None:
        if body.files:
            self._require(channel, user_id, Permission.ATTACH_FILES)
        if body.payload.get("embeds"):
            self._require(channel, user_id, Permission.EMBED_LINKS)

    def _checked_nonce(self, payload: Json) -> str | None:
        nonce = payload.get("nonce")
        if nonce is None:
            return None
        form = Form()
        form.at_most("nonce", str(nonce), limits.MAX_NONCE)
        form.close()
        return str(nonce)

    def _nonce_horizon(self) -> int:
        return lowest_at(self._world.clock.now() - limits.NONCE_SECONDS)

    def _reference(self, channel: Json, body: Body) -> Json:
        """Return the fields of a reply, where the body asks for one."""
        asked = body.payload.get("message_reference")
        if not asked:
            return {}
        original = self._world.messages.read(channel["id"], str(asked["message_id"]))
        if original is None and asked.get("fail_if_not_exists", True):
            form = Form()
            form.refuse("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
            form.close()
        reference = {"type": 0, "channel_id": channel["id"], "message_id": asked["message_id"]}
        return {
            "type": int(MessageType.REPLY),
            "message_reference": reference,
            "referenced_message": original,
        }


def _no_longer_shown(before: Json, after: Json) -> list[str]:
    """Return the files of a message that its new form mentions nowhere, embeds included."""
    text = msgspec.json.encode(after).decode()
    return [one["id"] for one in before["attachments"] if one["id"] not in text]
