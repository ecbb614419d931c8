"""Why credits refuse something; a branch of ``bot.errors``.

RefusedError
 ├─ CreditsShortError           the account has too little
 ├─ PoolShortError              the guild's pool has too little
 ├─ CreditsNeverError           the account never holds so much
 ├─ CreditsHeldError            jobs on their way hold what is missing
 ├─ PoolEmptyError              the guild's pool may never hold so much
 ├─ PersonQueueFullError        too many jobs of this person wait
 ├─ AdministratorOnlyError      only who manages the server may do that
 └─ AmountUnreadableError       finer than a thousandth of a credit
"""

from __future__ import annotations

from bot.errors import RefusedError


class CreditsShortError(RefusedError):
    """The picture costs more credits than there are.

    Attributes:
        cost: What it costs, in thousandths of a credit.
        balance: What is there.
        ready_at: When there will be enough, in seconds since 1970.
    """

    code = "credits_short"

    def __init__(self, *, cost: int, balance: int, ready_at: int) -> None:
        super().__init__("not enough credits")
        self.cost = cost
        self.balance = balance
        self.ready_at = ready_at


class PoolShortError(CreditsShortError):
    """The whole guild's pool has too little."""

    code = "pool_short"


class CreditsNeverError(RefusedError):
    """The picture costs more credits than the account ever holds by itself.

    Attributes:
        cost: What it costs, in thousandths of a credit.
        balance: What is there.
    """

    code = "credits_never"

    def __init__(self, *, cost: int, balance: int) -> None:
        super().__init__("never enough credits")
        self.cost = cost
        self.balance = balance


class CreditsHeldError(CreditsNeverError):
    """Jobs on their way hold so much that the account does not fill up further.

    Attributes:
        held: What they hold, in thousandths of a credit.
    """

    code = "credits_held"

    def __init__(self, *, cost: int, balance: int, held: int) -> None:
        super().__init__(cost=cost, balance=balance)
        self.held = held


class PoolEmptyError(CreditsNeverError):
    """The whole guild's pool may never hold so much."""

    code = "pool_empty"


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
