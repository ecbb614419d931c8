"""What carries moderators' decisions out, as commands of the operator's use it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, TypeVar

import typer

from bot.cli.invocation import invocation_of
from bot.cli.records import on_database

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.moderation.parts import Desks

T = TypeVar("T")

OPERATOR: Final = None
"""The actor of what the operator decides, as the log has it."""

User = Annotated[int, typer.Argument(help="The person's Discord id.", min=1)]
Job = Annotated[int, typer.Argument(help="The job's number.", min=1)]
Guild = Annotated[int, typer.Option("--guild", help="The server's Discord id.", min=1)]
AnyGuild = Annotated[
    int | None, typer.Option("--guild", help="The server's Discord id; left out: everywhere.")
]


def at_desks(context: typer.Context, work: Callable[[Desks], Awaitable[T]]) -> T:
    """Decide something; the running bot shows and tells it within seconds."""
    from bot.clock import SystemClock
    from bot.files.quarantine import Quarantine
    from bot.files.storage import Storage
    from bot.moderation.parts import desks

    settings = invocation_of(context).settings()

    async def nobody_is_called() -> None:
        """Leave it to the running bot."""

    async def run(database: Any) -> T:
        return await work(
            desks(
                database=database,
                quarantine=Quarantine(settings.safety.quarantine),
                storage=Storage(settings.storage.folder),
                clock=SystemClock(),
                changed=nobody_is_called,
            )
        )

    return on_database(context, run)
