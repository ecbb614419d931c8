"""The ``[engine]`` and ``[safety]`` sections of the configuration."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import SettingsConfigDict

from engine.toml_settings import Section, TomlSettings

EMBEDDED_MODEL = "demo"
ModelName = Annotated[str, Field(pattern=r"^[\w.-]{1,64}$")]


class EngineSection(Section):
    """How the engine process finds, loads and runs its model."""

    runner: Literal["torch", "stub"] = Field(
        default="torch",
        description="torch, or stub: plain colours at a fixed pace, to try loads and failures.",
    )
    stub_step_seconds: Annotated[float, Field(ge=0, le=60)] = Field(
        default=0.05, description="Seconds of one step of the stub. 0 to 60."
    )
    stub_load_seconds: Annotated[float, Field(ge=0, le=600)] = Field(
        default=0.0, description="Seconds that the stub pretends to load. 0 to 600."
    )
    model: str = Field(
        default=EMBEDDED_MODEL,
        min_length=1,
        description="demo (embedded), a diffusers folder, a .safetensors file, a hub id or a name "
        "in models.",
    )
    models: dict[ModelName, str] = Field(
        default={},
        description="Several models by name, like model; it names one of them or one more.",
    )
    max_resident_gib: Annotated[float, Field(ge=0, le=4096)] = Field(
        default=0.0,
        description="Memory for the weights of models together; 0: half of the device's. 0 to "
        "4096.",
    )
    config: Path | None = Field(
        default=None,
        description="Folder with the component configurations of a single .safetensors file.",
    )
    device: str = Field(
        default="auto",
        pattern=r"^(auto|cpu|cuda(:\d+)?|mps)$",
        description="auto, cpu, cuda, cuda:N or mps.",
    )
    dtype: Literal["auto", "float32", "bfloat16", "float16"] = Field(
        default="auto", description="auto is float32 on a CPU and bfloat16 or float16 on a GPU."
    )
    memory_format: Literal["auto", "contiguous", "channels_last"] = Field(
        default="auto",
        description="How convolutions lie in memory; auto is channels_last on a CPU and with CUDA.",
    )
    compile: Literal["off", "default"] = Field(
        default="off",
        description="default compiles the network for shapes that are drawn often.",
    )
    cuda_graphs: Literal["off", "on"] = Field(
        default="off", description="on records shapes that are drawn often as CUDA graphs."
    )
    max_batch_rows: Annotated[int, Field(ge=2, le=256)] = Field(
        default=32, description="Rows of one network call; a guided image takes two. 2 to 256."
    )
    max_waiting: Annotated[int, Field(ge=1, le=4096)] = Field(
        default=64, description="Images admitted to the engine at once. 1 to 4096."
    )
    max_pixels: Annotated[int, Field(ge=0, le=16_777_216)] = Field(
        default=0,
        description="Largest width times height; 0: four times the native size. 0 to 16777216.",
    )
    tiled_decode_pixels: Annotated[int, Field(ge=0, le=16_777_216)] = Field(
        default=0,
        description="Pictures of so many pixels or more are decoded in tiles, which takes less "
        "memory; 0: where a GPU needs it. 0 to 16777216.",
    )
    deterministic: bool = Field(
        default=False, description="Byte-identical images in any company; always pads the batch."
    )
    deterministic_rows: Annotated[int, Field(ge=0, le=256)] = Field(
        default=0, description="The one bucket of deterministic mode; 0 takes max_batch_rows."
    )
    postprocess_workers: Annotated[int, Field(ge=1, le=64)] = Field(
        default=1, description="Threads that mark and encode finished images. 1 to 64."
    )
    signing_key: Path = Field(
        default=Path("var/instance.key"),
        description="File with the key that signs the pictures; made at the first start.",
    )
    threads: Annotated[int, Field(ge=0, le=256)] = Field(
        default=0, description="CPU threads of the network; 0 lets torch decide."
    )
    heartbeat_timeout_seconds: Annotated[float, Field(ge=2, le=3600)] = Field(
        default=60.0, description="A silent engine is restarted after so many seconds. 2 to 3600."
    )
    call_timeout_seconds: Annotated[float, Field(ge=2, le=86400)] = Field(
        default=600.0,
        description="An engine inside one network call for so long is restarted. 2 to 86400.",
    )
    socket: Path | None = Field(
        default=None,
        description="Socket of an engine started elsewhere; unset: the bot starts its own.",
    )

    @property
    def sources(self) -> dict[str, str]:
        """Where each model is, by name, the default first.

        The default has the empty name where it is no entry of ``models``: its own files name it.
        """
        if self.models and "model" not in self.model_fields_set:
            return dict(self.models)
        name = self.model if self.model in self.models else ""
        return {name: self.models.get(name, self.model), **self.models}

    @field_validator("deterministic_rows")
    @classmethod
    def _check_rows(cls, rows: int) -> int:
        if rows == 1:
            raise PydanticCustomError("one_row", "must be 0 or at least 2")
        return rows

    @model_validator(mode="after")
    def _check_prepared(self) -> Self:
        if self.deterministic and (self.compile, self.cuda_graphs) != ("off", "off"):
            raise PydanticCustomError(
                "prepared_and_deterministic",
                "deterministic = true needs compile and cuda_graphs off",
            )
        return self


class SafetySection(Section):
    """How pictures are screened before anybody sees them."""

    enabled: bool = Field(
        default=True, description="Off: nothing is screened, and every result says so."
    )
    model: Path | None = Field(
        default=None, description="Folder of a classifier, for models that bring none."
    )
    classifiers: tuple[Path, ...] = Field(
        default=(),
        description="Folders of further classifiers; a picture is clean when all find it clean.",
    )
    labels: dict[str, str] = Field(
        default={},
        description="What labels mean that are not known: label, or classifier/label, to a "
        "category; safe for harmless ones.",
    )
    thresholds: dict[str, Annotated[float, Field(ge=0, le=1)]] = Field(
        default={},
        description="Probability over which a category is withheld; 0.5 for those not named. 0 to "
        "1.",
    )
    special_care: tuple[str, ...] = Field(
        default=("minors",),
        description="Categories of labels that nobody gets to see, moderators included.",
    )
    threshold_offset: Annotated[float, Field(ge=-1, le=1)] = Field(
        default=0.0,
        description="Added to the classifier's thresholds; below 0 is stricter. -1 to 1.",
    )
    stop_margin: Annotated[float, Field(ge=0, le=2)] | Literal["off"] = Field(
        default=0.1,
        description="Two previews in a row so far over their threshold end a picture early; off: "
        "none does. 0 to 2.",
    )
    stop_reviewed: bool = Field(
        default=False,
        description="End pictures early in servers with a review channel too, whose moderators "
        "then have nothing to approve.",
    )
    quarantine: Path | None = Field(
        default=None, description="Folder that keeps withheld pictures; unset: they are dropped."
    )


class EngineSettings(TomlSettings):
    """The part of the file that the engine process reads; other sections are the bot's."""

    model_config = SettingsConfigDict(extra="ignore")

    engine: EngineSection = EngineSection()
    safety: SafetySection = SafetySection()
