"""What a written character stands for: the plain letter behind look-alikes, digits and marks."""

# ruff: noqa: RUF001  look-alikes are meant

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

I_OR_L: Final = "\ue000"
"""Stands for a stroke that may be read as i or as l: 1, !, | and an I between small letters."""

EDGE: Final = "\ue001"
"""Stands where a bracket was: words on its two sides may be weighted differently."""

_NAMED: Final = re.compile(
    r"(?:LATIN|CIRCLED|SQUARED|PARENTHESIZED|REGIONAL INDICATOR|TAG|FULLWIDTH|MODIFIER|COMBINING)"
    r".*?LETTER (?:SMALL CAPITAL |SIDEWAYS |TURNED |REVERSED |DOTLESS |OPEN |INSULAR |SCRIPT )*"
    r"([A-Z]{1,2})(?: WITH .*| ROTUNDA)?"
)
_ALPHABETS: Final = (0x1F150, 0x1F170, 0x1F1E6, 0xE0041, 0xE0061)
"""Where alphabets begin that Unicode decomposes into nothing: in discs, squares, flags and tags."""

_BLANKS: Final = frozenset("\u2800\u3164\u115f\u1160\uffa0")  # drawn as nothing, yet no spaces

_LOOK_ALIKES: Final = {
    # Cyrillic
    "а": "a", "в": "b", "с": "c", "ԁ": "d", "е": "e", "ѐ": "e", "є": "e", "ғ": "f", "г": "r",
    "һ": "h", "н": "h", "і": "i", "ї": "i", "ј": "j", "к": "k", "ӏ": "l", "м": "m", "п": "n",
    "о": "o", "р": "p", "ԛ": "q", "я": "r", "ѕ": "s", "т": "t", "ц": "u", "ѵ": "v", "ԝ": "w",
    "ш": "w", "щ": "w", "х": "x", "у": "y", "ү": "y", "ь": "b", "б": "6", "з": "3", "д": "d",
    "и": "n", "л": "n", "ѡ": "w", "ԍ": "g", "ɡ": "g", "ҽ": "e", "э": "e",
    # Greek
    "α": "a", "β": "b", "ϲ": "c", "ϐ": "b", "δ": "d", "ε": "e", "ϵ": "e", "η": "n", "ι": "i",
    "κ": "k", "ϰ": "k", "λ": "a", "μ": "u", "ν": "v", "ο": "o", "ρ": "p", "ϱ": "p", "σ": "o",
    "ς": "c", "τ": "t", "υ": "u", "χ": "x", "ψ": "w", "ω": "w", "γ": "y", "ζ": "z", "ξ": "e",
    "π": "n", "θ": "o", "ϳ": "j", "ϝ": "f", "ϙ": "q",
    # Armenian, Hebrew, Arabic digits' shapes, Cherokee
    "ս": "u", "օ": "o", "հ": "h", "ց": "g", "ո": "n", "զ": "q", "ք": "p", "ա": "w", "յ": "j",
    "ʟ": "l", "ꮃ": "w", "ꮪ": "s", "ꮯ": "c", "ꭰ": "d", "ꭱ": "e", "ꭲ": "i", "ꭺ": "a", "ꮇ": "m",
    "ꮋ": "h", "ꮮ": "l", "ꮲ": "p", "ꮢ": "r", "ꮤ": "t", "ꮶ": "k", "ꭻ": "j", "ꮐ": "g", "ꮓ": "z",
    "ס": "o", "ו": "i", "ן": "i", "ا": "i", "ه": "o",
    # Latin letters whose names do not say what they look like
    "ı": "i", "ȷ": "j", "ɑ": "a", "ɩ": "i", "ʋ": "u", "ɔ": "c", "ʌ": "v", "ə": "e", "ɛ": "e",
    "ɜ": "e", "ʃ": "s", "ʒ": "z", "ŋ": "n", "ð": "d", "þ": "p", "ƿ": "p", "ɸ": "o", "ß": "ss",
    "ꜱ": "s", "æ": "ae", "œ": "oe", "ᴐ": "c", "ᴠ": "v", "ᴡ": "w", "ᴢ": "z", "ᵹ": "g", "ℓ": "l",
    "℮": "e", "∂": "d", "∑": "e", "∩": "n", "∪": "u", "∅": "o", "⍺": "a", "⍳": "i",
}  # fmt: skip
UPSIDE_DOWN: Final = dict(
    zip("ɐqɔpǝɟƃɥıᴉɾʞlɯuodbɹsʇnʌʍxʎz", "abcdefghiijklmnopqrstuvwxyz", strict=True)
)
"""What small letters are when the page is turned around."""

DIGITS: Final = {
    "0": "o", "1": I_OR_L, "2": "z", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b",
    "9": "g",
}  # fmt: skip
SYMBOLS: Final = {
    "@": "a", "$": "s", "!": I_OR_L, "|": I_OR_L, "€": "e", "£": "l", "¥": "y", "¢": "c", "§": "s",
    "+": "t", "°": "o", "¡": I_OR_L, "×": "x", "©": "c", "®": "r", "ƒ": "f",
    "†": "t",
}  # fmt: skip


def is_invisible(char: str) -> bool:
    """Return whether a character is drawn as nothing: format characters, marks, fillers."""
    if char in _BLANKS:
        return True
    return not char.isspace() and unicodedata.category(char) in {"Cf", "Mn", "Me", "Cc"}


@lru_cache(maxsize=16384)
def plain(char: str) -> str:
    """Return the lower-case letters that a character is read as; others come back as they are.

    Digits and symbols stay themselves: whether they are letters depends on their company
    (``DIGITS``, ``SYMBOLS``). Marks and invisible characters become nothing.
    """
    if char == I_OR_L:
        return char
    if char == EDGE:
        return ""
    if char.isascii():
        return char.lower() if char.isprintable() or char.isspace() else ""
    if char in SYMBOLS:
        return char
    if tag := _tag(char):
        return tag
    return "".join(_plain_part(part) for part in unicodedata.normalize("NFKD", char))


def _tag(char: str) -> str:
    """Return the letter of a tag or regional indicator, which Unicode decomposes into nothing."""
    for first in _ALPHABETS:
        if first <= ord(char) < first + 26:
            return chr(ord("a") + ord(char) - first)
    return ""


def _plain_part(char: str) -> str:
    if is_invisible(char):
        return ""
    folded = char.casefold()
    return "".join(_LOOK_ALIKES.get(one) or _by_name(one) for one in folded)


def _by_name(char: str) -> str:
    """Read a letter's name: LATIN SMALL LETTER O WITH STROKE is an o."""
    if char.isascii():
        return char
    match = _NAMED.fullmatch(unicodedata.name(char, ""))
    return match[1].lower() if match else char
