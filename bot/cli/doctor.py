"""``atelier doctor``: look at everything before it is needed, and say what to mend."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.cli.invocation import invocation_of

if TYPE_CHECKING:
    from bot.doctor.line import Line

COLORS: Final = {"ok": "green", "warning": "yellow", "problem": "red"}


def doctor(
    context: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    discord_url: Annotated[
        str, typer.Option(help="Ask this server instead of Discord.", metavar="URL")
    ] = "https://discord.com",
) -> None:
    """Check Python, packages, configuration, model, database, disk, ports and token."""
    from bot.doctor.examine import examine

    invocation = invocation_of(context)
    source = str(invocation.config_path or "defaults and environment")
    lines = asyncio.run(examine(invocation.settings, source, discord_url=discord_url.rstrip("/")))
    is_ok = all(line.level != "problem" for line in lines)
    if as_json:
        report = {"ok": is_ok, "checks": [line._asdict() for line in lines]}
        typer.echo(json.dumps(report, indent=2))
    else:
        for line in lines:
            _print(line)
    raise typer.Exit(0 if is_ok else 1)


def _print(line: Line) -> None:
    level = typer.style(f"{line.level:<8}", fg=COLORS[line.level])
    typer.echo(f"{level} {line.check:<10} {line.words}")
    if line.remedy:
        typer.echo(f"{'':19} → {line.remedy}")
