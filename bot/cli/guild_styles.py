"""``atelier guild style``: the styles that a server has for everybody there."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.guild_change import change_and_show

app = typer.Typer(help="Add and remove a server's styles.", no_args_is_help=True)

Guild = Annotated[int, typer.Argument(help="The server's Discord id.", min=1)]
Name = Annotated[str, typer.Argument(help="What the style is called.")]
Words = Annotated[str, typer.Option(help="Words around {prompt}.")]


@app.command()
def save(
    context: typer.Context,
    guild: Guild,
    name: Name,
    *,
    words: Words = "",
    negative_prompt: Annotated[str, typer.Option(help="What to keep out as well.")] = "",
    steps: Annotated[
        int | None, typer.Option(min=1, max=150, help="Unless said otherwise.")
    ] = None,
    guidance: Annotated[
        float | None, typer.Option(min=1, max=35, help="Unless said otherwise.")
    ] = None,
    sampler: Annotated[str | None, typer.Option(help="Unless said otherwise.")] = None,
) -> None:
    """Save a style, or change the one of that name; then show how the server is set."""
    from bot.ordering.styles import StyleBody, style_name
    from bot.setup.settings import Changes

    body = StyleBody(
        prompt=words,
        negative_prompt=negative_prompt,
        steps=steps,
        guidance=guidance,
        sampler=sampler,
    )
    styles = {style_name(name): body}
    change_and_show(context, guild, lambda _state: Changes(styles=styles))


@app.command()
def remove(context: typer.Context, guild: Guild, name: Name) -> None:
    """Remove a style; then show how the server is set."""
    from bot.ordering.styles import style_name
    from bot.setup.settings import Changes

    change_and_show(context, guild, lambda _state: Changes(styles={style_name(name): None}))
