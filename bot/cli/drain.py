"""``atelier drain``: let what runs be finished and nothing new be taken, before an upgrade."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.cli.records import on_database

if TYPE_CHECKING:
    from db.connection import Database

EX_TEMPFAIL: Final = 75  # of sysexits.h: not drained within the time given; call again
LOOK_SECONDS: Final = 1.0
LOOKS: Final = 2  # a claim that began before the drain may commit just after it


def drain(
    context: typer.Context,
    *,
    off: Annotated[bool, typer.Option("--off", help="Take new work again.")] = False,
    timeout_seconds: Annotated[
        float, typer.Option("--timeout", min=0, help="Seconds to wait for what runs.")
    ] = 600.0,
) -> None:
    """Let every bot finish what runs and take nothing new; what waits is kept.

    Ends with 0 once nothing runs, and with 75 when something still does after the timeout; the
    drain stays on either way, until --off.
    """
    if off:
        on_database(context, _end)
        typer.echo("drain is off: new work is taken")
        return
    num_running = on_database(context, lambda database: _drain(database, timeout_seconds))
    if num_running:
        typer.echo(f"drain is on, and {num_running} jobs still run", err=True)
        raise typer.Exit(EX_TEMPFAIL)
    typer.echo("drained: nothing runs, and nothing new is taken until `atelier drain --off`")


async def _end(database: Database) -> None:
    from db.drains import end_drain
    from db.wakeup import notify

    async with database.begin() as session:
        await end_drain(session)
        await notify(session)


async def _drain(database: Database, timeout_seconds: float) -> int:
    """Begin the drain; return how many jobs run when it is over or the time is up."""
    from bot.clock import SystemClock
    from db.drains import begin_drain
    from db.wakeup import notify

    clock = SystemClock()
    async with database.begin() as session:
        await begin_drain(session, now=clock.now())
        await notify(session)
    until, num_idle = clock.monotonic() + timeout_seconds, 0
    while True:
        num_running = await _count_running(database)
        num_idle = 0 if num_running else num_idle + 1
        if num_idle >= LOOKS or (num_running and clock.monotonic() >= until):
            return num_running
        await clock.sleep(LOOK_SECONDS)


async def _count_running(database: Database) -> int:
    from db.jobs import JobState, count_by_state

    async with database.read() as session:
        counts = await count_by_state(session)
    return counts.get(JobState.RUNNING, 0) + counts.get(JobState.RENDERED, 0)
