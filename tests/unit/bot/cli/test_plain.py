"""Discord's marks do not reach a terminal."""

from __future__ import annotations

import pytest

from bot.cli.plain import plain


@pytest.mark.parametrize(
    ("marked", "shown"),
    [
        ("<@7> in <#8>", "person 7 in channel 8"),
        ("<@&7> <@&8>", "role 7 role 8"),
        ("<t:1661947200:f>", "2022-08-31 12:00"),
        ("**Review 3** · a\\_b \\*c\\*", "Review 3 · a_b *c*"),
        ("1 < 2, <b>", "1 < 2, <b>"),
    ],
)
def test_marks_become_words(marked, shown):
    assert plain(marked) == shown
