"""What a member may do in a channel."""

from enum import IntFlag

from bot.playground.words import ChannelType, Json


class Permission(IntFlag):
    """The permissions that the playground asks about or hands out."""

    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    USE_EXTERNAL_EMOJIS = 1 << 18
    MANAGE_ROLES = 1 << 28
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    SEND_MESSAGES_IN_THREADS = 1 << 38
    MODERATE_MEMBERS = 1 << 40
    USE_EXTERNAL_APPS = 1 << 50


EVERYTHING = sum(Permission)
PEOPLE = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.ADD_REACTIONS
    | Permission.USE_APPLICATION_COMMANDS
    | Permission.SEND_MESSAGES_IN_THREADS
    | Permission.USE_EXTERNAL_APPS
)
MODERATORS = PEOPLE | Permission.MANAGE_MESSAGES | Permission.MODERATE_MEMBERS
DIRECT = PEOPLE & ~Permission.SEND_MESSAGES_IN_THREADS


def permissions_in(guild: Json, channel: Json, member: Json) -> int:
    """Return the permission bits of ``member`` in ``channel``, overwrites applied.

    The guild's owner and administrators may do everything; in a direct message everybody
    taking part may do what a plain member may.
    """
    if channel["type"] == ChannelType.DM:
        return int(DIRECT)
    roles = {guild["id"], *member["roles"]}
    bits = 0
    for role in guild["roles"]:
        if role["id"] in roles:
            bits |= int(role["permissions"])
    if bits & Permission.ADMINISTRATOR or guild["owner_id"] == member["user"]["id"]:
        return EVERYTHING
    return _overwritten(bits, channel, roles, guild["id"], member["user"]["id"])


def _overwritten(bits: int, channel: Json, roles: set[str], everyone: str, user_id: str) -> int:
    overwrites = {entry["id"]: entry for entry in channel.get("permission_overwrites", [])}
    for group in ({everyone}, roles - {everyone}, {user_id}):
        found = [overwrites[key] for key in group if key in overwrites]
        for entry in found:
            bits &= ~int(entry["deny"])
        for entry in found:
            bits |= int(entry["allow"])
    return bits if bits & Permission.VIEW_CHANNEL else 0
