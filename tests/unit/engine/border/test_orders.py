from __future__ import annotations

import gc
import weakref

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.border.orders import MAX_LOSSES, Orders
from engine.border.wire import encode
from engine.errors import DuplicateRequestError
from engine.protocol import (
    Accepted,
    Cancel,
    Cancelled,
    Failed,
    Frame,
    Inspect,
    Inspected,
    Rejected,
    Stepped,
    Submit,
)
from tests.support.engines import read_all, some_params


class Recorder:
    """The sending half of a connection that keeps what it was given."""

    def __init__(self):
        self.messages = []

    def send(self, message):
        encode(message)
        self.messages.append(message)

    @property
    def ids(self):
        return [message.request_id for message in self.messages if isinstance(message, Submit)]


def submit(request_id="1:0", **changes):
    return Submit.pack(request_id, some_params(**changes))


async def test_an_order_waits_for_an_engine_and_is_then_sent_once():
    orders, connection = Orders(), Recorder()
    events = orders.place(submit())

    orders.resume(connection)
    orders.take(Accepted(request_id="1:0"))
    orders.take(Cancelled(request_id="1:0"))

    assert connection.ids == ["1:0"]
    assert await read_all(events) == [Accepted(request_id="1:0"), Cancelled(request_id="1:0")]
    assert len(orders) == 0


async def test_unread_progress_is_replaced_by_later_progress():
    orders = Orders()
    events = orders.place(submit())
    for step_index in range(1, 100):
        orders.take(Stepped(request_id="1:0", step_index=step_index, num_steps=100))
    orders.take(Failed(request_id="1:0", code="x"))

    assert await read_all(events) == [
        Stepped(request_id="1:0", step_index=99, num_steps=100),
        Failed(request_id="1:0", code="x"),
    ]


def test_nothing_is_kept_of_a_request_that_has_ended():
    orders = Orders()
    stream = weakref.ref(orders.place(submit()))
    assert stream() is not None

    orders.take(Cancelled(request_id="1:0"))
    gc.collect()

    assert stream() is None


def test_an_id_on_its_way_is_refused():
    orders = Orders()
    orders.place(submit())

    with pytest.raises(DuplicateRequestError):
        orders.place(submit())


async def test_a_lost_order_is_sent_to_the_next_engine():
    orders, first, second = Orders(), Recorder(), Recorder()
    orders.place(submit())

    orders.resume(first)
    orders.suspend()
    orders.resume(second)

    assert (first.ids, second.ids) == (["1:0"], ["1:0"])


async def test_the_third_engine_lost_ends_an_order():
    orders = Orders()
    events = orders.place(submit())

    for _ in range(MAX_LOSSES):
        orders.resume(Recorder())
        orders.suspend()

    assert await read_all(events) == [Failed(request_id="1:0", code="engine_lost")]


async def test_an_order_that_was_never_sent_is_never_lost():
    orders = Orders()
    orders.place(submit())

    for _ in range(10):
        orders.suspend()

    assert len(orders) == 1


async def test_a_cancelled_order_is_not_sent_again():
    orders, connection = Orders(), Recorder()
    events = orders.place(submit())
    orders.resume(connection)
    orders.cancel("1:0")
    orders.cancel("1:0")

    orders.suspend()

    assert connection.messages[1:] == [Cancel(request_id="1:0")]
    assert await read_all(events) == [Cancelled(request_id="1:0")]


async def test_what_cannot_be_sent_is_rejected():
    orders = Orders()
    orders.resume(Recorder())

    events = orders.place(submit(prompt="half a character: \ud800"))

    (end,) = await read_all(events)
    assert isinstance(end, Rejected)
    assert end.code == "invalid_parameter"


async def test_after_the_end_of_all_new_orders_end_as_well():
    orders = Orders()
    before = orders.place(submit("1:0"))
    orders.end_all()
    after = orders.place(submit("2:0"))
    upload = orders.place(Inspect(inspect_id="u", file=Frame(b"")))

    assert await read_all(before) == [Failed(request_id="1:0", code="engine_lost")]
    assert await read_all(after) == [Failed(request_id="2:0", code="engine_lost")]
    assert await read_all(upload) == [Inspected(inspect_id="u", code="engine_lost")]


@given(
    num_orders=st.integers(1, 8),
    poisons=st.sets(st.integers(0, 7), max_size=3),
    finished_before=st.lists(st.integers(0, 3), min_size=60, max_size=60),
)
def test_orders_that_kill_engines_do_not_take_their_neighbours_with_them(
    num_orders, poisons, finished_before
):
    """An engine ends a few innocent orders, then dies if a poison is among what it has."""
    orders, ends = Orders(), {}
    streams = {str(n): orders.place(submit(str(n))) for n in range(num_orders)}

    for num_finished in finished_before:
        connection = Recorder()
        orders.resume(connection)
        sent, done = connection.ids, 0
        while sent and (done < num_finished or not any(int(name) in poisons for name in sent)):
            name = next((name for name in sent if int(name) not in poisons), None)
            if name is None:
                break
            orders.take(Cancelled(request_id=name))
            done += 1
            sent = [other for other in connection.ids if len(streams[other]._events) == 0]
        orders.suspend()

    for name, stream in streams.items():
        (ends[name],) = stream._events
    assert {name for name, end in ends.items() if isinstance(end, Failed)} == {
        str(n) for n in poisons if n < num_orders
    }
