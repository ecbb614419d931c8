"""``atelier mod rules``: prompt rules of a server, or those that hold everywhere."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from bot.cli.desks import OPERATOR, AnyGuild
from bot.cli.records import in_session, now

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.policy.rules import RuleBook
    from db.tables_moderation import PromptRuleRow

app = typer.Typer(help="Keep prompt rules.", no_args_is_help=True)

Pattern = Annotated[str, typer.Argument(help="A word, a phrase or a regular expression.")]
Kind = Annotated[Literal["word", "phrase", "regex"], typer.Option(help="How it is looked for.")]
Effect = Annotated[
    Literal["refuse", "review", "negative", "notify"], typer.Option(help="What happens.")
]
MAX_PROMPTS = 20_000


@app.command()
def add(
    context: typer.Context,
    pattern: Pattern,
    *,
    kind: Kind = "word",
    effect: Effect = "refuse",
    exceptions: Annotated[str, typer.Option(help="Phrases, separated by commas.")] = "",
    negative: Annotated[str, typer.Option(help="For the effect negative.")] = "",
    guild: AnyGuild = None,
) -> None:
    """Add a rule, for a server or everywhere."""
    from bot.moderation.rule_desk import keep_rule, new_rule

    new = new_rule(guild, kind, pattern, effect=effect, exceptions=exceptions, negative=negative)

    async def keep(session: AsyncSession) -> PromptRuleRow:
        return await keep_rule(session, new, actor_id=OPERATOR, now=now())

    typer.echo(f"rule {in_session(context, keep, writes=True).id}")


@app.command("list")
def list_(context: typer.Context, *, guild: AnyGuild = None) -> None:
    """List the rules of a server, or those that hold everywhere."""
    from bot.moderation.rule_desk import rule_line
    from bot.text import ENGLISH

    for rule in _book(context).rules_of(guild):
        typer.echo(rule_line(rule, ENGLISH).replace("**", ""))


@app.command()
def remove(
    context: typer.Context,
    rule: Annotated[int, typer.Argument(help="Its number.", min=1)],
    *,
    guild: AnyGuild = None,
) -> None:
    """Remove a rule of a server, or one that holds everywhere."""
    from bot.policy.refusals import RuleUnknownError
    from db.prompt_rules import remove_rule

    async def take(session: AsyncSession) -> bool:
        return await remove_rule(session, rule, guild_id=guild, actor_id=OPERATOR, now=now())

    if not in_session(context, take, writes=True):
        raise RuleUnknownError(rule_id=rule)
    typer.echo("removed")


@app.command("test")
def try_out(
    context: typer.Context,
    prompt: Annotated[str, typer.Argument(help="What somebody might write.")],
    *,
    guild: AnyGuild = None,
) -> None:
    """Show what the rules of everywhere, and of a server, find in a prompt."""
    from bot.moderation.rule_desk import rule_line
    from bot.text import ENGLISH

    hits = _book(context).judge(prompt, guild).hits
    for rule in hits:
        typer.echo(rule_line(rule, ENGLISH).replace("**", ""))
    if not hits:
        typer.echo("no rule finds anything in it")


@app.command()
def dryrun(
    context: typer.Context,
    pattern: Pattern,
    *,
    kind: Kind = "word",
    days: Annotated[int, typer.Option(min=1, help="How far back.")] = 7,
    guild: AnyGuild = None,
) -> None:
    """Show what a new rule would have found in the last days' prompts."""
    from bot.moderation.rule_desk import check_rule, found_by
    from db.prompt_rules import prompts_since

    check_rule(kind, pattern)
    since = now() - dt.timedelta(days=days)
    prompts = in_session(
        context, lambda session: prompts_since(session, guild, since, limit=MAX_PROMPTS)
    )
    found = found_by(kind, pattern, prompts)
    typer.echo(f"{len(found)} of {len(prompts)} prompts of the last {days} days")
    for prompt in found:
        typer.echo(f"  {prompt!r}")


def _book(context: typer.Context) -> RuleBook:
    from bot.policy.knowledge import rule_of
    from bot.policy.rules import RuleBook
    from db.prompt_rules import all_rules

    return RuleBook(map(rule_of, in_session(context, all_rules)))
