"""Why credits refuse something; a branch of ``bot.errors``.

RefusedError
 ├─ CreditsShortError           the account has too little
 ├─ PoolShortError              the guild's pool has too little
 ├─ PersonQueueFullError        too many jobs of this person wait
 ├─ AdministratorOnlyError      only who manages the server may do that
 └─ AmountUnreadableError       finer than a thousandth of a credit
"""

from __future__ import annotations

from bot.errors import RefusedError


class CreditsShortError(RefusedError):
    """The picture costs more credits than there are.

    Attributes:
        cost: What it costs, in words.
        balance: What is there, in words.
        when: When there will be enough, in words.
    """

    code = "credits_short"

    def __init__(self, *, cost: str, balance: str, when: str) -> None:
        super().__init__("not enough credits")
        self.cost = cost
        self.balance = balance
        self.when = when


class PoolShortError(CreditsShortError):
    """The whole guild's pool has too little."""

    code = "pool_short"


class PersonQueueFullError(RefusedError):
    """So many jobs of this person wait that there is no room for another one."""

    code = "person_queue_full"

    def __init__(self, *, max_waiting: int) -> None:
        super().__init__(f"more than {max_waiting} jobs of one person")
        self.max_waiting = max_waiting


class AdministratorOnlyError(RefusedError):
    """Only people who manage the server may do that."""

    code = "administrator_only"


class AmountUnreadableError(RefusedError):
    """An amount that is finer than a thousandth of a credit."""

    code = "amount_unreadable"

    def __init__(self, *, amount: str) -> None:
        super().__init__("unreadable amount")
        self.amount = amount
