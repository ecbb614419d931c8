"""``atelier verify``: was a picture made here, from what, and how sure is that."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  (typer reads annotations at run time)
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.failure import EX_USAGE
from bot.cli.invocation import invocation_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.config import Settings
    from bot.finding.verifying import Finding
    from engine.protocol import Inspected
    from engine.replay import Likeness

EX_UNKNOWN = 1  # nothing speaks for this instance


def verify(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The picture.")],
    *,
    replay: Annotated[bool, typer.Option(help="Draw its recipe again, and compare.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say whether a picture was made here, from what, and how sure that is."""
    import asyncio

    from engine.provenance.evidence import Strength

    settings = invocation_of(context).settings()
    data = file.read_bytes()
    finding = asyncio.run(_find(settings, data))
    if finding.inspected.code:
        typer.echo(f"{file}: {finding.inspected.facts.get('reason', 'cannot be read')}", err=True)
        raise typer.Exit(EX_USAGE)
    likeness = _replay(settings, data, finding) if replay else None
    _print(finding, likeness, as_json=as_json)
    if finding.strength is Strength.NONE:
        raise typer.Exit(EX_UNKNOWN)


async def _find(settings: Settings, data: bytes) -> Finding:
    from bot.finding.verifying import Verifier
    from db.connection import Database

    database = Database.open(settings.database.url.get_secret_value())
    try:
        return await Verifier(database, _Here(settings)).verify(data)
    finally:
        await database.close()


class _Here:
    """Looks at pictures in this process: the operator's own, beside the bot's."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def identify(self, file: bytes, sizes: Sequence[tuple[int, int]] = ()) -> Inspected:
        """Say what a file carries."""
        from engine.errors import UnreadableImageError
        from engine.postprocess.signature import read_signer
        from engine.protocol import Frame, Inspect, Inspected
        from engine.provenance.identify import identify

        command = Inspect(inspect_id="", file=Frame(file), wants_identity=True, sizes=tuple(sizes))
        try:
            return identify(command, read_signer(self._settings.engine.signing_key))
        except UnreadableImageError as error:
            return Inspected(inspect_id="", code=error.code, facts=error.facts)


def _replay(settings: Settings, data: bytes, finding: Finding) -> Likeness:
    from engine.config import EngineSettings
    from engine.replay import replay

    recipe = finding.image.recipe if finding.image else None
    section = EngineSettings(engine=settings.engine, safety=settings.safety)
    return replay(section, data, recipe)


def _print(finding: Finding, likeness: Likeness | None, *, as_json: bool) -> None:
    import msgspec

    told = _told(finding) | ({"replay": msgspec.to_builtins(likeness)} if likeness else {})
    if as_json:
        typer.echo(msgspec.json.format(msgspec.json.encode(told)).decode())
        return
    for name, value in told.items():
        if value not in (None, "", {}):
            typer.echo(f"{name:10} {value}")


def _told(finding: Finding) -> dict[str, Any]:
    own = finding.own_evidence
    text = finding.inspected.text
    recipe = finding.image.recipe if finding.image else {}
    return {
        "strength": finding.strength.value,
        "file": "the very file that was delivered" if finding.is_same_file else "",
        "signature": finding.inspected.signature,
        "image": finding.image.id if finding.image else None,
        "watermark": f"{own.match:.2f} of the bits, {own.agreement:.2f} of the blocks agree"
        if own and own.match > 0
        else "",
        "undone": own.past if own and own.match > 0 else "",
        "looks": f"{own.distance} of 64 bits differ" if own else "",
        "left_out": ", ".join(finding.inspected.left_out),
        "parameters": text.get("parameters") or "",
        "recipe": recipe,
    }
