"""What setting a guild up says no to; a branch of ``bot.errors``.

RefusedError
 ├─ CategoryUnknownError        the classifier judges no such category
 └─ ThresholdUnreadableError    a threshold that is no number from 0 to 1
"""

from __future__ import annotations

from bot.errors import RefusedError


class CategoryUnknownError(RefusedError):
    """The classifier judges no such category, so a threshold of it would bound nothing.

    Attributes:
        category: As it was typed.
        known: What it judges, with commas between.
    """

    code = "category_unknown"

    def __init__(self, *, category: str, known: str) -> None:
        super().__init__(f"no category {category}")
        self.category = category
        self.known = known


class ThresholdUnreadableError(RefusedError):
    """A threshold is a number from 0 to 1.

    Attributes:
        typed: What was typed instead.
    """

    code = "threshold_unreadable"

    def __init__(self, *, typed: str) -> None:
        super().__init__(f"no threshold: {typed}")
        self.typed = typed
