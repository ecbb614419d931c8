"""One call points the whole of discord.py at another server."""

from __future__ import annotations

import pytest
from discord.asset import Asset
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot import endpoint


@pytest.fixture(autouse=True)
def _put_back(monkeypatch):
    monkeypatch.setattr(Route, "BASE", Route.BASE)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)
    monkeypatch.setattr(Asset, "BASE", Asset.BASE)


@pytest.mark.parametrize("ending", ["", "/"])
def test_rest_gateway_and_pictures_go_to_the_same_place(ending):
    endpoint.use(f"http://127.0.0.1:8100{ending}")

    assert Route("GET", "/users/@me").url == "http://127.0.0.1:8100/api/v10/users/@me"
    assert str(DiscordWebSocket.DEFAULT_GATEWAY) == "ws://127.0.0.1:8100/gateway"
    assert Asset.BASE == "http://127.0.0.1:8100/cdn"


def test_https_takes_a_secure_gateway():
    endpoint.use("https://discord.example")

    assert str(DiscordWebSocket.DEFAULT_GATEWAY) == "wss://discord.example/gateway"
