"""``atelier generate``: one picture, without Discord."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.failure import UnavailableError
from bot.cli.invocation import invocation_of
from engine.config import EngineSettings
from engine.errors import InvalidParameterError
from engine.params import MAX_SEED, GenerationParams, Outpaint, Upscale
from engine.toml_settings import load_settings

if TYPE_CHECKING:
    from rich.progress import Progress

    from engine.result import Result

_STRENGTH = 0.75
_UPSCALE_STRENGTH = 0.2  # tiles keep what they show, and seams do not
EX_WITHHELD = 1  # the classifier did not find the picture clean; nothing was written


def generate(
    context: typer.Context,
    prompt: Annotated[str, typer.Argument(help="What to draw.")],
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="The PNG file to write.")] = Path(
        "image.png"
    ),
    negative: Annotated[str, typer.Option(help="What to keep out of the picture.")] = "",
    seed: Annotated[int, typer.Option(min=0, max=MAX_SEED, help="Same seed, same picture.")] = 0,
    steps: Annotated[int, typer.Option(help="Denoising steps, 1 to 150.")] = 20,
    sampler: Annotated[str, typer.Option(help="Such as 'DPM++ 2M Karras'.")] = "",
    guidance: Annotated[float, typer.Option(help="1 (off) to 35; 0: the model's own.")] = 0.0,
    width: Annotated[int, typer.Option(help="Pixels drawn; 0: the model's own.")] = 0,
    height: Annotated[int, typer.Option(help="Pixels drawn; 0: the model's own.")] = 0,
    variation_seed: Annotated[int | None, typer.Option(help="Seed of a variation.")] = None,
    variation_strength: Annotated[float, typer.Option(help="0 to 1.")] = 0.0,
    init: Annotated[
        Path | None,
        typer.Option(
            "--init-image", "--init", exists=True, dir_okay=False, help="A picture to start from."
        ),
    ] = None,
    mask: Annotated[
        Path | None,
        typer.Option(
            "--mask-image", "--mask", exists=True, dir_okay=False, help="White is drawn anew."
        ),
    ] = None,
    outpaint: Annotated[
        tuple[int, int, int, int],
        typer.Option(help="Pixels to add: left, top, right, bottom. Multiples of 8."),
    ] = (0, 0, 0, 0),
    upscale: Annotated[
        float, typer.Option(help="Enlarge the picture 1.5 to 4 times, drawing detail in tiles.")
    ] = 0.0,
    tile: Annotated[int, typer.Option(help="Side of these tiles; 0: the model's own.")] = 0,
    strength: Annotated[
        float | None,
        typer.Option(help="How much is drawn anew, 0 to 1; unset: 0.75, to enlarge 0.2."),
    ] = None,
    preset: Annotated[
        str, typer.Option(help="'fast': about twice as fast, a little less exact.")
    ] = "",
    clip_skip: Annotated[int, typer.Option(help="Last layers of the text encoder left out.")] = 0,
    model: Annotated[str, typer.Option(help="Instead of the configured one.")] = "",
) -> None:
    """Draw one picture into a file."""
    params = GenerationParams(
        prompt=prompt,
        negative_prompt=negative,
        seed=seed,
        num_inference_steps=steps,
        sampler=sampler,
        guidance_scale=guidance,
        width=width,
        height=height,
        variation_seed=variation_seed,
        variation_strength=variation_strength,
        init_image=init.read_bytes() if init else None,
        mask_image=mask.read_bytes() if mask else None,
        strength=(_UPSCALE_STRENGTH if upscale else _STRENGTH) if strength is None else strength,
        upscale=Upscale(upscale, tile) if upscale else None,
        outpaint=Outpaint(*outpaint) if any(outpaint) else None,
        preset=preset,
        clip_skip=clip_skip,
    )
    params.check()  # before anything slow
    if tile and not upscale:
        raise InvalidParameterError(parameter="tile", reason="needs --upscale")
    _check_output(output)
    settings = _settings(invocation_of(context).config_path, model)
    result = _draw(settings, params)
    if result.png is None:
        typer.echo("The safety classifier withheld the picture; nothing was written.", err=True)
        raise typer.Exit(EX_WITHHELD)
    _write(output, result.png)
    typer.echo(f"{output}: seed {result.seed}, {result.params.sampler}, {_size(result)}")


def _check_output(output: Path) -> None:
    """Refuse, before anything is drawn, a place where no file can be."""
    if output.is_dir():
        raise InvalidParameterError(parameter="output", reason=f"{output} is a folder")
    if not output.parent.is_dir():
        reason = f"there is no folder {output.parent}"
        raise InvalidParameterError(parameter="output", reason=reason)


def _write(output: Path, png: bytes) -> None:
    try:
        output.write_bytes(png)
    except OSError as error:
        message = f"{output} cannot be written: {error.strerror}"
        remedy = "Name another file with --output."
        raise UnavailableError(message, remedy=remedy) from error


def _settings(config_path: Path | None, model: str) -> EngineSettings:
    settings = load_settings(EngineSettings, config_path)
    if not model:
        return settings
    section = settings.engine.model_copy(update={"model": model})
    return settings.model_copy(update={"engine": section})


def _draw(settings: EngineSettings, params: GenerationParams) -> Result:
    with _progress() as progress:
        task = progress.add_task("starting", total=1.0)

        def show(phase: str, fraction: float) -> None:
            progress.update(task, description=phase, completed=fraction)

        from engine.engine import Engine

        engine = Engine.from_settings(settings, on_progress=show)
        try:
            return engine.generate(
                params, on_step=lambda done, total: show(f"step {done} of {total}", done / total)
            )
        finally:
            engine.close()


def _progress() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:24}"), BarColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)


def _size(result: Result) -> str:
    return f"{result.image.width}x{result.image.height}" if result.image else "withheld"
