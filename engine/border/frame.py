"""Frame: bytes that stay out of the message that they belong to."""

from __future__ import annotations

from typing_extensions import override


class Frame:
    """Bytes that travel beside the message instead of inside it, uncopied.

    No dataclass: msgspec would put the bytes of one into the message itself.

    Attributes:
        data: The bytes: an encoded picture.
    """

    __slots__ = ("data",)

    def __init__(self, data: bytes) -> None:
        self.data = data

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, Frame) and other.data == self.data

    @override
    def __hash__(self) -> int:
        return hash(self.data)

    @override
    def __repr__(self) -> str:
        return f"Frame({len(self.data)} bytes)"
