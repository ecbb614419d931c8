"""Models that do not fit together: nobody starves, nothing thrashes, nothing at work is dropped."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from engine.models.switching import PATIENCE_TICKS, TERM_TICKS, Standing, decide

LOADING_TICKS = 3


@dataclass
class Model:
    """A model as the policy sees it; every tick of a turn does one unit of its requests' work."""

    name: str
    num_bytes: int
    is_resident: bool = False
    work: list[int] = field(default_factory=list)
    line: list[tuple[int, int]] = field(default_factory=list)
    loaded: int = 0
    used: int = 0


@dataclass
class House:
    """Plays a policy's decisions, tick by tick."""

    models: list[Model]
    max_bytes: int
    tick: int = 0
    loading: tuple[Model, int] | None = None
    waits: list[int] = field(default_factory=list)
    loads: list[tuple[str, int]] = field(default_factory=list)
    displaced: list[int] = field(default_factory=list)

    def play(self):
        self.tick += 1
        if self.loading and self.loading[1] <= self.tick:
            model, self.loading = self.loading[0], None
            model.is_resident, model.loaded, model.used = True, self.tick, self.tick
        switch = decide(self._standings(), self.max_bytes, is_loading=self.loading is not None)
        for model in self.models:
            if model.name in switch.evict:
                assert not model.work, "dropped at work"
                if model.line:
                    self.displaced.append(self.tick - model.loaded)
                model.is_resident = False
        if switch.load:
            wanted = next(m for m in self.models if m.name == switch.load)
            resident = sum(m.num_bytes for m in self.models if m.is_resident)
            assert not wanted.is_resident
            assert not resident or resident + wanted.num_bytes <= self.max_bytes
            self.loading = wanted, self.tick + LOADING_TICKS
            self.loads.append((wanted.name, self.tick))
        self._draw(switch.closed)

    def _draw(self, closed):
        for model in self.models:
            if model.is_resident and model.name not in closed:
                self.waits += [self.tick - came for came, _ in model.line]
                model.work += [steps for _, steps in model.line]
                model.line = []
        able = [m for m in self.models if m.is_resident and m.work]
        if able:
            turn = min(able, key=lambda m: m.used)
            turn.used = self.tick
            turn.work = [left - 1 for left in turn.work if left > 1]

    def _standings(self):
        return [
            Standing(
                m.name,
                m.num_bytes,
                m.is_resident,
                bool(m.work),
                self.tick - m.line[0][0] if m.line else None,
                self.tick - m.loaded,
                m.used,
            )
            for m in self.models
        ]

    @property
    def is_busy(self):
        return any(m.work or m.line for m in self.models)


SIZES = st.lists(st.integers(1, 10), min_size=2, max_size=4)
ARRIVALS = st.lists(
    st.tuples(st.integers(0, 400), st.integers(0, 3), st.integers(1, 30)), max_size=40
)


def played(sizes, room, arrivals):
    """Play arrivals of (tick, model, steps) until all is drawn, or too much time has passed."""
    house = House([Model(f"m{i}", size) for i, size in enumerate(sizes)], room)
    coming = sorted(arrivals)
    num_models = len(sizes)
    # a switch, for each model before ours: patience or term, what is being drawn, a loading
    bound = num_models * (PATIENCE_TICKS + TERM_TICKS + num_models * 30 + LOADING_TICKS)
    while coming or house.is_busy:
        while coming and coming[0][0] <= house.tick:
            _, index, steps = coming.pop(0)
            house.models[index % num_models].line.append((house.tick, steps))
        house.play()
        assert house.tick < 400 + len(arrivals) * bound
    return house, bound


@given(SIZES, st.integers(1, 25), ARRIVALS)
def test_everybody_gets_a_model_within_the_bound(sizes, room, arrivals):
    house, bound = played(sizes, room, arrivals)

    assert len(house.waits) == len(arrivals)
    assert max(house.waits, default=0) <= bound


@given(SIZES, st.integers(1, 25), ARRIVALS)
def test_a_model_at_work_is_left_there_for_its_term(sizes, room, arrivals):
    house, _ = played(sizes, room, arrivals)

    assert all(served >= TERM_TICKS for served in house.displaced)


@given(st.lists(st.integers(1, 5), min_size=2, max_size=4), ARRIVALS)
def test_models_that_fit_together_are_loaded_once_each(sizes, arrivals):
    house, _ = played(sizes, 20, arrivals)

    names = [name for name, _ in house.loads]
    assert len(names) == len(set(names))


def test_two_busy_models_that_do_not_fit_switch_once_in_a_term():
    arrivals = [(tick, tick % 2, 10) for tick in range(400)]

    house, _ = played([10, 10], 10, arrivals)

    assert len(house.loads) <= 2 * house.tick // TERM_TICKS + 2
