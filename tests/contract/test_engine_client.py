"""What every engine client keeps to, whatever draws behind it."""

from __future__ import annotations

import asyncio

import pytest
import pytest_asyncio

from engine.border.engine_state import EngineState
from engine.config import EngineSection
from engine.errors import DuplicateRequestError
from engine.protocol import MAX_FRAME_BYTES, Accepted, Cancelled, Finished, Rejected, Stepped
from engine.uploads.inspection import MAX_UPLOAD_BYTES
from tests.support.engines import read_all, running_engine, some_params, stub_config
from tests.support.pictures import a_picture

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(300),  # loading the embedded model is part of the first test
]


@pytest.fixture(
    scope="module",
    params=[
        pytest.param("stub_child", id="child with the stub"),
        pytest.param("stub_socket", id="stub at a socket"),
        pytest.param("embedded_socket", id="embedded model at a socket", marks=pytest.mark.slow),
    ],
)
def options(request, tmp_path_factory):
    """What to make a client of each kind with."""
    if request.param == "stub_child":
        return {"config": stub_config(tmp_path_factory.mktemp("contract"))}
    return {
        "config": None,
        "section": EngineSection(socket=request.getfixturevalue(request.param)),
    }


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def client(options):
    async with running_engine(**options) as client:
        await client.wait_ready()
        yield client


async def test_a_request_is_accepted_stepped_and_ends_once(client):
    events = await read_all(client.submit("1:0", some_params(), preview_steps=2))

    assert isinstance(events[0], Accepted)
    assert {type(event) for event in events[1:-1]} <= {Stepped}
    assert isinstance(events[-1], Finished)
    assert {event.request_id for event in events} == {"1:0"}


async def test_equal_parameters_give_equal_bytes(client):
    first, second = await asyncio.gather(
        *(read_all(client.submit(name, some_params(seed=3))) for name in ("1:0", "2:0"))
    )

    assert first[-1].image == second[-1].image
    assert first[-1].sha256 == second[-1].sha256


async def test_an_id_on_its_way_is_refused_to_a_second_caller(client):
    events = client.submit("1:0", some_params())

    with pytest.raises(DuplicateRequestError):
        client.submit("1:0", some_params())

    assert isinstance((await read_all(events))[-1], Finished)


async def test_an_id_that_has_ended_may_be_used_again(client):
    for _ in range(2):
        assert isinstance((await read_all(client.submit("1:0", some_params())))[-1], Finished)


async def test_bad_parameters_are_rejected_with_their_name(client):
    events = await read_all(client.submit("1:0", some_params(width=12)))

    assert events == [
        Rejected(
            request_id="1:0",
            code="invalid_parameter",
            facts={"parameter": "width", "reason": "must be a multiple of 8"},
        )
    ]


async def test_a_cancelled_request_ends_as_cancelled(client):
    await client.wait_ready()
    events = client.submit("1:0", some_params(num_inference_steps=150))
    async for event in events:
        if isinstance(event, Stepped):
            client.cancel("1:0")
            break

    assert isinstance((await read_all(events))[-1], Cancelled)


async def test_a_request_cancelled_before_the_engine_is_there_ends_at_once(options):
    async with running_engine(**options) as client:
        events = client.submit("1:0", some_params())
        client.cancel("1:0")

        assert await read_all(events) == [Cancelled(request_id="1:0")]


async def test_a_ready_engine_says_what_it_draws_with(client):
    model = await client.wait_ready()

    assert client.model == model
    assert client.models == (model,)
    assert client.state.name == "ready"
    assert model.native_width >= 8
    assert model.default_sampler in model.samplers


async def test_closing_ends_every_request_as_lost(options):
    async with running_engine(**options) as client:
        await client.wait_ready()
        events = [client.submit(f"{n}:0", some_params(num_inference_steps=150)) for n in range(3)]

        await client.close()

        ends = [(await read_all(stream))[-1] for stream in events]
        assert {end.code for end in ends} == {"engine_lost"}
        assert client.state == EngineState("closed")


async def test_what_is_no_picture_is_said_to_be_none(client):
    answer = await client.inspect(b"no picture")

    assert (answer.code, answer.verdict) == ("unreadable_image", None)


async def test_a_picture_is_looked_at_after_its_orientation(client):
    answer = await client.inspect(a_picture(100, 60, "JPEG", orientation=6))

    assert (answer.code, answer.media_type) == ("", "image/jpeg")
    assert (answer.width, answer.height) == (60, 100)
    assert answer.verdict.is_clean
    assert answer.verdict.classifier


@pytest.mark.parametrize(
    ("size", "code"),
    [
        pytest.param(MAX_UPLOAD_BYTES + 1, "unreadable_image", id="over the limit of uploads"),
        pytest.param(MAX_FRAME_BYTES + 1, "invalid_parameter", id="over the limit of the border"),
    ],
)
async def test_a_file_that_is_too_large_is_refused_and_the_engine_serves_on(client, size, code):
    answer = await client.inspect(bytes(size))

    assert (answer.code, answer.verdict) == (code, None)
    assert isinstance((await read_all(client.submit("1:0", some_params())))[-1], Finished)
