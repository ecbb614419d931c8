"""The library's face, and what every request may rely on."""

from __future__ import annotations

import io

import pytest
import torch
from PIL import Image

from engine.errors import (
    DuplicateRequestError,
    ImageTooLargeError,
    InvalidParameterError,
    UnknownModelError,
    UnknownSamplerError,
)
from engine.postprocess.parameters import read_parameters
from engine.protocol import Accepted, Cancelled, Failed, Finished, Stepped
from engine.samplers import find_sampler
from tests.support.tiny_engines import parts_of, run_dry, shared_engine, some_params

TERMINAL = (Finished, Failed, Cancelled)


@pytest.fixture
def engine():
    engine = shared_engine()
    assert not engine.has_work
    return engine


def test_a_request_is_accepted_stepped_and_finished(engine):
    name = engine.submit(some_params(seed=5))
    events = run_dry(engine)

    assert isinstance(events[0], Accepted)
    assert [e.step_index for e in events if isinstance(e, Stepped)] == [1, 2, 3, 4]
    assert isinstance(events[-1], Finished)
    assert {event.request_id for event in events} == {name}
    assert events[-1].seed == 5


def test_the_same_parameters_give_the_same_file(engine):
    first, second = (engine.generate(some_params(sampler="Euler a")).png for _ in range(2))

    assert first == second


def test_a_finished_picture_reproduces_itself_from_its_own_parameters(engine):
    first = engine.generate(some_params(seed=8, sampler="euler a", guidance_scale=3.0))

    assert engine.generate(read_parameters(first.png)).png == first.png


def test_small_models_are_enlarged_and_say_so(engine):
    result = engine.generate(some_params(width=48))

    assert result.image.size == (48 * 16, 32 * 16)
    assert result.recipe["native_size"] == "48x32"
    assert result.recipe["output_scale"] == "16"
    assert result.recipe["compile"] == "off"


def test_latents_come_without_decoding(engine):
    result = engine.generate(some_params(), output_type="latent")

    assert result.image is None
    assert result.latents.shape == (1, 4, 16, 16)


def test_many_images_share_calls_and_keep_their_order(engine):
    batch = [some_params(seed=seed) for seed in range(5)]

    assert [result.seed for result in engine.generate_all(batch)] == [0, 1, 2, 3, 4]


def test_events_of_others_are_kept_while_generate_waits(engine):
    name = engine.submit(some_params(num_inference_steps=2))
    engine.generate(some_params(num_inference_steps=8))

    assert [type(e) for e in run_dry(engine) if e.request_id == name][-1] is Finished


def test_a_cancelled_request_ends_at_the_next_tick(engine):
    name = engine.submit(some_params(num_inference_steps=50))
    while not any(isinstance(event, Stepped) for event in engine.tick()):
        pass
    engine.cancel(name)
    events = run_dry(engine)

    assert events == [Cancelled(request_id=name, step_index=1, num_steps=50)]


def test_a_request_may_be_cancelled_anywhere_on_its_way(engine):
    for num_ticks in range(7):
        name = engine.submit(some_params())
        events = [event for _ in range(num_ticks) for event in engine.tick()]
        engine.cancel(name)
        events += run_dry(engine)

        assert sum(isinstance(event, TERMINAL) for event in events) == 1


def test_cancelling_the_unknown_changes_nothing(engine):
    engine.cancel("nobody")

    assert not engine.has_work
    assert engine.tick() == []


def test_an_id_on_its_way_is_refused(engine):
    engine.submit(some_params(), request_id="1:0")
    with pytest.raises(DuplicateRequestError):
        engine.submit(some_params(), request_id="1:0")

    assert isinstance(run_dry(engine)[-1], Finished)


def test_the_images_of_one_command_count_as_one_long_job():
    """Each of the nine is shorter than the other's only one, whose person would wait for all."""
    engine = shared_engine(max_batch_rows=2)
    for index in range(3):
        engine.submit(some_params(num_inference_steps=4), request_id=f"1:{index}")
    engine.submit(some_params(num_inference_steps=6), request_id="2:0")

    ended = [event.request_id for event in run_dry(engine) if isinstance(event, Finished)]

    assert ended[0] == "2:0"


