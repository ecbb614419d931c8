"""``atelier chaos``: kill everything at random instants under load, and count what is lost."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

if TYPE_CHECKING:
    from bot.chaos.report import Report

EX_SOFTWARE: Final = 70  # of sysexits.h: something was lost, which is a bug of ours


def chaos(
    *,
    kills: Annotated[int, typer.Option(min=1, help="How many.")] = 200,
    model_kills: Annotated[
        int, typer.Option(min=0, help="The last so many with the embedded model.")
    ] = 10,
    database_url: Annotated[
        str, typer.Option(help="An empty database; without one a SQLite file.")
    ] = "",
    seed: Annotated[int, typer.Option(help="Of the instants and the victims.")] = 0,
    seconds_between: Annotated[float, typer.Option(min=0.1, help="Between kills, mean.")] = 3.5,
    folder: Annotated[
        Path | None, typer.Option(help="Keeps logs and pictures here instead of nowhere.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object and nothing else.")
    ] = False,
) -> None:
    """Kill bot, engine, workers and connections at random under load; count what was lost.

    Runs a playground, a bot and an engine of its own. Ends with 70 when anything was lost,
    delivered twice or left over.
    """
    from bot.chaos.storm import Storm, blow

    with tempfile.TemporaryDirectory(prefix="atelier-chaos-") as temporary:
        place = (folder or Path(temporary)).absolute()
        place.mkdir(parents=True, exist_ok=True)
        storm = Storm(
            database_url=database_url or f"sqlite:///{place / 'atelier.sqlite'}",
            folder=place,
            kills=kills,
            model_kills=min(model_kills, kills),
            seconds_between=seconds_between,
            seed=seed,
        )
        report = asyncio.run(blow(storm))
    _show(report, as_json=as_json)
    if not report.is_clean:
        raise typer.Exit(EX_SOFTWARE)


def _show(report: Report, *, as_json: bool) -> None:
    import msgspec

    if as_json:
        typer.echo(msgspec.json.encode(report).decode())
        return
    for name, value in msgspec.structs.asdict(report).items():
        typer.echo(f"{name:22} {value}")
