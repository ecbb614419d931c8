"""Small questions about the parts that a bot stands on, for /healthz and /readyz."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from sqlalchemy import text

from db.errors import DatabaseError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from db.connection import Database
    from engine.border.engine_state import EngineState


class Finding(NamedTuple):
    """What a probe found.

    Attributes:
        is_ok: Whether the part does what it should.
        words: What is the matter, or how it is; no secrets, no person's words.
    """

    is_ok: bool
    words: str


if TYPE_CHECKING:
    Probe = Callable[[], Awaitable[Finding]]


class HasState(Protocol):
    """Whatever knows how the engine is."""

    @property
    def state(self) -> EngineState:
        """How it is now."""
        ...


class Connects(Protocol):
    """Whatever keeps a connection to Discord."""

    def is_ready(self) -> bool:
        """Return whether the gateway has said what there is."""
        ...

    def is_closed(self) -> bool:
        """Return whether the connection was given up."""
        ...


def database_probe(database: Database) -> Probe:
    """Ask whether the database answers."""

    async def probe() -> Finding:
        try:
            async with database.read() as session:
                await session.execute(text("SELECT 1"))
        except DatabaseError as error:
            return Finding(is_ok=False, words=f"{error.code}: {error}")
        return Finding(is_ok=True, words=f"{database.dialect} answers")

    return probe


def engine_alive_probe(engine: HasState) -> Probe:
    """Ask whether the engine is there or will be; one that restarts is no reason to end us."""

    async def probe() -> Finding:
        state = engine.state
        return Finding(is_ok=not state.is_final, words=_words_of(state))

    return probe


def engine_ready_probe(engine: HasState) -> Probe:
    """Ask whether the engine would draw a picture now."""

    async def probe() -> Finding:
        state = engine.state
        return Finding(is_ok=state.name == "ready", words=_words_of(state))

    return probe


def discord_probe(client: Connects) -> Probe:
    """Ask whether Discord is connected."""

    async def probe() -> Finding:
        if client.is_closed():
            return Finding(is_ok=False, words="closed")
        is_ready = client.is_ready()
        return Finding(is_ok=is_ready, words="connected" if is_ready else "connecting")

    return probe


def _words_of(state: EngineState) -> str:
    details = [state.phase, state.code]
    return " ".join([state.name, *(word for word in details if word and word != state.name)])
