"""Only the playground's own page uses it from a browser."""

import pytest

from tests.unit.bot.playground.wire import served


async def test_script_of_another_site_is_refused(wire):
    url = f"{wire.base_url}/playground/state?as=admin"
    async with wire.http.get(url, headers={"Origin": "https://evil.example"}) as answer:
        assert answer.status == 403
    async with wire.http.get(url, headers={"Origin": wire.base_url}) as answer:
        assert answer.status == 200


@pytest.mark.parametrize("path", ["/", "/playground/state?as=admin", "/api/v10/gateway"])
@pytest.mark.parametrize("name", ["evil.example", "127.0.0.1.evil.example", "[::1", ""])
async def test_a_website_whose_name_points_here_is_refused(wire, path, name):
    port = wire.base_url.rpartition(":")[2]
    headers = {"Host": f"{name}:{port}", "Origin": f"http://{name}:{port}"}

    async with wire.http.get(wire.base_url + path, headers=headers) as answer:
        assert answer.status in {400, 403}


@pytest.mark.parametrize("name", ["localhost", "LOCALHOST", "[::1]", "127.0.0.1", "pictures.lan"])
async def test_this_machine_and_the_names_that_were_configured_are_answered(tmp_path, name):
    async with served(tmp_path / "world.sqlite", hosts=("pictures.lan",)) as wire:
        port = wire.base_url.rpartition(":")[2]
        headers = {"Host": f"{name}:{port}", "Origin": f"http://{name}:{port}"}

        async with wire.http.get(f"{wire.base_url}/playground/state", headers=headers) as answer:
            assert answer.status != 403
