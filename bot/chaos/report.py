"""What a storm has found."""

from __future__ import annotations

import msgspec


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """One storm on one database; everything but ``unanswered`` has to be 0 after it.

    Attributes:
        kills: Processes and connections that were killed.
        killed: The same by kind of victim.
        jobs: Committed jobs.
        states: The same by state.
        errors: Ended jobs by error code.
        lost: Jobs whose end is not what their person sees: pictures that are missing on the disk
            or in the message, an end that nobody was told.
        delivered_twice: Jobs whose pictures are shown more than once.
        ledger_discrepancies: What the audit of the credits has found.
        ledger: The ledger's lines by kind: what was held, settled and given back.
        unended: Jobs that have no end though nothing was killed any more.
        left_standing: Messages that say "Queuing…" for ever.
        unanswered: Commands that were killed before their commit: no job, and nothing held.
        commands: Commands and presses that reached the bot's Discord.
        seconds: How long it took.
        seed: Of the random instants.
        database: ``sqlite`` or ``postgresql``.
        remarks: The first few findings in words.
    """

    kills: int
    killed: dict[str, int]
    jobs: int
    states: dict[str, int]
    errors: dict[str, int]
    lost: int
    delivered_twice: int
    ledger_discrepancies: int
    ledger: dict[str, int]
    unended: int
    left_standing: int
    unanswered: int
    commands: int
    seconds: float
    seed: int
    database: str
    remarks: list[str]

    @property
    def is_clean(self) -> bool:
        """Whether nothing was lost, doubled or left over."""
        return not (
            self.lost
            or self.delivered_twice
            or self.ledger_discrepancies
            or self.unended
            or self.left_standing
        )
