"""Withheld pictures are found under the engine's names and the bot's, and failures cost nothing."""

from __future__ import annotations

import pytest

from bot.files.quarantine import Quarantine

SHA = "a" * 64


@pytest.mark.parametrize("name", ["7-0-aaaaaaaaaaaa.png", "3-7-0-aaaaaaaaaaaa.png"])
async def test_a_picture_is_found_and_removed_whoever_wrote_it(tmp_path, name):
    (tmp_path / name).write_bytes(b"png")
    quarantine = Quarantine(tmp_path)

    assert await quarantine.read(7, 0, SHA) == b"png"
    assert await quarantine.read(7, 1, SHA) is None
    await quarantine.delete(7, 0, SHA)
    assert await quarantine.read(7, 0, SHA) is None


async def test_what_the_bot_keeps_is_for_its_own_user_only(tmp_path):
    quarantine = Quarantine(tmp_path / "there")

    await quarantine.store(7, 0, SHA, b"png")

    assert await quarantine.read(7, 0, SHA) == b"png"
    (file,) = (tmp_path / "there").iterdir()
    assert file.stat().st_mode & 0o077 == 0


async def test_without_a_folder_nothing_is_kept(tmp_path):
    quarantine = Quarantine(None)

    await quarantine.store(7, 0, SHA, b"png")
    await quarantine.delete(7, 0, SHA)

    assert await quarantine.read(7, 0, SHA) is None


async def test_a_folder_that_takes_nothing_raises_nothing(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    quarantine = Quarantine(tmp_path / "file")

    await quarantine.store(7, 0, SHA, b"png")

    assert await quarantine.read(7, 0, SHA) is None
