"""The addresses by which a person uses commands, components and modals."""

from typing import Any

from aiohttp import web

from bot.playground.answers import respond
from bot.playground.components import find_control
from bot.playground.errors import ApiError, Fault
from bot.playground.form import Form
from bot.playground.guests import Guests
from bot.playground.interactions import Interactions
from bot.playground.invocation import Invocation, Leaf, find_leaf
from bot.playground.limits import PERSON_FILE_BYTES
from bot.playground.modals import fields_of, fill_modal
from bot.playground.page_api import require_person
from bot.playground.permissions import Permission
from bot.playground.typed import read_typed
from bot.playground.uploads import Body, read_body
from bot.playground.words import ChannelType, CommandType, InteractionType, Json, OptionType
from bot.playground.words import ComponentType as Kind
from bot.playground.world import World

_RESOLVED_AS = {
    Kind.USER_SELECT: OptionType.USER,
    Kind.ROLE_SELECT: OptionType.ROLE,
    Kind.MENTIONABLE_SELECT: OptionType.MENTIONABLE,
    Kind.CHANNEL_SELECT: OptionType.CHANNEL,
}


class PageInteractions:
    """Turns what a person does on the page into interactions."""

    def __init__(self, world: World, interactions: Interactions, guests: Guests) -> None:
        self._world = world
        self._guests = guests
        self._interactions = interactions

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.post("/playground/commands", self.command),
            web.post("/playground/autocomplete", self.autocomplete),
            web.post("/playground/components", self.component),
            web.post("/playground/modals", self.modal),
        ]

    async def command(self, request: web.Request) -> web.Response:
        """Use a command: ``name`` with ``values``, or ``text`` as typed, or on a ``target_id``."""
        user_id, body = await self._read(request)
        channel = self._channel(user_id, body.payload)
        command, words, values = self._chosen(user_id, channel, body.payload)
        invocation = Invocation(self._world, channel["id"], body.files)
        if command["type"] == CommandType.CHAT:
            leaf = _require_leaf(command, words)
            data = invocation.chat(command, leaf, values)
        else:
            data = invocation.menu(command, self._target(user_id, command, channel, body.payload))
        begun = self._interactions.begin(
            InteractionType.COMMAND,
            user_id,
            channel["id"],
            data,
            name=" ".join([command["name"], *words]),
        )
        return respond({"interaction_id": begun.id}, 202)

    async def autocomplete(self, request: web.Request) -> web.Response:
        """Return what the bot offers for the option being typed."""
        user_id, body = await self._read(request)
        channel = self._channel(user_id, body.payload)
        command, words, values = self._chosen(user_id, channel, body.payload)
        focused = str(body.payload.get("focused"))
        values.setdefault(focused, "")
        invocation = Invocation(self._world, channel["id"], {})
        data = invocation.chat(command, _require_leaf(command, words), values, focused)
        choices = await self._interactions.choices(user_id, channel["id"], data)
        return respond({"choices": choices or [], "has_answered": choices is not None})

    async def component(self, request: web.Request) -> web.Response:
        """Press a button, or choose in a select."""
        user_id, body = await self._read(request)
        channel = self._channel(user_id, body.payload)
        message = self._message(user_id, channel, str(body.payload.get("message_id")))
        control = find_control(message["components"], str(body.payload.get("custom_id")))
        form = Form()
        if control is None or control.get("disabled"):
            form.refuse("custom_id", "COMPONENT_VALIDATION_FAILED", "Component validation failed")
            form.close()
            raise ApiError(Fault.INVALID_FORM)
        data = self._component_data(form, channel, control, body.payload.get("values") or [])
        form.close()
        begun = self._interactions.begin(
            InteractionType.COMPONENT, user_id, channel["id"], data, message=message
        )
        return respond({"interaction_id": begun.id}, 202)

    async def modal(self, request: web.Request) -> web.Response:
        """Hand in a modal, named by the interaction that it answered."""
        user_id, body = await self._read(request)
        opened = self._world.interactions.read(str(body.payload.get("interaction_id")))
        if opened is None or opened.modal is None or opened.user_id != user_id:
            raise ApiError(Fault.UNKNOWN_INTERACTION)
        invocation = Invocation(self._world, opened.channel_id, body.files)
        values = dict(body.payload.get("values") or {})
        for field in fields_of(opened.modal):
            self._resolve_field(invocation, field, values)
        form = Form()
        rows = fill_modal(form, opened.modal, values)
        form.close()
        data: Json = {"custom_id": opened.modal["custom_id"], "components": rows}
        data["resolved"] = invocation.resolved
        channel = self._world.require_channel(opened.channel_id)
        message = (
            None
            if opened.message_id is None
            else self._world.messages.read(channel["id"], opened.message_id)
        )
        begun = self._interactions.begin(
            InteractionType.MODAL_SUBMIT,
            user_id,
            channel["id"],
            data,
            message=message,
            parent=self._interactions.metadata(opened),
        )
        return respond({"interaction_id": begun.id}, 202)

    async def _read(self, request: web.Request) -> tuple[str, Body]:
        user_id = require_person(self._world, request)
        return user_id, await read_body(request, max_file_bytes=PERSON_FILE_BYTES)

    def _channel(self, user_id: str, payload: Json) -> Json:
        channel = self._world.require_channel(str(payload.get("channel_id")))
        if not self._world.can_see(user_id, channel):
            raise ApiError(Fault.MISSING_ACCESS)
        return channel

    def _chosen(self, user_id: str, channel: Json, payload: Json) -> tuple[Json, list[str], Json]:
        """Return the command that a request means, its subcommand names, and the values."""
        offered = [
            command
            for command in self._world.commands.everywhere()
            if self._is_offered(command, user_id, channel)
        ]
        if "text" in payload:
            typed = read_typed(str(payload["text"]), offered)
            if typed is None:
                raise ApiError(Fault.UNKNOWN_COMMAND)
            return typed.command, [one["name"] for one in typed.leaf.path], typed.values
        name, *words = str(payload.get("name")).split(" ")
        kind = int(payload.get("type") or CommandType.CHAT)
        if kind != CommandType.CHAT:
            name, words = str(payload.get("name")), []
        for command in offered:
            if (command["type"], command["name"]) == (kind, name):
                return command, words, dict(payload.get("values") or {})
        raise ApiError(Fault.UNKNOWN_COMMAND)

    def _is_offered(self, command: Json, user_id: str, channel: Json) -> bool:
        """Return whether Discord would show a command to this person in this channel."""
        bits = self._world.permissions(user_id, channel)
        if not self._guests.is_offered(command, user_id, channel):
            return False
        if channel["type"] == ChannelType.DM:
            return True
        required = int(command.get("default_member_permissions") or 0)
        if command.get("nsfw") and not channel.get("nsfw"):
            return False
        may_use = bool(bits & Permission.USE_APPLICATION_COMMANDS)
        return may_use and bits & required == required

    def _target(self, user_id: str, command: Json, channel: Json, payload: Json) -> Json:
        target_id = str(payload.get("target_id"))
        if command["type"] == CommandType.MESSAGE:
            return self._message(user_id, channel, target_id)
        user: Json = self._world.require_member(target_id)["user"]
        return user

    def _message(self, user_id: str, channel: Json, message_id: str) -> Json:
        message = self._world.messages.read(channel["id"], message_id)
        if message is None or self._world.messages.viewer(message_id) not in (None, user_id):
            raise ApiError(Fault.UNKNOWN_MESSAGE)
        return message

    def _component_data(self, form: Form, channel: Json, control: Json, values: list[Any]) -> Json:
        data: Json = {
            "custom_id": control["custom_id"],
            "component_type": control["type"],
            "id": control.get("id", 1),
        }
        if control["type"] == Kind.BUTTON:
            return data
        form.between("values", values, control.get("min_values", 1), control.get("max_values", 1))
        if control["type"] == Kind.STRING_SELECT:
            known = {option["value"] for option in control["options"]}
            if not known.issuperset(values):
                form.refuse("values", "BASE_TYPE_CHOICES", "Choose from the list.")
            return data | {"values": values}
        invocation = Invocation(self._world, channel["id"], {})
        for value in values:
            invocation.resolve(_RESOLVED_AS[control["type"]], value)
        return data | {"values": values, "resolved": invocation.resolved}

    def _resolve_field(self, invocation: Invocation, field: Json, values: Json) -> None:
        given = values.get(field["custom_id"]) or []
        if field["type"] == Kind.FILE_UPLOAD:
            values[field["custom_id"]] = [invocation.upload(int(number)) for number in given]
        elif field["type"] in _RESOLVED_AS:
            for value in given:
                invocation.resolve(_RESOLVED_AS[field["type"]], value)


def _require_leaf(command: Json, words: list[str]) -> Leaf:
    leaf = find_leaf(command, words)
    if leaf is None:
        raise ApiError(Fault.UNKNOWN_COMMAND)
    return leaf
