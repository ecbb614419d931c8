"""Preparing calls: bounded in number, memory and time, whatever shapes come."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from engine.calls.call_cache import AFTER_USES, SHARE, CallCache

MAX_COUNT, MAX_BYTES = 3, 100


class Player:
    """Uses a cache as the engine does, on a clock of its own."""

    def __init__(self, *, evicts=True):
        self.now = 0.0
        self.spent = [0.0]
        self.prepared = Counter()
        self.uses = Counter()
        self.cache = CallCache(
            max_count=MAX_COUNT, max_bytes=MAX_BYTES, clock=lambda: self.now, evicts=evicts
        )

    def use(self, key, size=1, seconds=1.0, *, fails=False):
        """One call of 10 ms; says whether it was prepared before."""
        self.now += 0.01
        self.uses[key] += 1
        if self.cache.find(key) is not None:
            return True
        if self.cache.is_due(key):
            self.prepared[key] += 1
            self.now += seconds
            self.spent.append(seconds)
            if fails:
                self.cache.refuse(key, seconds)
            else:
                self.cache.put(key, f"call {key}", size, seconds)
        return False


runs = st.lists(
    st.tuples(
        st.integers(0, 7),  # key
        st.integers(1, 300),  # how often in a row
        st.integers(0, 120),  # bytes
        st.floats(0, 50),  # seconds of preparing
        st.booleans(),  # fails
    ),
    max_size=30,
)


@given(runs=runs, evicts=st.booleans())
def test_memory_number_and_time_stay_bounded(runs, evicts):
    player = Player(evicts=evicts)
    for key, times, size, seconds, fails in runs:
        for _ in range(times):
            player.use(key, size, seconds, fails=fails)
            assert len(player.cache) <= MAX_COUNT
            assert player.cache.num_bytes <= MAX_BYTES
    for key, count in player.prepared.items():
        assert count <= player.uses[key] // AFTER_USES
    done = sum(player.spent) - player.spent[-1]  # the last one's rest may not be over
    assert done <= SHARE * player.now + 1e-6


def test_fifty_new_shapes_at_once_prepare_nothing():
    player = Player()
    for _ in range(AFTER_USES - 1):
        for key in range(50):
            player.use(key)

    assert not player.prepared


def test_fifty_often_used_shapes_do_not_stop_the_engine():
    player = Player()
    for _ in range(1000):
        for key in range(50):
            player.use(key, seconds=30.0)

    assert sum(player.spent) <= SHARE * player.now + 30.0


def test_the_least_recently_used_leaves_first():
    player = Player()
    for key in range(MAX_COUNT):
        for _ in range(AFTER_USES):
            player.use(key, seconds=0.0)
    assert player.use(0)

    for _ in range(AFTER_USES):
        player.use("new", seconds=0.0)

    assert [player.use(key) for key in (0, 1, 2, "new")] == [True, False, True, True]


def test_a_full_cache_that_keeps_all_takes_no_more():
    player = Player(evicts=False)
    for key in range(MAX_COUNT + 2):
        for _ in range(2 * AFTER_USES):
            player.use(key, seconds=0.0)

    assert set(player.prepared) == set(range(MAX_COUNT))


def test_what_could_not_be_prepared_is_not_tried_again():
    player = Player()
    for _ in range(5 * AFTER_USES):
        player.use("bad", seconds=0.0, fails=True)

    assert player.prepared["bad"] == 1


def test_what_is_larger_than_all_memory_is_not_tried_again():
    player = Player()
    for _ in range(5 * AFTER_USES):
        player.use("huge", size=MAX_BYTES + 1, seconds=0.0)

    assert (player.prepared["huge"], len(player.cache)) == (1, 0)
