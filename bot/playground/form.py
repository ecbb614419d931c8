"""The mistakes found in one request body, collected before they are reported together."""

from typing import Any

from bot.playground.errors import ApiError, Fault
from bot.playground.words import Json


class Form:
    """Collects mistakes by field, in the tree that Discord answers with."""

    def __init__(self) -> None:
        self._mistakes: list[tuple[str, str, str]] = []

    def refuse(self, path: str, code: str, message: str) -> None:
        """Note a mistake in the field at ``path`` (dotted, list indices as numbers)."""
        self._mistakes.append((path, code, message))

    def require(self, path: str, value: Any) -> bool:
        """Return whether ``value`` is there, noting a mistake where it is not."""
        if value in (None, "", []):
            self.refuse(path, "BASE_TYPE_REQUIRED", "This field is required")
            return False
        return True

    def at_most(self, path: str, value: Any, limit: int) -> None:
        """Refuse a text or list that is longer than ``limit``."""
        if value is not None and len(value) > limit:
            message = f"Must be {limit} or fewer in length."
            self.refuse(path, "BASE_TYPE_MAX_LENGTH", message)

    def between(self, path: str, value: Any, low: int, high: int) -> None:
        """Refuse a text or list whose length is outside ``low..high``, or that is absent."""
        if value is None:
            self.require(path, value)
        elif not low <= len(value) <= high:
            message = f"Must be between {low} and {high} in length."
            self.refuse(path, "BASE_TYPE_BAD_LENGTH", message)

    def close(self) -> None:
        """End the check.

        Raises:
            ApiError: 50035 Invalid Form Body, when any mistake was noted.
        """
        if self._mistakes:
            raise ApiError(Fault.INVALID_FORM, self._tree())

    def _tree(self) -> Json:
        tree: Json = {}
        for path, code, message in self._mistakes:
            node = tree
            for key in path.split("."):
                node = node.setdefault(key, {})
            node.setdefault("_errors", []).append({"code": code, "message": message})
        return tree
