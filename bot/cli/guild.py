"""``atelier guild``: how a server is set, and what /admin sets there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from bot.cli import guild_styles
from bot.cli.guild_change import change_and_show, show_guild
from bot.cli.guild_styles import Guild  # noqa: TC001  (typer reads annotations at run time)

if TYPE_CHECKING:
    from bot.setup.settings import Changes, GuildState

app = typer.Typer(help="Show and set what a server has set.", no_args_is_help=True)
app.add_typer(guild_styles.app, name="style")

Strictness = Literal["as the operator", "stricter", "strictest"]
Count = Annotated[int | None, typer.Option(min=0, help="0: as the operator has it.")]


@app.command()
def show(context: typer.Context, guild: Guild) -> None:
    """Show how a server is set."""
    show_guild(context, guild)


@app.command("set")
def set_(
    context: typer.Context,
    guild: Guild,
    *,
    review_channel: Annotated[int | None, typer.Option(help="A channel's id; 0: none.")] = None,
    moderators: Annotated[list[int] | None, typer.Option(help="Roles; 0: none.")] = None,
    artists: Annotated[list[int] | None, typer.Option(help="Roles; 0: everybody.")] = None,
    strictness: Annotated[Strictness | None, typer.Option(help="In ordinary channels.")] = None,
    restricted_strictness: Annotated[
        Strictness | None, typer.Option(help="In age-restricted channels.")
    ] = None,
    age_restricted: Annotated[
        Literal["withhold", "spoiler"] | None, typer.Option(help="What is flagged there.")
    ] = None,
    threshold: Annotated[
        list[str] | None,
        typer.Option(help="CATEGORY=0.3, from 0 to 1; CATEGORY= as the operator has it."),
    ] = None,
    shared_buttons: Annotated[
        bool | None, typer.Option(help="Whether others may press U, V, Reroll and Info.")
    ] = None,
    images: Count = None,
    waiting: Count = None,
    running: Count = None,
    daily: Count = None,
    language: Annotated[
        str | None, typer.Option(help="en, de, ja, es or fr; 0: Discord's.")
    ] = None,
) -> None:
    """Change what is named, and show how the server is set then."""
    from bot.setup.settings import Changes
    from bot.setup.words import LANGUAGES, STRICTNESS

    if language not in {None, "0", *LANGUAGES.values()}:
        raise typer.BadParameter("one of en, de, ja, es, fr", param_hint="--language")
    policy = {
        "review_channel_id": review_channel,
        "moderator_role_ids": moderators and [one for one in moderators if one],
        "drawing_role_ids": artists and [one for one in artists if one],
        "general_offset": STRICTNESS[strictness] if strictness else None,
        "restricted_offset": STRICTNESS[restricted_strictness] if restricted_strictness else None,
        "restricted_action": age_restricted,
        "others_may_press": shared_buttons,
    }
    limits = {
        "max_num_images": images,
        "max_waiting": waiting,
        "max_running": running,
        "daily_images": daily,
        "locale": language and language.strip("0"),
    }
    named = _named(policy) | ({"review_channel_id": None} if review_channel == 0 else {})

    def changes(state: GuildState) -> Changes:
        return Changes(
            policy=named,
            limits={name: value or None for name, value in _named(limits).items()},
            thresholds=_thresholds(threshold or [], state),
        )

    change_and_show(context, guild, changes)


@app.command()
def channel(
    context: typer.Context,
    guild: Guild,
    channel: Annotated[int, typer.Argument(help="The channel's id.", min=1)],
    *,
    is_open: Annotated[
        bool, typer.Option("--open/--close", help="Once one is open, all others are closed.")
    ],
) -> None:
    """Open a channel for drawing, or close it again."""
    from bot.setup.settings import Changes

    change_and_show(context, guild, lambda _state: Changes(channels={channel: is_open}))


def _named(changes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in changes.items() if value is not None}


def _thresholds(typed: list[str], state: GuildState) -> dict[str, float | None]:
    from bot.setup.thresholds import parse_limit, threshold_changes

    found: dict[str, float | None] = {}
    for one in typed:
        category, _, limit = one.rpartition("=")
        found |= threshold_changes(category, parse_limit(limit), state).thresholds
    return found
