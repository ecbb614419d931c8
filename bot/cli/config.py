"""``atelier config``: check the configuration, or print an example of it."""

from __future__ import annotations

import typer

from bot.cli.invocation import invocation_of
from bot.config_example import example_toml

app = typer.Typer(help="Check and show the configuration.", no_args_is_help=True)


@app.command()
def check(context: typer.Context) -> None:
    """Read the configuration and report every mistake with its key and line."""
    invocation = invocation_of(context)
    invocation.settings()
    typer.echo(f"{invocation.config_path or 'defaults and environment'}: ok")


@app.command()
def example() -> None:
    """Print a configuration file that lists every key with its default."""
    typer.echo(example_toml(), nl=False)
