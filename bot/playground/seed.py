"""The world at its first start: two guilds with two channels each, four people and the bot."""

from bot.playground.permissions import EVERYTHING, MODERATORS, PEOPLE, Permission
from bot.playground.words import ChannelType, Json

GUILD_ID = "1000000000000000001"
GENERAL_ID = "1000000000000000011"
RESTRICTED_ID = "1000000000000000012"
ANNEX_ID = "1000000000000000002"
ANNEX_CHANNEL_ID = "1000000000000000013"
ANNEX_DESK_ID = "1000000000000000014"
MODERATOR_ROLE_ID = "1000000000000000021"
ADMIN_ROLE_ID = "1000000000000000022"
BOT_ROLE_ID = "1000000000000000023"
APPLICATION_ID = "1000000000000000100"
BOT_PERSONA = "bot"
_JOINED_AT = "2022-07-25T00:00:00+00:00"
_EMPTY_GUILD: Json = {
    "icon": None,
    "splash": None,
    "discovery_splash": None,
    "banner": None,
    "description": None,
    "vanity_url_code": None,
    "afk_channel_id": None,
    "afk_timeout": 300,
    "system_channel_id": None,
    "system_channel_flags": 0,
    "rules_channel_id": None,
    "public_updates_channel_id": None,
    "safety_alerts_channel_id": None,
    "application_id": None,
    "verification_level": 0,
    "default_message_notifications": 1,
    "explicit_content_filter": 0,
    "mfa_level": 0,
    "nsfw_level": 0,
    "nsfw": False,
    "home_header": None,
    "region": "local",
    "widget_enabled": False,
    "widget_channel_id": None,
    "max_presences": None,
    "max_members": 500_000,
    "max_video_channel_users": 25,
    "max_stage_video_channel_users": 50,
    "incidents_data": None,
    "premium_tier": 0,
    "premium_subscription_count": 0,
    "premium_progress_bar_enabled": False,
    "features": [],
    "emojis": [],
    "stickers": [],
}


def seed_guild() -> Json:
    """Return the guild with its roles."""
    return _EMPTY_GUILD | {
        "id": GUILD_ID,
        "name": "The Playground",
        "owner_id": "1000000000000000204",
        "preferred_locale": "en-US",
        "roles": [
            _role(GUILD_ID, "@everyone", int(PEOPLE), 0, 0),
            _role(BOT_ROLE_ID, "Atelier", int(PEOPLE), 0x8FB8A0, 1),
            _role(MODERATOR_ROLE_ID, "Moderators", int(MODERATORS), 0x6FA8DC, 2),
            _role(ADMIN_ROLE_ID, "Administrators", EVERYTHING, 0xE0A458, 3),
        ],
    }


def seed_annex() -> Json:
    """Return the second guild, in which nobody has a role, and a plain member of the first owns."""
    return new_guild(ANNEX_ID, "The Annex") | {"owner_id": "1000000000000000202"}


def new_guild(guild_id: str, name: str, *, has_external_apps: bool = True) -> Json:
    """Return another guild, owned by nobody here, with one role for everybody."""
    everybody = PEOPLE if has_external_apps else PEOPLE & ~Permission.USE_EXTERNAL_APPS
    return _EMPTY_GUILD | {
        "id": guild_id,
        "name": name,
        "owner_id": "0",
        "preferred_locale": "en-US",
        "roles": [_role(guild_id, "@everyone", int(everybody), 0, 0)],
    }


def seed_channels() -> list[Json]:
    """Return the channels of both guilds; the second of the first is age-restricted."""
    general = new_channel(GENERAL_ID, GUILD_ID, "general")
    restricted = new_channel(RESTRICTED_ID, GUILD_ID, "after-dark")
    return [
        general | {"topic": "Pictures for everybody. Type / to begin."},
        restricted | {"topic": "Age-restricted. Other rules apply.", "position": 1, "nsfw": True},
        new_channel(ANNEX_CHANNEL_ID, ANNEX_ID, "annex")
        | {"topic": "Another server: nothing of the first is known here. Oskar owns it."},
        new_channel(ANNEX_DESK_ID, ANNEX_ID, "annex-desk") | {"position": 1},
    ]


def seed_members() -> dict[str, Json]:
    """Return the members by the name under which the page and the tests know them."""
    return {
        BOT_PERSONA: new_member(APPLICATION_ID, "Atelier", [BOT_ROLE_ID], is_bot=True),
        "member": new_member("1000000000000000201", "Mira"),
        "other": new_member("1000000000000000202", "Oskar"),
        "moderator": new_member("1000000000000000203", "Juno", [MODERATOR_ROLE_ID]),
        "admin": new_member("1000000000000000204", "Ada", [ADMIN_ROLE_ID]),
    }


def _role(role_id: str, name: str, permissions: int, color: int, position: int) -> Json:
    return {
        "id": role_id,
        "name": name,
        "permissions": str(permissions),
        "color": color,
        "colors": {"primary_color": color, "secondary_color": None, "tertiary_color": None},
        "position": position,
        "hoist": position > 0,
        "managed": role_id == BOT_ROLE_ID,
        "mentionable": False,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }


def new_channel(channel_id: str, guild_id: str, name: str) -> Json:
    """Return a text channel without a topic."""
    return {
        "id": channel_id,
        "guild_id": guild_id,
        "type": int(ChannelType.TEXT),
        "name": name,
        "topic": None,
        "position": 0,
        "nsfw": False,
        "parent_id": None,
        "permission_overwrites": [],
        "rate_limit_per_user": 0,
        "last_message_id": None,
        "flags": 0,
    }


def new_member(
    user_id: str, name: str, roles: list[str] | None = None, *, is_bot: bool = False
) -> Json:
    """Return a member of the guild who joined at its beginning."""
    user = {
        "id": user_id,
        "username": name if is_bot else name.lower(),
        "global_name": None if is_bot else name,
        "discriminator": "0",
        "avatar": None,
        "bot": is_bot,
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
        "locale": "en-US",
    }
    return {
        "user": user,
        "nick": None,
        "avatar": None,
        "roles": roles or [],
        "joined_at": _JOINED_AT,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "banner": None,
        "pending": False,
        "premium_since": None,
        "communication_disabled_until": None,
    }
