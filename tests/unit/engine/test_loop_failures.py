"""One request's fault is one request's end."""

from __future__ import annotations

import pytest
import torch

from engine import noise
from engine.engine import Engine
from engine.latents import LatentPool
from engine.memory import RowBudget
from engine.protocol import Failed, Finished
from engine.request import Group
from tests.support.tiny_engines import parts_of, run_dry, some_params, tiny_folder

POISON = 666


@pytest.fixture
def engine():
    """An engine of one's own, whose network may be made to misbehave."""
    engine = Engine.from_pretrained(str(tiny_folder()), deterministic=True, max_batch_rows=8)
    yield engine
    engine.close()


def misbehave(engine, how):
    """Let the network treat the rows of the poison seed in a special way.

    The real network still runs; its rows are told apart by the noise that they start from.
    """
    poison = noise.draw(noise.make_generator(POISON), (4, 16, 16))
    family = parts_of(engine).model.family
    denoise = family.denoise

    def poisoned(latents, timesteps, conditioning):
        rows = [torch.equal(row[None], poison) for row in latents]
        return how(denoise(latents, timesteps, conditioning), rows)

    family.denoise = poisoned


def submit_three(engine):
    names = [engine.submit(some_params(seed=seed)) for seed in (1, POISON, 2)]
    events = run_dry(engine)
    return names, {
        name: [e for e in events if e.request_id == name and isinstance(e, (Failed, Finished))]
        for name in names
    }


def neighbours_alone(engine):
    return [engine.generate(some_params(seed=seed)).png for seed in (1, 2)]


def with_nan(output, rows):
    output[torch.tensor(rows)] = float("nan")
    return output


def with_error(output, rows):
    if any(rows):
        message = "poison"
        raise RuntimeError(message)
    return output


def with_exhausted_memory(output, rows):
    if any(rows):
        message = "DefaultCPUAllocator: can't allocate memory"
        raise RuntimeError(message)
    return output


@pytest.mark.parametrize(
    ("how", "code"),
    [
        (with_nan, "not_finite"),
        (with_error, "internal_error"),
        (with_exhausted_memory, "out_of_memory"),
    ],
)
def test_a_poison_request_fails_alone_and_its_neighbours_are_bitwise_unharmed(engine, how, code):
    expected = neighbours_alone(engine)
    misbehave(engine, how)

    names, ends = submit_three(engine)

    assert [event.code for event in ends[names[1]]] == [code]
    assert [ends[name][0].image.data for name in (names[0], names[2])] == expected
    assert all(len(events) == 1 for events in ends.values())


def picky(monkeypatch, owner, name, is_poison):
    """Let a function raise for what is poison, before it does anything."""
    function = getattr(owner, name)

    def wrapped(*args):
        if is_poison(*args):
            message = "poison"
            raise RuntimeError(message)
        return function(*args)

    monkeypatch.setattr(owner, name, wrapped)


@pytest.mark.parametrize("stage", ["entering", "taking over", "handing to a worker"])
def test_a_fault_beside_the_network_ends_one_request_once(engine, monkeypatch, stage):
    expected = neighbours_alone(engine)
    if stage == "entering":
        starts = [noise.draw(noise.make_generator(POISON), (4, 16, 16))[0]]
        picky(
            monkeypatch, LatentPool, "take", lambda _, start: any(s.equal(start[0]) for s in starts)
        )
    elif stage == "taking over":
        finishing = parts_of(engine).finishing
        picky(monkeypatch, finishing, "add", lambda order, _: order.params.seed == POISON)
    else:
        pool = parts_of(engine).pool
        picky(monkeypatch, pool, "submit", lambda picture: picture.params.seed == POISON)

    names, ends = submit_three(engine)

    assert [event.code for event in ends[names[1]]] == ["internal_error"]
    assert [ends[name][0].image.data for name in (names[0], names[2])] == expected
    assert all(len(events) == 1 for events in ends.values())
    assert not parts_of(engine).loop._active._pools


