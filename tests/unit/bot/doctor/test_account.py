"""The token is judged by its form, then by Discord; nobody sees it."""

from __future__ import annotations

import pytest
import pytest_asyncio
from aiohttp import web

from bot.config import DiscordSection, Settings
from bot.doctor.account import check_account, is_token
from bot.doctor.line import Level

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.abcdef.ghijklmnopqrstuvwxyz_-0123"  # 123456789012345678
MESSAGE_CONTENT_LIMITED = 1 << 19


def settings(**discord):
    return Settings(discord=DiscordSection(**discord))


@pytest_asyncio.fixture
async def discord():
    """A server that answers as Discord does; ``state`` says how."""
    state = {"flags": 0, "status": 200, "asked": []}

    async def answer(request):
        state["asked"].append((request.path, request.headers["Authorization"]))
        if state["status"] != 200:
            return web.json_response({"message": "no", "code": 0}, status=state["status"])
        me = {"id": "123456789012345678", "username": "Atelier", "flags": state["flags"]}
        return web.json_response(me)

    app = web.Application()
    app.router.add_get("/api/v10/users/@me", answer)
    app.router.add_get("/api/v10/applications/@me", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    state["url"] = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield state
    await runner.cleanup()


async def check(discord, token=TOKEN):
    return await check_account(settings(token=token), discord_url=discord["url"])


@pytest.mark.parametrize(
    ("token", "is_one"),
    [
        (TOKEN, True),
        ("", False),
        ("abc", False),
        ("a.b.c", False),
        ("aGVsbG8.abc.def", False),  # its first part is a word, no id
        (TOKEN + ".more", False),
        ("MTIz..def", False),
        ("MTIzNDU2Nzg5MDEyMzQ1Njc4.abc.déf", False),
    ],
)
def test_form_of_a_token(token, is_one):
    assert is_token(token) == is_one


async def test_good_token_says_who_it_is(discord):
    line = await check(discord)

    assert line.level is Level.OK
    assert line.words == "Atelier (123456789012345678), and needs no privileged intents"
    assert discord["asked"] == [
        ("/api/v10/users/@me", f"Bot {TOKEN}"),
        ("/api/v10/applications/@me", f"Bot {TOKEN}"),
    ]


async def test_privileged_intents_are_a_warning(discord):
    discord["flags"] = MESSAGE_CONTENT_LIMITED

    assert (await check(discord)).level is Level.WARNING


@pytest.mark.parametrize(
    ("status", "words"),
    [(401, "Discord does not accept the token"), (500, "Discord answers 500")],
)
async def test_refusal_is_a_problem_that_hides_the_token(discord, status, words):
    discord["status"] = status

    line = await check(discord)

    assert (line.level, line.words) == (Level.PROBLEM, words)
    assert TOKEN not in str(line)


async def test_malformed_token_is_never_sent(discord):
    line = await check(discord, token="my secret")

    assert line.level is Level.PROBLEM
    assert "my secret" not in str(line)
    assert discord["asked"] == []


async def test_discord_that_does_not_answer_is_a_problem():
    line = await check_account(settings(token=TOKEN), discord_url="http://127.0.0.1:1")

    assert (line.level, line.words) == (
        Level.PROBLEM,
        "Discord does not answer (ClientConnectorError)",
    )


async def test_no_token_is_fine():
    assert (await check_account(settings())).level is Level.OK


async def test_token_file_that_cannot_be_read_is_a_problem(tmp_path):
    line = await check_account(settings(token_file=tmp_path / "none"))

    assert line.level is Level.PROBLEM
