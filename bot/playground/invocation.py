"""A command as a person filled it in, turned into what the bot is told."""

from typing import Any, Final, NamedTuple

from bot.playground import limits
from bot.playground.attachments import store_attachment
from bot.playground.file_store import StoredFile
from bot.playground.form import Form
from bot.playground.words import CommandType, Json
from bot.playground.words import OptionType as Kind
from bot.playground.world import World

_PEOPLE: Final = frozenset({Kind.USER, Kind.MENTIONABLE})


class Leaf(NamedTuple):
    """The options of a command, or of one of its subcommands.

    Attributes:
        path: The names of group and subcommand, empty for a plain command.
        options: The options that a person fills.
    """

    path: tuple[Json, ...]
    options: list[Json]


def find_leaf(command: Json, words: list[str]) -> Leaf | None:
    """Return the part of a command that ``words`` (its subcommand names) lead to, or None."""
    path: list[Json] = []
    options: list[Json] = command.get("options") or []
    for word in words:
        inner = [one for one in options if one["name"] == word and one["type"] in (1, 2)]
        if not inner:
            return None
        path.append(inner[0])
        options = inner[0].get("options") or []
    is_whole = not any(one["type"] in (Kind.SUBCOMMAND, Kind.GROUP) for one in options)
    return Leaf(tuple(path), options) if is_whole else None


class Invocation:
    """Builds the ``data`` of one command interaction."""

    def __init__(self, world: World, channel_id: str, files: dict[int, StoredFile]) -> None:
        self._world = world
        self._channel_id = channel_id
        self._files = files
        self._form = Form()
        self._resolved: dict[str, Json] = {}

    def chat(self, command: Json, leaf: Leaf, values: Json, focused: str | None = None) -> Json:
        """Return the data of a slash command.

        Args:
            command: As registered.
            leaf: The part of it that was chosen.
            values: What was entered, by option name; a user by id, a file by its number.
            focused: The option being typed, for autocomplete; then nothing is required yet.

        Raises:
            ApiError: 50035, by option name.
        """
        known = {option["name"] for option in leaf.options}
        for name in values.keys() - known:
            self._form.refuse(name, "UNKNOWN_OPTION", "There is no such option.")
        options = [
            self._entered(option, values[option["name"]], focused)
            for option in leaf.options
            if values.get(option["name"]) not in (None, "") or option["name"] == focused
        ]
        if focused is None:
            for option in leaf.options:
                if option.get("required"):
                    self._form.require(option["name"], values.get(option["name"]))
        self._form.close()
        for holder in reversed(leaf.path):
            options = [{"name": holder["name"], "type": holder["type"], "options": options}]
        return self._data(command) | ({"options": options} if options else {})

    def menu(self, command: Json, target: Json) -> Json:
        """Return the data of a context menu command on a message or a user."""
        if command["type"] == CommandType.MESSAGE:
            self._resolved["messages"] = {target["id"]: target}
        else:
            self._resolve_user(target["id"])
        return self._data(command) | {"target_id": target["id"]}

    def upload(self, number: int) -> str:
        """Store an uploaded file and return its attachment id."""
        attachment = store_attachment(self._world, self._channel_id, self._files[number], {})
        attachment["ephemeral"] = True
        self._resolved.setdefault("attachments", {})[attachment["id"]] = attachment
        return str(attachment["id"])

    def resolve(self, kind: int, value: str) -> None:
        """Add the user, role or channel that a value names to the resolved objects."""
        if kind == Kind.CHANNEL:
            self._resolve_channel(value)
        elif kind == Kind.ROLE:
            channel = self._world.require_channel(self._channel_id)
            guild = self._world.require_guild(channel["guild_id"])
            role = next(one for one in guild["roles"] if one["id"] == value)
            self._resolved.setdefault("roles", {})[value] = role
        else:
            self._resolve_user(value)

    @property
    def resolved(self) -> Json:
        """Everything that the values name, by kind and id."""
        return self._resolved

    def _data(self, command: Json) -> Json:
        data: Json = {"id": command["id"], "name": command["name"], "type": command["type"]}
        if command.get("guild_id"):
            data["guild_id"] = command["guild_id"]
        return data | ({"resolved": self._resolved} if self._resolved else {})

    def _entered(self, option: Json, value: Any, focused: str | None) -> Json:
        entry: Json = {"name": option["name"], "type": option["type"]}
        if option["name"] == focused:
            return entry | {"value": "" if value is None else value, "focused": True}
        if focused is None:
            value = self._checked(option, value)
        return entry | {"value": value}

    def _checked(self, option: Json, value: Any) -> Any:
        name, kind = option["name"], option["type"]
        try:
            value = self._converted(kind, value)
        except (ValueError, KeyError, StopIteration):
            self._form.refuse(name, "TYPE_CONVERT", f"That is no {Kind(kind).name.lower()}.")
            return None
        if kind == Kind.STRING:
            low = option.get("min_length") or 0
            high = option.get("max_length") or limits.MAX_STRING_OPTION
            self._form.between(name, value, low, high)
        if kind in (Kind.INTEGER, Kind.NUMBER):
            self._check_number(option, value)
        choices = option.get("choices") or []
        if choices and value not in [choice["value"] for choice in choices]:
            self._form.refuse(name, "BASE_TYPE_CHOICES", "Choose one of the list.")
        return value

    def _converted(self, kind: int, value: Any) -> Any:
        match kind:
            case Kind.STRING:
                return str(value)
            case Kind.INTEGER:
                return _whole(value)
            case Kind.NUMBER:
                return float(value)
            case Kind.BOOLEAN:
                return _truth(value)
            case Kind.ATTACHMENT:
                return self.upload(int(value))
            case _:
                self.resolve(kind, str(value))
                return str(value)

    def _check_number(self, option: Json, value: float) -> None:
        low = option.get("min_value", -limits.MAX_INTEGER)
        high = option.get("max_value", limits.MAX_INTEGER)
        if not low <= value <= high:
            message = f"Enter a number between {low} and {high}."
            self._form.refuse(option["name"], "NUMBER_TYPE_RANGE", message)

    def _resolve_user(self, user_id: str) -> None:
        member = self._world.require_member(user_id)
        bits = self._world.permissions(user_id, self._world.require_channel(self._channel_id))
        self._resolved.setdefault("users", {})[user_id] = member["user"]
        partial = {
            key: value for key, value in member.items() if key not in ("user", "deaf", "mute")
        }
        self._resolved.setdefault("members", {})[user_id] = partial | {"permissions": str(bits)}

    def _resolve_channel(self, channel_id: str) -> None:
        channel = self._world.require_channel(channel_id)
        self._resolved.setdefault("channels", {})[channel_id] = channel | {"permissions": "0"}


def _whole(value: Any) -> int:
    if isinstance(value, bool) or (isinstance(value, float) and not value.is_integer()):
        raise ValueError(value)
    return int(value)


def _truth(value: Any) -> bool:
    words = {"true": True, "yes": True, "false": False, "no": False}
    return value if isinstance(value, bool) else words[str(value).lower()]
