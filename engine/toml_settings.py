"""One TOML file with environment overrides, every mistake reported with its key and line."""

from __future__ import annotations

import os
import re
import tomllib
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

ENV_PREFIX = "ATELIER_"
ENV_DELIMITER = "__"
NOT_SETTINGS = frozenset({"ATELIER_CONFIG"})  # the file's own path; read by the command line

SettingsT = TypeVar("SettingsT", bound="TomlSettings")


class Section(BaseModel):
    """One ``[section]`` of the file: frozen, and refusing keys that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)


class TomlSettings(BaseSettings):
    """A whole file; the environment (``ATELIER_SECTION__KEY``) wins over the file."""

    model_config = SettingsConfigDict(
        env_prefix=ENV_PREFIX, env_nested_delimiter=ENV_DELIMITER, frozen=True, extra="forbid"
    )

    @classmethod
    @override
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment win over what the file said."""
        return env_settings, init_settings


class Mistake(NamedTuple):
    """One thing that is wrong in the configuration.

    Attributes:
        key: Dotted path such as ``engine.max_batch_rows``; empty for the whole file.
        line: 1-based line of the file, or None where it came from the environment.
        reason: What is wrong, without the offending value (it might be a secret).
    """

    key: str
    line: int | None
    reason: str


class ConfigError(Exception):
    """The configuration cannot be used; the operator has to correct it.

    Attributes:
        source: The file that was read, or a word for the defaults.
        mistakes: All of them, in the order of the file.
    """

    code = "config_invalid"

    def __init__(self, source: str, mistakes: Iterable[Mistake]) -> None:
        self.source = source
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(self.lines()))

    def lines(self) -> list[str]:
        """Word the mistakes, a line each, ready to print."""
        return [self._line(mistake) for mistake in self.mistakes]

    def _line(self, mistake: Mistake) -> str:
        where = f"{self.source}:{mistake.line}" if mistake.line else self.source
        if mistake.key.startswith(ENV_PREFIX):
            where = "environment"
        return (
            f"{where}: {mistake.key}: {mistake.reason}"
            if mistake.key
            else f"{where}: {mistake.reason}"
        )


def load_settings(settings_type: type[SettingsT], path: Path | None) -> SettingsT:
    """Read and check a configuration.

    Args:
        settings_type: The whole file's model; sections it does not declare are mistakes unless
            its own configuration ignores extras.
        path: The TOML file, or None for defaults and environment alone.

    Raises:
        ConfigError: With every mistake found, not only the first.
    """
    source = str(path) if path else "configuration"
    text = _read(path, source) if path else ""
    document = _parse(text, source)
    strangers = _unknown_variables(settings_type)
    try:
        settings = settings_type(**document)
    except ValidationError as error:
        raise ConfigError(source, [*_mistakes(error, text), *strangers]) from None
    if strangers:
        raise ConfigError(source, strangers)
    return settings


def line_of(text: str, path: tuple[str, ...]) -> int | None:
    """Find the 1-based line of a dotted key in TOML text, or of the nearest table around it."""
    found: int | None = None
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[+\s*([^\]]+?)\s*\]+", line):
            table = tuple(part.strip().strip("\"'") for part in header[1].split("."))
            if path[: len(table)] == table:
                found = number
        elif assignment := re.match(r"\s*([\w.\"'-]+)\s*=", line):
            keys = tuple(part.strip("\"'") for part in assignment[1].split("."))
            if path[: len(table) + len(keys)] == table + keys:
                return number
    return found


def _read(path: Path, source: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "is not UTF-8 text"
        raise ConfigError(source, [Mistake("", None, f"cannot be read: {reason}")]) from error


def _parse(text: str, source: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        number = int(line[1]) if line else None
        reason = re.sub(r" \(at .*\)$", "", str(error))
        raise ConfigError(source, [Mistake("", number, f"is not TOML: {reason}")]) from None


def _mistakes(error: ValidationError, text: str) -> list[Mistake]:
    mistakes = [
        _mistake(tuple(map(str, item["loc"])), item["type"], item["msg"], text)
        for item in error.errors(include_input=False, include_url=False)
    ]
    return sorted(mistakes, key=lambda mistake: (mistake.line or 0, mistake.key))


def _mistake(path: tuple[str, ...], kind: str, message: str, text: str) -> Mistake:
    reason = "unknown key" if kind == "extra_forbidden" else message[:1].lower() + message[1:]
    variable = ENV_PREFIX + ENV_DELIMITER.join(path).upper()
    if variable in os.environ:
        return Mistake(variable, None, reason)
    return Mistake(".".join(path), line_of(text, path), reason)


def _unknown_variables(settings_type: type[TomlSettings]) -> list[Mistake]:
    if settings_type.model_config.get("extra") != "forbid":
        return []
    return [
        Mistake(name, None, "unknown environment variable")
        for name in sorted(os.environ)
        if name.startswith(ENV_PREFIX)
        and name not in NOT_SETTINGS
        and _section_of(name) not in settings_type.model_fields
    ]


def _section_of(variable: str) -> str:
    return variable.removeprefix(ENV_PREFIX).partition(ENV_DELIMITER)[0].lower()