def test_guidance_of_one_costs_one_row_a_step(engine):
    before = engine.counters()["engine_rows_total"]
    engine.generate(some_params(guidance_scale=1.0), output_type="latent")
    unguided = engine.counters()["engine_rows_total"] - before
    engine.generate(some_params(guidance_scale=2.0), output_type="latent")

    assert unguided == 4
    assert engine.counters()["engine_rows_total"] - before == 4 + 8


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"prompt": " "}, InvalidParameterError),
        ({"width": 33}, InvalidParameterError),
        ({"width": 64, "height": 128}, ImageTooLargeError),
        ({"num_inference_steps": 0}, InvalidParameterError),
        ({"num_inference_steps": 151}, InvalidParameterError),
        ({"guidance_scale": float("nan")}, InvalidParameterError),
        ({"guidance_scale": -1.0}, InvalidParameterError),
        ({"seed": -1}, InvalidParameterError),
        ({"sampler": "nonsense"}, UnknownSamplerError),
        ({"model": "other"}, UnknownModelError),
    ],
)
def test_what_cannot_be_drawn_is_refused_before_anything_runs(engine, changes, error):
    with pytest.raises(error):
        engine.submit(some_params(**changes))

    assert not engine.has_work


def test_a_watermark_goes_into_the_picture(engine):
    engine.submit(some_params(), watermark_id=0xCAFE1234)
    finished = run_dry(engine)[-1]

    assert finished.has_watermark
    assert Image.open(io.BytesIO(finished.image.data)).size == (512, 512)


def test_taking_over_a_pipeline_draws_the_same():
    from diffusers import StableDiffusionPipeline

    from engine.engine import Engine
    from engine.models.loading import quiet
    from tests.support.tiny_engines import tiny_folder

    with quiet():
        pipeline = StableDiffusionPipeline.from_pretrained(tiny_folder())
    adopted = Engine.from_pipeline(pipeline)
    ours = shared_engine().generate(some_params(), output_type="latent").latents

    theirs = adopted.generate(some_params(), output_type="latent").latents
    adopted.close()
    assert torch.equal(ours, theirs)


def test_pictures_that_a_program_submits_are_jobs_of_their_own():
    engine = shared_engine()

    names = [engine.submit(some_params(num_inference_steps=1)) for _ in range(2)]
    run_dry(engine)

    assert len({name.rpartition(":")[0] or name for name in names}) == 2


def test_deterministic_mode_tries_at_its_start_whether_rows_are_independent():
    assert shared_engine().counters()["engine_rows_independent"] == 0

    tested = shared_engine(deterministic=True, max_batch_rows=6)
    assert tested.counters()["engine_rows_independent"] == 1


def test_deterministic_images_do_not_depend_on_their_company():
    engine = shared_engine(deterministic=True, max_batch_rows=6)
    alone = engine.generate(some_params(seed=4, sampler="Euler a"))
    company = [some_params(seed=n, guidance_scale=1.0 + n % 2) for n in range(3)]
    crowd = engine.generate_all([*company, some_params(seed=4, sampler="Euler a"), *company])

    assert torch.equal(crowd[3].latents, alone.latents)
    assert crowd[3].png == alone.png


def test_a_crowd_is_let_in_a_few_at_a_time():
    engine = shared_engine()
    for seed in range(20):
        engine.submit(some_params(seed=seed))
    admitted = [sum(isinstance(e, Accepted) for e in engine.tick()) for _ in range(3)]
    run_dry(engine)

    assert admitted == [9, 9, 2]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_broken_off_generate_leaves_nothing_behind(error):
    engine = shared_engine()

    def interrupted(_done, _of):
        raise error

    with pytest.raises(error):
        engine.generate(some_params(), on_step=interrupted)

    assert not [event for event in run_dry(engine) if isinstance(event, Finished)]
    assert engine._shared.outcomes == {}


@pytest.mark.parametrize("watermark_id", [-1, 2**32])
def test_a_watermark_that_does_not_fit_is_refused_at_once(watermark_id):
    with pytest.raises(InvalidParameterError, match="watermark_id"):
        shared_engine().submit(some_params(), watermark_id=watermark_id)


def test_strengths_that_leave_as_many_evaluations_share_a_table():
    engine = shared_engine()
    tables, sampler = parts_of(engine).model.tables, find_sampler("Euler")

    assert tables.get(sampler, 10, 0.51) is tables.get(sampler, 10, 0.59)
    assert tables.get(sampler, 10, 0.51) is not tables.get(sampler, 10, 0.6)


@pytest.mark.parametrize(("is_fixed", "bound"), [(True, None), (False, 16)])
def test_calls_that_are_padded_anyway_are_always_filled(is_fixed, bound):
    engine = shared_engine(deterministic=is_fixed)

    assert parts_of(engine).loop._scheduler.company_rows == bound
