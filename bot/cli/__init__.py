"""The ``atelier`` command: one module a group of commands."""

from __future__ import annotations

import logging
import sys
from pathlib import Path  # noqa: TC003  (typer reads annotations at run time)
from typing import Annotated

import structlog
import typer

from bot.cli import (
    bench,
    chaos,
    config,
    db,
    demo,
    doctor,
    drain,
    generate,
    guild,
    ledger,
    mod,
    privacy,
    run,
    verify,
)
from bot.cli.failure import exit_code_of, lines_of
from bot.cli.invocation import Invocation, default_config_path

app = typer.Typer(
    name="atelier",
    help="A self-hosted Stable Diffusion service for Discord communities.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("run")(run.run)
app.command("generate")(generate.generate)
app.command("doctor")(doctor.doctor)
app.command("chaos")(chaos.chaos)
app.command("drain")(drain.drain)
app.command("verify")(verify.verify)
app.add_typer(config.app, name="config")
app.add_typer(db.app, name="db")
app.add_typer(ledger.app, name="credits")
app.add_typer(guild.app, name="guild")
app.add_typer(mod.app, name="mod")
app.add_typer(privacy.app, name="privacy")
app.add_typer(demo.app, name="demo")
app.add_typer(bench.app, name="bench")


@app.callback()
def atelier(
    context: typer.Context,
    *,
    config_file: Annotated[
        Path | None,
        typer.Option(
            "--config",
            "-c",
            envvar="ATELIER_CONFIG",
            help="The TOML file. Without it ./config.toml is read if it is there.",
        ),
    ] = None,
    debug: Annotated[bool, typer.Option(help="Show tracebacks.")] = False,
) -> None:
    """Remember what every command needs."""
    context.obj = Invocation(config_path=config_file or default_config_path(), debug=debug)


def main() -> None:
    """Run the command line; what the operator can mend ends in clear lines, not in a traceback.

    Warnings go to stderr, whatever a command prints; with ``--debug`` all that is logged does.
    """
    level = logging.NOTSET if "--debug" in sys.argv else logging.WARNING
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )
    try:
        app()
    except Exception as error:
        code = exit_code_of(error)
        if code is None or "--debug" in sys.argv:
            raise
        for line in lines_of(error):
            typer.echo(line, err=True)
        raise SystemExit(code) from None
