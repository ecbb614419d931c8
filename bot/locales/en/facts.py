"""English: how numbers, amounts and times are written."""

from __future__ import annotations

from typing import Final

from bot.locales.numerals import Numerals

NUMERALS: Final = Numerals()

SENTENCES: Final[dict[str, str]] = {
    "credits": "{number:# credit|# credits}",
    "time.seconds": "{count} s",
    "time.minutes": "{count} min",
    "time.hours": "{count} h",
    "time.days": "{count:# day|# days}",
    "list": ", ",
}
