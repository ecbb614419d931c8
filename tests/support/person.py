"""A person with the playground's page open: what they do, and what they see."""

# ruff: noqa: ASYNC109  a person's patience is part of what a test says

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import aiohttp

from tests.support.page_stream import PageRefusedError, PageStream
from tests.support.shown import ShownMessage, ShownModal

__all__ = ["MessageGoneError", "NoResponseError", "PageRefusedError", "Person"]

DEFAULT_SECONDS = 30.0
Answer = ShownMessage | ShownModal
Upload = bytes | Path | tuple[str, bytes]


class NoResponseError(AssertionError):
    """The page shows "The application did not respond"."""


class MessageGoneError(AssertionError):
    """The message that was waited for has been deleted; says what was shown since."""


class Person:
    """One of the personas ``member``, ``other``, ``moderator``, ``admin``.

    Use as ``async with Person(base_url, "member") as person``. Everything that waits waits for
    the page's event stream, never for a while.
    """

    def __init__(self, base_url: str, persona: str = "member") -> None:
        self.persona = persona
        self._stream = PageStream(base_url, persona)

    async def __aenter__(self) -> Self:
        await self._stream.open(DEFAULT_SECONDS)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stream.close()

    # What a person knows.

    @property
    def user_id(self) -> str:
        return self._stream.state["user_id"]

    def channel_id(self, channel: str) -> str:
        """Return the id of a channel by its name; ``@`` is the direct channel with the bot.

        An id stands for itself, also where the page has not heard of the channel yet.
        """
        if channel.isdigit():
            return channel
        for one in self._stream.state["channels"]:
            if channel in (one["id"], one.get("name")) or (channel == "@" and one["type"] == 1):
                return one["id"]
        msg = f"no channel {channel!r}"
        raise AssertionError(msg)

    @property
    def command_names(self) -> list[str]:
        return [one["name"] for one in self._stream.state["commands"]]

    async def wait_for_bot(self, command: str | None = None, timeout: float = 60.0) -> None:
        """Wait until the bot is connected, and ``command`` (or any) is registered."""

        def is_ready() -> bool | None:
            names = self.command_names
            return (
                self._stream.state["is_online"] and (command in names if command else names)
            ) or None

        await self._stream.until(is_ready, timeout)

    async def messages(self, channel: str = "general", limit: int = 100) -> list[ShownMessage]:
        """Return what the channel shows, oldest first."""
        path = f"channels/{self.channel_id(channel)}/messages"
        found = await self._stream.ask("GET", path, params={"limit": str(limit)})
        return [ShownMessage(raw) for raw in reversed(found)]

    # What a person does.

    async def command(
        self,
        name: str,
        /,
        *,
        channel: str = "general",
        timeout: float = DEFAULT_SECONDS,
        values: dict[str, Any] | None = None,
        **options: Any,
    ) -> Answer:
        """Use a slash command (``"settings show"`` for a subcommand); return the bot's answer.

        Options are given by name; in ``values`` those that are called channel or timeout. Files
        are bytes, a path, or (name, bytes); another person stands for a user.
        """
        body = {"channel_id": self.channel_id(channel), "name": name}
        return await self._interact("commands", body, options | (values or {}), timeout)

    async def told(self, name: str, /, **options: Any) -> ShownMessage:
        """Use a command that thinks first; return its answer once that says something."""
        answer = await self.command(name, **options)
        return await self.wait_for(answer, lambda shown: shown if shown.content else None)

    async def type(
        self, text: str, *, channel: str = "general", timeout: float = DEFAULT_SECONDS
    ) -> Answer:
        """Type a command as plain text, such as ``/imagine a red apple``."""
        body = {"channel_id": self.channel_id(channel), "text": text}
        return await self._interact("commands", body, {}, timeout)

    async def menu(
        self, name: str, target: "ShownMessage | Person", timeout: float = DEFAULT_SECONDS
    ) -> Answer:
        """Use a context menu command on a message, or on a person."""
        is_message = isinstance(target, ShownMessage)
        body = {
            "channel_id": target.channel_id if is_message else self.channel_id("general"),
            "name": name,
            "type": 3 if is_message else 2,
            "target_id": target.id if is_message else target.user_id,
        }
        return await self._interact("commands", body, {}, timeout)

    async def press(
        self, message: ShownMessage, button: str, timeout: float = DEFAULT_SECONDS
    ) -> Answer:
        """Press a button, named by its label or custom id."""
        return await self._use(message, button, [], timeout)

    async def choose(
        self, message: ShownMessage, select: str, *values: str, timeout: float = DEFAULT_SECONDS
    ) -> Answer:
        """Choose values (or labels) in a select, named by its placeholder or custom id."""
        options = message.control(select).get("options", [])
        by_label = {one["label"]: one["value"] for one in options}
        return await self._use(message, select, [by_label.get(one, one) for one in values], timeout)

    async def submit(
        self, modal: ShownModal, values: dict[str, Any], timeout: float = DEFAULT_SECONDS
    ) -> Answer:
        """Hand in a modal: values by label or custom id; what is left out keeps its text."""
        body = {"interaction_id": modal.interaction_id}
        filled = {modal.custom_id(label): value for label, value in values.items()}
        return await self._interact("modals", body, filled, timeout)

    async def autocomplete(
        self, name: str, option: str, typed: str = "", /, *, channel: str = "general", **values
    ) -> list[dict]:
        """Return the choices that the bot offers while an option is being typed."""
        body = {
            "channel_id": self.channel_id(channel),
            "name": name,
            "values": values | {option: typed},
            "focused": option,
        }
        answer = await self._stream.ask("POST", "autocomplete", json=body)
        if not answer["has_answered"]:
            msg = f"autocomplete of {name} {option}"
            raise NoResponseError(msg)
        return answer["choices"]

    async def say(self, text: str, *, channel: str = "general", **files: Upload) -> ShownMessage:
        """Post a message, with files if any."""
        return await self._post(text, list(files.values()), channel)

    async def upload(
        self, data: bytes, filename: str = "picture.png", *, text: str = "", channel="general"
    ) -> ShownMessage:
        """Post a message that carries a file."""
        return await self._post(text, [(filename, data)], channel)

    async def delete(self, message: ShownMessage) -> None:
        """Delete a message, or dismiss an answer that only this person sees."""
        await self._stream.ask("DELETE", f"channels/{message.channel_id}/messages/{message.id}")

    # What a person sees.

    async def wait_for(
        self,
        message: ShownMessage,
        predicate: Callable[[ShownMessage], object],
        timeout: float = DEFAULT_SECONDS,
    ) -> ShownMessage:
        """Wait until a message looks as ``predicate`` says; return how it looks then."""
        stream = self._stream
        if message.id not in stream.messages:
            await self._look_at(message)

        def found() -> ShownMessage | None:
            if message.id in stream.gone:
                raise MessageGoneError(message.id, stream.shown_since(message.id))
            shown = stream.messages[message.id]
            return shown if predicate(shown) else None

        return await stream.until(found, timeout, lambda: stream.messages.get(message.id))

    def looks(self, message: ShownMessage) -> list[ShownMessage]:
        """Return every look that a message has had before this person's eyes, oldest first."""
        return self._stream.looks.get(message.id, [])

    async def wait_for_message(
        self,
        predicate: Callable[[ShownMessage], object],
        timeout: float = DEFAULT_SECONDS,
    ) -> ShownMessage:
        """Wait for any message that came since this person looked, in any channel."""

        def found() -> ShownMessage | None:
            shown = tuple(self._stream.messages.values())
            return next((message for message in shown if predicate(message)), None)

        return await self._stream.until(found, timeout)

    async def wait_until_gone(
        self, message: ShownMessage, timeout: float = DEFAULT_SECONDS
    ) -> None:
        """Wait until a message has been deleted."""
        await self._stream.until(lambda: message.id in self._stream.gone or None, timeout)

    async def download(self, file: dict | str) -> bytes:
        """Return the bytes of an attachment, or of an address."""
        return await self._stream.download(file if isinstance(file, str) else file["url"])

    async def pictures(self, message: ShownMessage) -> list[bytes]:
        """Return the bytes of every picture of a message."""
        return [await self.download(url) for url in message.images]

    # How it is done.

    async def _use(
        self, message: ShownMessage, control: str, values: list[str], timeout: float
    ) -> Answer:
        body = {
            "channel_id": message.channel_id,
            "message_id": message.id,
            "custom_id": message.control(control)["custom_id"],
            "values": values,
        }
        return await self._interact("components", body, {}, timeout)

    async def _interact(self, path: str, body: dict, values: dict, timeout: float) -> Answer:
        plain, files = _separated(values)
        form = _form(body | ({"values": plain} if plain else {}), files)
        begun = await self._stream.ask("POST", path, **form)
        interaction_id = begun["interaction_id"]
        event, data, message = await self._stream.until(
            lambda: self._stream.outcomes.get(interaction_id), timeout
        )
        if event == "interaction_failed":
            raise NoResponseError(body.get("name") or body.get("custom_id") or path)
        if event == "modal_open":
            return ShownModal(interaction_id, data["modal"])
        return message or await self._fetch(data["channel_id"], data["message_id"])

    async def _post(self, text: str, files: list[Upload], channel: str) -> ShownMessage:
        named = [_named(file) for file in files]
        path = f"channels/{self.channel_id(channel)}/messages"
        return ShownMessage(await self._stream.ask("POST", path, **_form({"content": text}, named)))

    async def _look_at(self, message: ShownMessage) -> None:
        try:
            shown = await self._fetch(message.channel_id, message.id)
            self._stream.messages.setdefault(message.id, shown)
        except MessageGoneError:
            self._stream.gone.add(message.id)

    async def _fetch(self, channel_id: str, message_id: str) -> ShownMessage:
        found = await self._stream.ask(
            "GET",
            f"channels/{channel_id}/messages",
            params={"before": str(int(message_id) + 1), "limit": "1"},
        )
        if not found or found[0]["id"] != message_id:
            raise MessageGoneError(message_id)
        return ShownMessage(found[0])


def _separated(values: dict[str, Any]) -> tuple[dict[str, Any], list[tuple[str, bytes]]]:
    """Return values with files replaced by their numbers, and the files."""
    plain, files = {}, []
    for name, value in values.items():
        many = value if isinstance(value, list) else [value]
        if many and all(isinstance(one, (bytes, Path, tuple)) for one in many):
            numbers = list(range(len(files), len(files) + len(many)))
            files += [_named(one) for one in many]
            plain[name] = numbers if isinstance(value, list) else numbers[0]
        else:
            plain[name] = value.user_id if isinstance(value, Person) else value
    return plain, files


def _named(file: Upload) -> tuple[str, bytes]:
    if isinstance(file, Path):
        return file.name, file.read_bytes()
    return ("picture.png", file) if isinstance(file, bytes) else file


def _form(body: dict[str, Any], files: list[tuple[str, bytes]]) -> dict[str, Any]:
    if not files:
        return {"json": body}
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("payload_json", json.dumps(body), content_type="application/json")
    for number, (name, data) in enumerate(files):
        form.add_field(f"files[{number}]", io.BytesIO(data), filename=name)
    return {"data": form}
