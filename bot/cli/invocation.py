"""What the command line was told before the command's own name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bot.config import Settings, load_config

if TYPE_CHECKING:
    import typer


class Invocation(NamedTuple):
    """The options in front of every command.

    Attributes:
        config_path: The TOML file, or None to run on defaults and environment.
        debug: Whether tracebacks are wanted.
    """

    config_path: Path | None = None
    debug: bool = False

    def settings(self) -> Settings:
        """Read the configuration.

        Raises:
            engine.toml_settings.ConfigError: With every mistake found.
        """
        return load_config(self.config_path)


def invocation_of(context: typer.Context) -> Invocation:
    """Return what stood in front of this command."""
    found = context.find_object(Invocation)
    return found or Invocation(config_path=default_config_path())


def default_config_path() -> Path | None:
    """Return ./config.toml if it is there."""
    path = Path("config.toml")
    return path if path.is_file() else None
