import hashlib
import json
import stat

import pytest

from engine.demo import WEIGHTS

MAX_BYTES = 25 * 2**20
PARTS = {"vae", "text_encoder", "tokenizer", "unet", "scheduler", "safety_checker"}


def files():
    return [path for path in WEIGHTS.rglob("*") if path.is_file()]


def test_every_file_is_the_one_whose_checksum_is_written_down():
    lines = (WEIGHTS / "SHA256SUMS").read_text().splitlines()
    written = {name: digest for digest, name in (line.split("  ") for line in lines)}

    found = {
        path.relative_to(WEIGHTS).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files()
        if path.name != "SHA256SUMS"
    }

    assert found == written


def test_weights_stay_under_25_mebibytes():
    assert sum(path.stat().st_size for path in files()) <= MAX_BYTES


def test_others_may_read_every_file():
    unreadable = [path for path in files() if not path.stat().st_mode & stat.S_IROTH]

    assert unreadable == []


def test_folder_is_a_standard_pipeline_with_a_safety_checker():
    index = json.loads((WEIGHTS / "model_index.json").read_text())

    assert index["_class_name"] == "StableDiffusionPipeline"
    assert index["requires_safety_checker"] is True
    assert {path.parent.name for path in files()} >= PARTS


@pytest.mark.parametrize("part", ["unet", "vae", "text_encoder", "safety_checker"])
def test_weights_are_safetensors_only(part):
    suffixes = {path.suffix for path in (WEIGHTS / part).iterdir()}

    assert suffixes == {".json", ".safetensors"}
