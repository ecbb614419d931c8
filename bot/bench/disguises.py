"""The ways in which people disguise a word so that a list does not find it."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from bot.policy.letters import UPSIDE_DOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_CYRILLIC: Final = dict(zip("aceopxyijsk", "асеорхуіјѕк", strict=True))
_GREEK: Final = dict(zip("abeikmnoptuvxyz", "αβεικμηορτυνχγζ", strict=True))
_LEET: Final = dict(zip("aeiostbgl", "431057891", strict=True))
_SYMBOLS: Final = dict(zip("asie", "@$!€", strict=True))
_SMALL_CAPITALS: Final = dict(
    zip("abcdefghijklmnoprtuvwyz", "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢ", strict=True)
)
_ZALGO: Final = "\u0337\u0334\u0300\u0330"


def _swap(table: Mapping[str, str]) -> Callable[[str], str]:
    return lambda word: "".join(table.get(letter, letter) for letter in word)


def _alphabet(first: int) -> Callable[[str], str]:
    return lambda word: "".join(chr(first + ord(letter) - ord("a")) for letter in word)


def _between(separator: str) -> Callable[[str], str]:
    return separator.join


def _halves(word: str) -> tuple[str, str]:
    return word[: len(word) // 2], word[len(word) // 2 :]


def _accented(word: str) -> str:
    accented = [unicodedata.normalize("NFC", letter + "\u0301") for letter in word]
    return "".join(accented)


def _every_second(change: Callable[[str], str]) -> Callable[[str], str]:
    return lambda word: "".join(
        change(letter) if index % 2 else letter for index, letter in enumerate(word)
    )


def _upside_down(word: str) -> str:
    turned = {plain: letter for letter, plain in UPSIDE_DOWN.items()}
    return _swap(turned)(word)[::-1]


def _mixed(word: str) -> str:
    tables: tuple[Mapping[str, str], ...] = (_CYRILLIC, _LEET, _GREEK, {})
    return "".join(tables[index % 4].get(letter, letter) for index, letter in enumerate(word))


DISGUISES: Final[dict[str, Callable[[str], str]]] = {
    "plain": str,
    "capitals": str.upper,
    "mixed case": _every_second(str.upper),
    "full width": _alphabet(0xFF41),
    "mathematical bold": _alphabet(0x1D41A),
    "mathematical script": _alphabet(0x1D4EA),
    "in circles": _alphabet(0x24D0),
    "in squares": _alphabet(0x1F170),
    "small capitals": _swap(_SMALL_CAPITALS),
    "Cyrillic look-alikes": _swap(_CYRILLIC),
    "Greek look-alikes": _swap(_GREEK),
    "look-alikes and digits mixed": _mixed,
    "accents": _accented,
    "marks in heaps": lambda word: "".join(letter + _ZALGO for letter in word),
    "digits for letters": _swap(_LEET),
    "symbols for letters": _swap(_SYMBOLS),
    "every letter three times": lambda word: "".join(letter * 3 for letter in word),
    "every letter twice": lambda word: "".join(letter * 2 for letter in word),
    "one letter drawn out": lambda word: word[:1] + word[1] * 5 + word[2:],
    "zero-width space": _between("\u200b"),
    "zero-width joiner": _between("\u200d"),
    "soft hyphen": _between("\u00ad"),
    "spaces": _between(" "),
    "dots": _between("."),
    "hyphens": _between("-"),
    "underscores": _between("_"),
    "stars": _between("*"),
    "wide spaces": _between("\u2003"),
    "one hyphen": lambda word: "-".join(_halves(word)),
    "line break between letters": _between("\n"),
    "backwards": lambda word: word[::-1],
    "upside down": _upside_down,
    "weighted": lambda word: f"({word}:1.3)",
    "half weighted": lambda word: "({}:1.2){}".format(*_halves(word)),
    "in brackets": lambda word: "(([{}]{}))".format(*_halves(word)),
    "permutation": lambda word: f"{{xylem, {word}}}",
    "half permuted": lambda word: "{{{}, xylem}}{}".format(*_halves(word)),
    "alternation": lambda word: "{{{}|xylem}}{}".format(*_halves(word)),
    "capitals with digits": lambda word: _swap(_LEET)(word).upper(),
    "spaced digits": lambda word: " ".join(_swap(_LEET)(word)),
}
"""A name for each, and what it makes of a word of plain letters."""
