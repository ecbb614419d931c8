"""Rate limits, in numbers and over the wire."""

from bot.playground.ratelimit import Allowance, RateLimits
from tests.unit.bot.playground.test_interactions import answer, use, webhook
from tests.unit.bot.playground.wire import GENERAL, RESTRICTED


class StillClock:
    """A clock that stands until it is told otherwise."""

    time = 1000.0

    def now(self):
        return self.time


def test_bucket_refuses_what_is_too_much_until_it_is_full_again():
    clock = StillClock()
    limits = RateLimits(clock)
    allowance = Allowance(2, 5.0)

    remaining = [limits.rule("a", "1", allowance).remaining for _ in range(2)]
    refused = limits.rule("a", "1", allowance)
    other = limits.rule("a", "2", allowance)
    clock.time += 5.0
    again = limits.rule("a", "1", allowance)

    assert remaining == [1, 0]
    assert refused.is_refused
    assert refused.reset_after == 5.0
    assert not other.is_refused
    assert not again.is_refused


async def test_sixth_message_in_five_seconds_waits(wire):
    path = f"/channels/{GENERAL}/messages"
    answers = [await wire.bot("POST", path, {"content": str(n)}) for n in range(6)]
    elsewhere = await wire.bot("POST", f"/channels/{RESTRICTED}/messages", {"content": "x"})
    wire.clock.advance(5)
    later = await wire.bot("POST", path, {"content": "x"})

    assert [status for status, _, _ in answers] == [200] * 5 + [429]
    assert [headers["X-RateLimit-Remaining"] for _, _, headers in answers[:5]] == list("43210")
    _, body, headers = answers[-1]
    assert 0 < body["retry_after"] <= 5
    assert body["global"] is False
    assert headers["Via"]
    assert headers["X-RateLimit-Bucket"] == answers[0][2]["X-RateLimit-Bucket"]
    assert (elsewhere[0], later[0]) == (200, 200)


async def test_edits_have_a_bucket_beside_that_of_messages(wire):
    path = f"/channels/{GENERAL}/messages"
    made = [(await wire.bot("POST", path, {"content": "x"}))[1] for _ in range(5)]

    edits = [
        (await wire.bot("PATCH", f"{path}/{one['id']}", {"content": "y"}))[0]
        for one in [*made, made[0]]
    ]

    assert edits == [200] * 5 + [429]


async def test_every_interaction_token_has_a_bucket_of_its_own(drawing):
    wire, _ = drawing
    first, second = await use(drawing), await use(drawing)
    for interaction in (first, second):
        await answer(wire, interaction, 4, {"content": "x"})

    async def edit(interaction):
        path = webhook(interaction, "/messages/@original")
        return (await wire.bot("PATCH", path, {"content": "y"}, token=None))[0]

    assert [await edit(first) for _ in range(6)] == [200] * 5 + [429]
    assert await edit(second) == 200


async def test_answers_to_interactions_are_never_limited(drawing):
    wire, _ = drawing

    for _ in range(8):
        assert (await answer(wire, await use(drawing), 4, {"content": "x"}))[0] == 200


async def test_fifty_requests_a_second_are_the_most_for_one_bot(wire):
    answers = [await wire.bot("GET", "/users/@me") for _ in range(51)]

    status, body, headers = answers[-1]
    assert (status, body["global"], headers["X-RateLimit-Global"]) == (429, True, "true")


async def test_planned_refusal_hits_the_named_bucket(wire):
    body = {"bucket": "message_create", "count": 1, "retry_after": 1.5}
    await wire.page("POST", "admin/throttle", body)

    assert (await wire.bot("GET", "/users/@me"))[0] == 200
    refused = await wire.bot("POST", f"/channels/{GENERAL}/messages", {"content": "x"})
    assert (refused[0], refused[1]["retry_after"]) == (429, 1.5)
    assert (await wire.bot("POST", f"/channels/{GENERAL}/messages", {"content": "x"}))[0] == 200
