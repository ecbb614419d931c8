"""People are answered in their own language: what speaks English anyway is named here."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]

ENGLISH_ALLOWED = {
    "bot/text.py": "makes it",
    "bot/languages.py": "is the language of whoever speaks none of the others",
    "bot/cli": "operators read English, as the log and the documentation are",
}
"""Files and folders that may name ``ENGLISH``, and why."""


def test_nothing_speaks_english_to_a_person_whose_language_is_known():
    used = {file for file in files() if "ENGLISH" in names_in(file)}
    allowed = {file for file in used if any(is_under(file, place) for place in ENGLISH_ALLOWED)}

    assert len(allowed) > 2
    assert used - allowed == set(), (
        "take private_text(interaction) for what one person sees, public_text(interaction) or "
        "guild_text(client, guild_id) for what everybody does (bot/languages.py)"
    )


def test_no_permission_to_speak_english_is_left_over():
    used = {file for file in files() if "ENGLISH" in names_in(file)}

    for place in ENGLISH_ALLOWED:
        assert any(is_under(file, place) for file in used), place


def test_nothing_is_sent_to_a_person_that_is_written_in_the_code():
    written = [f"{file}:{line}" for file in files() for line in sentences_sent(file)]

    assert written == [], "put the sentence into bot/locales/ and say() it"


def test_what_is_sent_is_found_where_it_is_written(tmp_path):
    code = 'await channel.send("Hello there")\nawait message.edit(content=f"{n} jobs")\n'
    (tmp_path / "module.py").write_text(code)

    assert list(sentences_sent(tmp_path / "module.py")) == [1, 2]


SENDERS = {"send", "send_message", "edit", "edit_message", "edit_original_response"}


def sentences_sent(file):
    """Yield the lines at which words in quotes are sent, as text or as ``content``."""
    for call in ast.walk(tree_of(file)):
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") in SENDERS:
            contents = [one.value for one in call.keywords if one.arg == "content"]
            if any(has_words(value) for value in (*call.args, *contents)):
                yield call.lineno


def has_words(value):
    """Return whether an expression is a text with letters of its own."""
    if not isinstance(value, ast.Constant | ast.JoinedStr):
        return False
    parts = value.values if isinstance(value, ast.JoinedStr) else [value]
    words = [part.value for part in parts if isinstance(part, ast.Constant)]
    return any(char.isalpha() for word in words if isinstance(word, str) for char in word)


def files():
    """Return the bot's own modules; the playground speaks for Discord, not for the bot."""
    found = [file.relative_to(ROOT) for file in (ROOT / "bot").rglob("*.py")]
    return [file for file in found if not {"playground", "bench", "chaos"} & set(file.parts)]


def names_in(file):
    return {node.id for node in ast.walk(tree_of(file)) if isinstance(node, ast.Name)}


def tree_of(file):
    return ast.parse((ROOT / file).read_text("utf-8"))


def is_under(file, place):
    return file == Path(place) or Path(place) in file.parents
