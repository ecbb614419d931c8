"""The whole configuration file: the bot's sections beside the engine's."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_core import PydanticCustomError

from engine.config import EngineSection, SafetySection
from engine.toml_settings import Section, TomlSettings, load_settings

CASE_DAYS_LEAST: Final = 30


class DiscordSection(Section):
    """How the bot reaches Discord; without a token the playground stands in."""

    token: SecretStr = Field(
        default=SecretStr(""),
        description="The bot's token. Better: ATELIER_DISCORD__TOKEN, or token_file.",
    )
    token_file: Path | None = Field(
        default=None, description="File that holds nothing but the token."
    )
    sync_commands: bool = Field(
        default=True, description="Register the slash commands with Discord at start."
    )
    layout: Literal["classic", "components"] = Field(
        default="classic",
        description="Results as classic messages with files, or in Discord's newer components.",
    )

    @property
    def is_laid_out(self) -> bool:
        """Whether results are shown in components."""
        return self.layout == "components"

    direct_messages: bool = Field(
        default=False, description="Let people draw in direct messages with the bot too."
    )
    user_installs: bool = Field(
        default=False,
        description="Let people install the bot for themselves, to draw where it is no member.",
    )

    @model_validator(mode="after")
    def _check_one_token(self) -> DiscordSection:
        if self.token.get_secret_value() and self.token_file:
            raise PydanticCustomError("two_tokens", "set token or token_file, not both")
        return self


class DatabaseSection(Section):
    """Where the record of everything is kept."""

    url: SecretStr = Field(
        default=SecretStr("sqlite:///var/atelier.sqlite"),
        description="sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME.",
    )
    pool_size: Annotated[int, Field(ge=1, le=100)] = Field(
        default=5, description="Connections kept open. 1 to 100."
    )

    @field_validator("url")
    @classmethod
    def _check_scheme(cls, url: SecretStr) -> SecretStr:
        schemes = (
            "sqlite:",
            "sqlite+aiosqlite:",
            "postgresql:",
            "postgresql+asyncpg:",
            "postgres:",
        )
        if not url.get_secret_value().startswith(schemes):
            raise PydanticCustomError("url_scheme", "must begin with sqlite: or postgresql:")
        return url


class StorageSection(Section):
    """Where pictures are kept."""

    folder: Path = Field(default=Path("var/images"), description="Folder of the finished pictures.")
    min_free_mib: Annotated[int, Field(ge=0)] = Field(
        default=500, description="Below this many MiB of free disk, doctor warns. 0 or more."
    )


class RetentionSection(Section):
    """How long things are kept; what is on its way is never touched."""

    picture_days: Annotated[int, Field(ge=0, le=36_500)] = Field(
        default=0,
        description="Days that files of pictures are kept; 0 for ever. 0 to 36500.",
    )
    row_days: Annotated[int, Field(ge=0, le=36_500)] = Field(
        default=0,
        description="Days that the records of ended jobs are kept; 0 for ever. 0 to 36500.",
    )
    case_days: Annotated[int, Field(ge=0, le=36_500)] = Field(
        default=180,
        description="Days that flags, strikes, ended bans, refusals, reports, appeals and withheld "
        "pictures are kept; 0 for ever, else 30 to 36500.",
    )

    @model_validator(mode="after")
    def _check_order(self) -> RetentionSection:
        if 0 < self.case_days < CASE_DAYS_LEAST:
            raise PydanticCustomError(
                "cases_too_short", "case_days must be 0 or at least 30: strikes count for so long"
            )
        if self.row_days and not 0 < self.picture_days <= self.row_days:
            raise PydanticCustomError(
                "rows_before_pictures", "row_days needs picture_days of as many days at most"
            )
        return self


class LimitsSection(Section):
    """What one person may ask for."""

    daily_images: Annotated[int, Field(ge=0, le=1_000_000)] = Field(
        default=0,
        description="Images per person and day (UTC), beside credits, which a server's own number "
        "can only lower; 0: any number. 0 to 1000000.",
    )
    num_images: Annotated[int, Field(ge=1, le=9)] = Field(
        default=4, description="Images of one command, unless the guild says otherwise. 1 to 9."
    )
    num_inference_steps: Annotated[int, Field(ge=1, le=150)] = Field(
        default=20, description="Steps when the person names none. 1 to 150."
    )
    waiting_jobs: Annotated[int, Field(ge=1, le=1_000_000)] = Field(
        default=1000, description="Jobs that may wait in all. 1 to 1000000."
    )
    guild_waiting_jobs: Annotated[int, Field(ge=1, le=1_000_000)] = Field(
        default=200, description="Jobs of one server that may wait. 1 to 1000000."
    )
    person_waiting_jobs: Annotated[int, Field(ge=1, le=1_000_000)] = Field(
        default=50, description="Jobs of one person that may wait. 1 to 1000000."
    )
    person_running_jobs: Annotated[int, Field(ge=1, le=4096)] = Field(
        default=16, description="Jobs of one person that may be drawn at once. 1 to 4096."
    )
    attempts: Annotated[int, Field(ge=1, le=20)] = Field(
        default=3, description="Times a job is tried before it fails. 1 to 20."
    )
    lease_seconds: Annotated[float, Field(ge=1, le=3600)] = Field(
        default=60.0, description="A silent bot loses its jobs after so many seconds. 1 to 3600."
    )
    progress_seconds: Annotated[float, Field(ge=1, le=60)] = Field(
        default=2.0, description="Least time between two edits of a progress message. 1 to 60."
    )
    preview_steps: Annotated[int, Field(ge=0, le=150)] = Field(
        default=5, description="A preview at most every so many steps; 0 for none. 0 to 150."
    )


class CreditsSection(Section):
    """What people may draw: a credit is the work for one 512x512 picture at 50 guided steps."""

    enabled: bool = Field(
        default=True, description="Count the work. false: everything is drawn for nothing."
    )
    capacity: Annotated[int, Field(ge=0, le=1_000_000)] = Field(
        default=100, description="Credits that one person can save up. 0 to 1000000."
    )
    per_day: Annotated[int, Field(ge=0, le=1_000_000)] = Field(
        default=100, description="Credits that flow back evenly within 24 hours. 0 to 1000000."
    )
    pool_capacity: Annotated[int, Field(ge=0, le=1_000_000)] = Field(
        default=0, description="Credits that all of a server share; 0: no limit. 0 to 1000000."
    )
    pool_per_day: Annotated[int, Field(ge=0, le=1_000_000)] = Field(
        default=0, description="Credits that flow back into the shared ones. 0 to 1000000."
    )
    relaxed: bool = Field(
        default=True,
        description="People out of credits go on for nothing, after others; false: they wait.",
    )


class PolicySection(Section):
    """What people must agree to, and what is done about offences."""

    require_terms: Literal["auto", "always", "never"] = Field(
        default="auto",
        description="Who draws has accepted the terms of use; auto: not in the playground. "
        "auto, always or never.",
    )
    terms_version: Annotated[str, Field(min_length=1, max_length=32)] = Field(
        default="1", description="A new version is asked for anew. 1 to 32 characters."
    )
    terms: Path | None = Field(
        default=None, description="File with the terms of use; unset: those of the usual licences."
    )


class HttpSection(Section):
    """The port with /healthz, /readyz and /metrics."""

    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: Annotated[int, Field(ge=0, le=65535)] = Field(
        default=8180, description="Port; 0 turns it off. 0 to 65535."
    )


class PlaygroundSection(Section):
    """The Discord-like page used without a Discord account."""

    host: str = Field(default="127.0.0.1", description="Address to listen on; keep it loopback.")
    port: Annotated[int, Field(ge=0, le=65535)] = Field(
        default=8100, description="Port of the page; 0 takes a free one. 0 to 65535."
    )
    world: Path = Field(
        default=Path("var/playground.sqlite"), description="File with the playground's messages."
    )


class LogSection(Section):
    """What is logged, and how it looks."""

    level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="debug, info, warning or error."
    )
    format: Literal["auto", "console", "json"] = Field(
        default="auto", description="auto is console on a terminal and json elsewhere."
    )


class Settings(TomlSettings):
    """The whole file."""

    discord: DiscordSection = DiscordSection()
    database: DatabaseSection = DatabaseSection()
    storage: StorageSection = StorageSection()
    engine: EngineSection = EngineSection()
    safety: SafetySection = SafetySection()
    retention: RetentionSection = RetentionSection()
    limits: LimitsSection = LimitsSection()
    credits: CreditsSection = CreditsSection()
    policy: PolicySection = PolicySection()
    http: HttpSection = HttpSection()
    playground: PlaygroundSection = PlaygroundSection()
    log: LogSection = LogSection()


def load_config(path: Path | None) -> Settings:
    """Read the whole configuration.

    Raises:
        engine.toml_settings.ConfigError: With every mistake found.
    """
    return load_settings(Settings, path)
