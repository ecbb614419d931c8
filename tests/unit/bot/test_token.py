from __future__ import annotations

import pytest

from bot.cli.failure import exit_code_of
from bot.config import load_config
from bot.errors import TokenUnreadableError
from bot.token import read_token


@pytest.fixture
def token_in(tmp_path, monkeypatch):
    """Read the token from a file with these bytes; None: from a file that is not there."""

    def read(data):
        path = tmp_path / "token"
        if data is not None:
            path.write_bytes(data)
        monkeypatch.setenv("ATELIER_DISCORD__TOKEN_FILE", str(path))
        return read_token(load_config(None))

    return read


def test_the_token_is_the_files_one_word(token_in):
    assert token_in(b"  hunter2\n") == "hunter2"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(None, id="missing"),
        pytest.param(b"\xff\x00", id="binary"),
        pytest.param(b"one\ntwo", id="two lines"),
        pytest.param("tök".encode(), id="not ascii"),
    ],
)
def test_a_file_without_a_token_is_refused_with_78_and_without_its_content(token_in, data):
    with pytest.raises(TokenUnreadableError) as caught:
        token_in(data)

    assert exit_code_of(caught.value) == 78
    assert "one" not in str(caught.value).replace("one plain word", "")


def test_no_token_is_no_mistake():
    assert read_token(load_config(None)) == ""
