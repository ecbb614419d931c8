"""The bot's first answer to an interaction."""

from bot.playground import limits
from bot.playground.errors import ApiError, Fault
from bot.playground.form import Form
from bot.playground.interaction_event import InteractionEvents
from bot.playground.interaction_store import Interaction
from bot.playground.interactions import Interactions
from bot.playground.messages import Messages
from bot.playground.modals import check_modal
from bot.playground.seed import APPLICATION_ID
from bot.playground.uploads import Body
from bot.playground.words import CallbackType, InteractionType, Json, MessageFlag, OptionType
from bot.playground.world import World

_REPLIES = frozenset(
    {CallbackType.MESSAGE, CallbackType.DEFERRED_MESSAGE, CallbackType.MODAL, CallbackType.PONG}
)
_UPDATES = frozenset({CallbackType.DEFERRED_UPDATE, CallbackType.UPDATE_MESSAGE})
_VALID = {
    InteractionType.COMMAND: _REPLIES,
    InteractionType.COMPONENT: _REPLIES | _UPDATES,
    InteractionType.AUTOCOMPLETE: frozenset({CallbackType.AUTOCOMPLETE}),
    InteractionType.MODAL_SUBMIT: (_REPLIES | _UPDATES) - {CallbackType.MODAL},
}


class Callbacks:
    """Carries out what the bot answers an interaction with."""

    def __init__(
        self,
        world: World,
        interactions: Interactions,
        messages: Messages,
        events: InteractionEvents,
    ) -> None:
        self._world = world
        self._interactions = interactions
        self._messages = messages
        self._events = events

    def answer(self, interaction: Interaction, body: Body) -> Json:
        """Carry out a callback and return Discord's description of what came of it.

        A body that is refused leaves the interaction waiting, so that the bot may try again.

        Raises:
            ApiError: 40060, 10062, 50035 or 50006.
        """
        self._interactions.refuse_late(interaction)
        kind = self._checked_kind(interaction, body.payload)
        data: Json = body.payload.get("data") or {}
        message = self._carry_out(kind, interaction, Body(data, body.files))
        return self._described(kind, interaction, message)

    def _checked_kind(self, interaction: Interaction, payload: Json) -> CallbackType:
        valid = _VALID[InteractionType(interaction.type)]
        if interaction.message_id is None:
            valid -= _UPDATES
        kind = payload.get("type")
        if kind not in valid:
            numbers = ", ".join(str(int(one)) for one in sorted(valid))
            form = Form()
            form.refuse("type", "BASE_TYPE_CHOICES", f"Value must be one of {{{numbers}}}.")
            form.close()
        return CallbackType(payload["type"])

    def _carry_out(self, kind: CallbackType, interaction: Interaction, body: Body) -> Json | None:
        match kind:
            case CallbackType.MESSAGE:
                return self._reply(interaction, body)
            case CallbackType.DEFERRED_MESSAGE:
                return self._think(interaction, body.payload)
            case CallbackType.DEFERRED_UPDATE | CallbackType.UPDATE_MESSAGE:
                return self._update(kind, interaction, body)
            case CallbackType.MODAL:
                self._open_modal(interaction, body.payload)
            case CallbackType.AUTOCOMPLETE:
                self._offer(interaction, body.payload)
            case CallbackType.PONG:
                self._interactions.acknowledge(interaction)
        return None

    def _reply(self, interaction: Interaction, body: Body) -> Json:
        extra = self._events.reply_fields(interaction)
        viewer = self._events.viewer_of(interaction, body.payload)
        message = self._messages.post(
            interaction.channel_id, APPLICATION_ID, body, extra, viewer=viewer
        )
        self._settle(interaction, message)
        return message

    def _think(self, interaction: Interaction, data: Json) -> Json:
        """Post the message that says the bot is thinking."""
        viewer = self._events.viewer_of(interaction, data)
        flags = MessageFlag.LOADING | (MessageFlag.EPHEMERAL if viewer else 0)
        fields = self._events.reply_fields(interaction) | {"flags": int(flags)}
        message = self._messages.store(
            interaction.channel_id, APPLICATION_ID, fields, viewer=viewer
        )
        self._settle(interaction, message)
        return message

    def _update(self, kind: CallbackType, interaction: Interaction, body: Body) -> Json | None:
        message = self._world.messages.read(interaction.channel_id, str(interaction.message_id))
        if message is None:
            raise ApiError(Fault.UNKNOWN_MESSAGE)
        if kind == CallbackType.UPDATE_MESSAGE:
            message = self._messages.amend(message, body)
        self._settle(interaction, message)
        return message if kind == CallbackType.UPDATE_MESSAGE else None

    def _open_modal(self, interaction: Interaction, modal: Json) -> None:
        form = Form()
        check_modal(form, modal)
        form.close()
        interaction.modal = modal
        self._interactions.acknowledge(interaction)
        self._interactions.tell(interaction, "modal_open", modal=modal)

    def _offer(self, interaction: Interaction, data: Json) -> None:
        choices = data.get("choices") or []
        form = Form()
        _check_choices(form, choices, _focused_type(interaction.data.get("options") or []))
        form.close()
        self._interactions.acknowledge(interaction)
        self._interactions.offer(interaction, choices)

    def _settle(self, interaction: Interaction, message: Json) -> None:
        interaction.original_id = message["id"]
        self._interactions.acknowledge(interaction)
        self._interactions.tell(interaction, "interaction_done", message_id=message["id"])

    def _described(
        self, kind: CallbackType, interaction: Interaction, message: Json | None
    ) -> Json:
        facts: Json = {"id": interaction.id, "type": interaction.type}
        if message is None:
            return {"interaction": facts, "resource": {"type": int(kind)}}
        flags = message["flags"]
        facts |= {
            "response_message_id": message["id"],
            "response_message_loading": bool(flags & MessageFlag.LOADING),
            "response_message_ephemeral": bool(flags & MessageFlag.EPHEMERAL),
        }
        return {"interaction": facts, "resource": {"type": int(kind), "message": message}}


def _focused_type(options: list[Json]) -> int | None:
    for option in options:
        if option.get("focused"):
            return int(option["type"])
        found = _focused_type(option.get("options") or [])
        if found is not None:
            return found
    return None


def _check_choices(form: Form, choices: list[Json], kind: int | None) -> None:
    form.at_most("data.choices", choices, limits.MAX_CHOICES)
    for index, choice in enumerate(choices):
        path = f"data.choices.{index}"
        form.between(f"{path}.name", choice.get("name"), 1, limits.MAX_CHOICE)
        if kind == OptionType.STRING:
            form.between(f"{path}.value", str(choice.get("value", "")), 1, limits.MAX_CHOICE)
        elif isinstance(choice.get("value"), str):
            form.refuse(f"{path}.value", "NUMBER_TYPE_COERCE", "Value is not a number.")
