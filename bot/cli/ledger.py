"""``atelier credits``: prove that credits add up, give some, and show somebody's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.invocation import invocation_of
from bot.cli.records import in_session, now

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.config import CreditsSection
    from db.accounts import Allowance
    from db.admission import Terms

app = typer.Typer(help="Check, grant and show people's credits.", no_args_is_help=True)

EXIT_DISCREPANT = 1
OPERATOR = 0  # the actor of what is done at the command line

User = Annotated[int, typer.Argument(help="The person's Discord id; 0: what the server shares.")]
Guild = Annotated[int, typer.Option("--guild", help="The server's Discord id; 0: outside.")]


@app.command()
def audit(
    context: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Prove that ledger, balances and jobs say the same; ends with 1 where they do not."""
    import msgspec

    from db.credit_audit import audit

    found = in_session(context, audit)
    if as_json:
        report = {"discrepancies": len(found), "found": found}
        typer.echo(msgspec.json.encode(report).decode())
    for one in () if as_json else found:
        typer.echo(
            f"{one.law}: account {one.account_id}, job {one.job_id}: "
            f"{one.found} where {one.expected} should be"
        )
    if not found and not as_json:
        typer.echo("ledger, balances and jobs agree")
    if found:
        raise typer.Exit(EXIT_DISCREPANT)


@app.command()
def grant(
    context: typer.Context,
    user: User,
    amount: Annotated[str, typer.Argument(help="Credits, such as 5 or 0.25; below 0 takes some.")],
    *,
    guild: Guild,
) -> None:
    """Give somebody credits on top of the usual allowance."""
    from db.credits import grant as give

    _change(context, guild, user, _read(amount), give)


@app.command("set")
def set_(
    context: typer.Context,
    user: User,
    balance: Annotated[str, typer.Argument(help="Credits that the person then has.")],
    *,
    guild: Guild,
) -> None:
    """Set how many credits somebody has."""
    from db.credits import adjust

    _change(context, guild, user, _read(balance), adjust)


@app.command()
def role(
    context: typer.Context,
    role: Annotated[int, typer.Argument(help="The role's Discord id.", min=1)],
    *,
    guild: Guild,
    capacity: Annotated[str, typer.Option(help="Credits that a member can save up.")],
    per_day: Annotated[str, typer.Option(help="Credits that flow back in 24 hours.")],
    weight: Annotated[
        int, typer.Option(min=1, max=1000, help="Share of the service, in percent of the usual.")
    ] = 100,
) -> None:
    """Say what members of a role get instead of the usual allowance."""
    from db.accounts import Allowance
    from db.allowances import save_role_allowance

    allowance = Allowance(_read(capacity), _read(per_day))

    async def save(session: AsyncSession) -> None:
        await save_role_allowance(session, guild, role, allowance, weight=weight)

    in_session(context, save, writes=True)
    typer.echo("set")


@app.command()
def show(context: typer.Context, user: User, *, guild: Guild) -> None:
    """Show somebody's balance, what is held, and the newest lines of the ledger."""
    from bot.text import ENGLISH
    from db.accounts import read_standing
    from db.credits import last_entries

    allowance, instant = _usual(context), now()

    async def read(session: AsyncSession) -> tuple[Any, Any]:
        seen = await read_standing(session, guild, user, allowance, now=instant)
        lines = await last_entries(session, seen.account_id or 0, limit=20)
        return seen, lines

    seen, lines = in_session(context, read)
    balance, held = ENGLISH.write(seen.balance, "credits"), ENGLISH.write(seen.held, "credits")
    typer.echo(f"balance {balance}, held {held}")
    for line in lines:
        job = f"  job {line.job_id}" if line.job_id else ""
        typer.echo(f"{line.created_at:%Y-%m-%d %H:%M:%S}  {line.kind:7}{line.amount / 1000:+}{job}")


@app.command()
def pool(
    context: typer.Context,
    *,
    guild: Guild,
    capacity: Annotated[int | None, typer.Option(min=0, help="Credits to share; 0: none.")] = None,
    per_day: Annotated[int, typer.Option(min=0, help="Credits that flow back in 24 hours.")] = 0,
    relaxed: Annotated[
        bool | None, typer.Option(help="Whether people out of credits go on for nothing.")
    ] = None,
) -> None:
    """Say what a whole server shares; without options, show it."""
    from bot.credits.charging import usual_terms
    from bot.credits.credit_words import shared_lines
    from bot.text import ENGLISH
    from db.accounts import Allowance
    from db.allowances import read_terms, save_guild_credits
    from engine.cost import THOUSANDTHS

    section: CreditsSection = invocation_of(context).settings().credits
    shared = None
    if capacity is not None:
        shared = Allowance(capacity * THOUSANDTHS, per_day * THOUSANDTHS)

    async def change(session: AsyncSession) -> Terms:
        await save_guild_credits(session, guild, pool=shared, has_relaxed=relaxed)
        return await read_terms(session, guild, (), usual=usual_terms(section))

    for line in shared_lines(in_session(context, change, writes=True), ENGLISH):
        typer.echo(line)


def _usual(context: typer.Context) -> Allowance:
    from db.accounts import Allowance
    from engine.cost import THOUSANDTHS

    section: CreditsSection = invocation_of(context).settings().credits
    return Allowance(section.capacity * THOUSANDTHS, section.per_day * THOUSANDTHS)


def _change(
    context: typer.Context,
    guild: int,
    user: int,
    amount: int,
    change: Callable[..., Awaitable[int]],
) -> None:
    from bot.text import ENGLISH
    from db.accounts import open_account

    allowance, instant = _usual(context), now()

    async def write(session: AsyncSession) -> int:
        account_id = await open_account(session, guild, user, allowance, now=instant)
        return await change(session, account_id, amount, actor_id=OPERATOR, now=instant)

    typer.echo(f"balance {ENGLISH.write(in_session(context, write, writes=True), 'credits')}")


def _read(amount: str) -> int:
    from bot.credits.credit_words import thousandths_of

    try:
        return thousandths_of(amount)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="AMOUNT") from error
