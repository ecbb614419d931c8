"""``atelier run``: the whole service in one command."""

from __future__ import annotations

import asyncio

import typer

from bot.cli.invocation import invocation_of


def run(context: typer.Context) -> None:
    """Start everything: database, engine, bot, and without a Discord token the playground."""
    from bot.cli.service import serve

    invocation = invocation_of(context)
    settings = invocation.settings()
    raise typer.Exit(asyncio.run(serve(settings, invocation)))