def test_halves_of_a_batch_that_fail_too_shrink_the_budget_no_further():
    group = Group((4, 16, 16), ())
    budget = RowBudget(16, 256, is_fixed=False)
    learnt = []
    for rows_tried in (12, 6, 6, 2):
        budget.halve(group, rows_tried)
        learnt.append(budget.rows(group))

    assert learnt == [6, 3, 3, 2]


def test_memory_that_runs_out_in_a_crowd_halves_the_batch_and_fails_nobody():
    engine = Engine.from_pretrained(str(tiny_folder()), max_batch_rows=16)
    family = parts_of(engine).model.family
    denoise = family.denoise

    def small_only(latents, timesteps, conditioning):
        if len(latents) > 4:
            message = "DefaultCPUAllocator: can't allocate memory"
            raise RuntimeError(message)
        return denoise(latents, timesteps, conditioning)

    family.denoise = small_only
    engine_ends = [r.safety.is_clean for r in engine.generate_all([some_params()] * 6)]
    counted = engine.counters()["engine_out_of_memory_total"]
    engine.close()

    assert engine_ends == [True] * 6
    assert 1 <= counted <= 8


def test_memory_that_runs_out_in_the_autoencoder_says_so(engine, monkeypatch):
    def exhausted(_latents):
        message = "DefaultCPUAllocator: can't allocate memory"
        raise RuntimeError(message)

    monkeypatch.setattr(parts_of(engine).model.vae, "decode", exhausted)
    engine.submit(some_params())

    assert run_dry(engine)[-1].code == "out_of_memory"


@pytest.mark.parametrize("error", [OSError, MemoryError, SystemExit])
def test_a_worker_that_dies_fails_only_its_request(engine, monkeypatch, error):
    from engine.postprocess import pool

    expected = neighbours_alone(engine)
    finish = pool.finish_picture

    def broken(picture):
        if picture.params.seed == POISON:
            raise error
        return finish(picture)

    monkeypatch.setattr(pool, "finish_picture", broken)
    names, ends = submit_three(engine)

    assert [event.code for event in ends[names[1]]] == ["internal_error"]
    assert [ends[name][0].image.data for name in (names[0], names[2])] == expected


@pytest.mark.parametrize(
    ("pixels", "code"),
    [(0.0, "constant_picture"), (1.0, "constant_picture"), (float("nan"), "not_finite")],
)
def test_a_picture_of_one_colour_fails_alone(engine, monkeypatch, pixels, code):
    expected = neighbours_alone(engine)
    vae = parts_of(engine).model.vae._vae
    poison = engine.generate(some_params(seed=POISON)).latents
    decode = vae.decode

    def overflowed(latents, **options):
        (picture,) = decode(latents, **options)
        is_poison = latents.allclose(poison / vae.config.scaling_factor)
        return (torch.full_like(picture, pixels) if is_poison else picture,)

    monkeypatch.setattr(vae, "decode", overflowed)
    names, ends = submit_three(engine)

    assert [event.code for event in ends[names[1]]] == [code]
    assert [ends[name][0].image.data for name in (names[0], names[2])] == expected


def test_a_prompt_that_cannot_be_encoded_fails_only_its_request(engine):
    family = parts_of(engine).model.family
    encode = family.encode

    def picky(prompts, clip_skip, num_windows):
        if any("poison" in fragment.text for prompt in prompts for fragment in prompt):
            message = "cannot encode"
            raise ValueError(message)
        return encode(prompts, clip_skip, num_windows)

    family.encode = picky
    good, bad = engine.submit(some_params()), engine.submit(some_params(prompt="poison"))
    ends = {e.request_id: e for e in run_dry(engine) if isinstance(e, (Failed, Finished))}

    assert isinstance(ends[good], Finished)
    assert ends[bad].code == "internal_error"
