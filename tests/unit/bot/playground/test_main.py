"""The playground as a process."""

import asyncio
import socket
import sys

from tests.support.playground import ROOT, running_playground


async def test_process_announces_its_address_and_ends_cleanly(tmp_path):
    async with running_playground(tmp_path) as playground, playground.person():
        assert await playground.stop() == 0


async def test_taken_port_is_one_clear_line_and_exit_code_69(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot.playground"),
            *("--port", port, "--world", str(tmp_path / "world.sqlite")),
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, error = await child.communicate()

    assert child.returncode == 69
    assert out == b""
    assert error.decode().count("\n") == 1
    assert port in error.decode()
