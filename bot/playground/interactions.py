"""From what a person did to the bot's answer, with the time that Discord allows for it."""

import asyncio
import secrets

from bot.playground import limits
from bot.playground.answer_times import AnswerTimes
from bot.playground.errors import ApiError, Fault
from bot.playground.gateway import Gateway
from bot.playground.interaction_event import InteractionEvents
from bot.playground.interaction_store import Interaction
from bot.playground.live import Live
from bot.playground.words import InteractionType, Json
from bot.playground.world import World


class Interactions:
    """Starts interactions, waits three seconds for each, and knows whose token is still good.

    Attributes:
        answer_times: How long the bot took.
    """

    def __init__(
        self, world: World, gateway: Gateway, live: Live, events: InteractionEvents
    ) -> None:
        self._world = world
        self._gateway = gateway
        self._live = live
        self._events = events
        self.answer_times = AnswerTimes()
        self._choices: dict[str, asyncio.Future[list[Json] | None]] = {}

    def begin(
        self,
        kind: InteractionType,
        user_id: str,
        channel_id: str,
        data: Json,
        *,
        message: Json | None = None,
        parent: Json | None = None,
        name: str | None = None,
    ) -> Interaction:
        """Tell the bot what a person did.

        Args:
            kind: What it is.
            user_id: Who did it.
            channel_id: Where.
            data: Discord's ``data`` object.
            message: The message with the component, if it was one.
            parent: The metadata of the interaction that opened the modal, if it was one.
            name: The command's full name.

        Raises:
            ApiError: No bot is connected.
        """
        if not self._gateway.is_online:
            raise ApiError(Fault.BOT_OFFLINE)
        interaction = Interaction(
            id=self._world.new_id(),
            token=secrets.token_urlsafe(48),
            type=int(kind),
            user_id=user_id,
            channel_id=channel_id,
            created_at=self._world.clock.now(),
            data=data,
            message_id=None if message is None else message["id"],
            parent=parent,
            name=name,
        )
        self._world.interactions.put(interaction)
        self._world.clock.call_later(
            limits.ACKNOWLEDGE_SECONDS, lambda: self._expire(interaction.id)
        )
        event = self._events.payload(interaction, message)
        self._gateway.dispatch("INTERACTION_CREATE", event)
        return interaction

    async def choices(self, user_id: str, channel_id: str, data: Json) -> list[Json] | None:
        """Return what the bot offers for an option, or None when it did not answer in time."""
        interaction = self.begin(InteractionType.AUTOCOMPLETE, user_id, channel_id, data)
        future: asyncio.Future[list[Json] | None] = asyncio.get_running_loop().create_future()
        self._choices[interaction.id] = future
        try:
            return await future
        finally:
            self._choices.pop(interaction.id, None)

    def offer(self, interaction: Interaction, choices: list[Json]) -> None:
        """Hand the bot's choices to the person who waits for them."""
        future = self._choices.get(interaction.id)
        if future is not None and not future.done():
            future.set_result(choices)

    def refuse_late(self, interaction: Interaction) -> None:
        """Let an interaction pass that may still be answered.

        Raises:
            ApiError: 40060 for an answer already given; 10062 when three seconds have passed.
        """
        if interaction.state == "acknowledged":
            raise ApiError(Fault.ALREADY_ACKNOWLEDGED)
        age = self._world.clock.now() - interaction.created_at
        if interaction.state == "expired" or age > limits.ACKNOWLEDGE_SECONDS:
            raise ApiError(Fault.UNKNOWN_INTERACTION)

    def acknowledge(self, interaction: Interaction) -> None:
        """Note that the bot has answered."""
        seconds = self._world.clock.now() - interaction.created_at
        self.answer_times.note(interaction.name, seconds)
        interaction.state = "acknowledged"
        self._world.interactions.put(interaction)

    def require(self, interaction_id: str, token: str) -> Interaction:
        """Return the interaction that a callback names.

        Raises:
            ApiError: 10062, there is none with this id and token.
        """
        interaction = self._world.interactions.read(interaction_id)
        if interaction is None or not secrets.compare_digest(interaction.token, token):
            raise ApiError(Fault.UNKNOWN_INTERACTION)
        return interaction

    def require_token(self, token: str) -> Interaction:
        """Return the interaction that a webhook address names, while its token lives.

        Raises:
            ApiError: 10015 for a token never given or not yet answered, 50027 after 15 minutes.
        """
        interaction = self._world.interactions.with_token(token)
        if interaction is None or interaction.state != "acknowledged":
            raise ApiError(Fault.UNKNOWN_WEBHOOK)
        if self._world.clock.now() - interaction.created_at > limits.TOKEN_SECONDS:
            raise ApiError(Fault.INVALID_WEBHOOK_TOKEN)
        return interaction

    def metadata(self, interaction: Interaction) -> Json:
        """Return what a reply tells about the interaction that it answers."""
        return self._events.metadata(interaction)

    def tell(self, interaction: Interaction, event: str, **facts: object) -> None:
        """Tell the person's pages how their interaction goes on."""
        data = {"interaction_id": interaction.id, "channel_id": interaction.channel_id, **facts}
        self._live.publish(event, data, {interaction.user_id})

    def _expire(self, interaction_id: str) -> None:
        interaction = self._world.interactions.read(interaction_id)
        if interaction is None or interaction.state != "waiting":
            return
        self.answer_times.note(interaction.name, None)
        interaction.state = "expired"
        self._world.interactions.put(interaction)
        future = self._choices.get(interaction_id)
        if future is not None and not future.done():
            future.set_result(None)
        self.tell(interaction, "interaction_failed", name=interaction.name)
