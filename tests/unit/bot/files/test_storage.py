"""Pictures on disk are whole or not there, and none lies outside the folder."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import PictureUnstoredError, StorageUnusableError
from bot.files.storage import Storage


@pytest.fixture
def storage(tmp_path):
    return Storage(tmp_path / "images")


async def test_stored_picture_is_read_back(storage, tmp_path):
    name = await storage.store(258, 3, b"picture")

    assert name == "02/258-3-2cea274d0bed.png"
    assert await storage.read(name) == b"picture"
    assert [path.name for path in (tmp_path / "images").rglob("*.*")] == ["258-3-2cea274d0bed.png"]


async def test_two_pictures_of_one_image_change_each_other_not(storage):
    first = await storage.store(1, 0, b"first")
    second = await storage.store(1, 0, b"second")

    assert await storage.read(first) == b"first"
    assert await storage.read(second) == b"second"


async def test_picture_stored_before_names_had_digests_is_read(storage, tmp_path):
    (tmp_path / "images" / "01").mkdir(parents=True)
    (tmp_path / "images" / "01" / "1-0.png").write_bytes(b"old")

    assert await storage.read("01/1-0.png") == b"old"


async def test_same_picture_from_two_at_once_is_whole(storage):
    picture = bytes(100_000)
    names = await asyncio.gather(*(storage.store(1, 0, picture) for _ in range(8)))

    assert len(set(names)) == 1
    assert await storage.read(names[0]) == picture


async def test_failed_write_leaves_nothing_behind(tmp_path):
    name = "1-0-2cea274d0bed.png"
    (tmp_path / "images" / "01" / name).mkdir(parents=True)  # a folder is in the way

    with pytest.raises(PictureUnstoredError, match="directory"):
        await Storage(tmp_path / "images").store(1, 0, b"picture")

    assert [path.name for path in (tmp_path / "images").rglob("*")] == ["01", name]


async def test_picture_that_the_disk_does_not_take_is_an_error_with_its_reason(tmp_path):
    (tmp_path / "images").write_text("a file")

    with pytest.raises(PictureUnstoredError, match="Not a directory"):
        await Storage(tmp_path / "images").store(1, 0, b"picture")


async def test_folder_that_takes_no_files_is_found_before_anything_is_drawn(tmp_path):
    (tmp_path / "images").write_text("a file")

    with pytest.raises(StorageUnusableError, match="images") as raised:
        await Storage(tmp_path / "images").check()

    assert raised.value.exit_code == 78
    assert "[storage] folder" in raised.value.remedy


async def test_usable_folder_is_as_empty_after_its_check_as_before(storage, tmp_path):
    await storage.check()

    assert list((tmp_path / "images").iterdir()) == []


async def test_deleted_picture_is_gone_and_may_be_deleted_again(storage):
    name = await storage.store(1, 0, b"picture")

    await storage.delete(name)
    await storage.delete(name)

    with pytest.raises(FileNotFoundError):
        await storage.read(name)


@pytest.mark.parametrize(
    "name",
    [
        "../secret.png",
        "/etc/passwd",
        "01/../../secret.png",
        "01/1-0.png/../../../secret.png",
        "01/1-0.png\n",
        "01/1-0.png\x00",
        "",
        "01",
    ],
)
async def test_no_name_leads_out_of_the_folder(storage, tmp_path, name):
    (tmp_path / "secret.png").write_bytes(b"secret")

    with pytest.raises(FileNotFoundError):
        await storage.read(name)
    with pytest.raises(FileNotFoundError):
        await storage.delete(name)
    assert (tmp_path / "secret.png").exists()


@settings(max_examples=10)  # each forces three writes to the disk
@given(job_id=st.integers(0, 2**63 - 1), index=st.integers(0, 8))
def test_every_job_id_gives_a_name_that_is_taken_back(tmp_path_factory, job_id, index):
    storage = Storage(tmp_path_factory.getbasetemp() / "any")

    async def there_and_gone():
        name = await storage.store(job_id, index, b"x")
        data = await storage.read(name)
        await storage.delete(name)
        return data

    assert asyncio.run(there_and_gone()) == b"x"
