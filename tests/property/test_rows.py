"""Rows are independent: a batch of n equals n alone, and a PNG says what it was made from."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.params import MAX_SEED, GenerationParams
from engine.postprocess.parameters import params_text, read_parameters, text_chunks
from engine.postprocess.png import encode_png
from tests.support.tiny_engines import Recorded, shared_engine, some_params

some_samplers = st.sampled_from(["DDIM", "Euler a", "DPM++ 2M Karras", "PLMS", "Heun", "UniPC"])
jobs = st.builds(
    some_params,
    num_inference_steps=st.integers(1, 5),
    guidance_scale=st.sampled_from([1.0, 2.0, 9.0]),
    guidance_rescale=st.sampled_from([0.0, 0.5]),
    guidance_end=st.sampled_from([0.5, 1.0]),
    sampler=some_samplers,
    seed=st.integers(0, MAX_SEED),
    prompt=st.sampled_from(["a red fox", "the sea"]),
    width=st.sampled_from([32, 24]),
)


@settings(max_examples=6)
@given(st.lists(st.tuples(jobs, st.integers(0, 3)), min_size=2, max_size=7))
def test_every_row_of_a_random_mixture_equals_itself_alone(mixture):
    engine = shared_engine()
    recorded = Recorded(engine)
    names = []
    for params, num_ticks in mixture:
        names.append(recorded.submit(params))
        for _ in range(num_ticks):
            recorded.tick()
    ends = recorded.finish()

    for name, (params, _) in zip(names, mixture, strict=True):
        alone = engine.generate(params, output_type="latent").latents
        error = (ends[name].latents - alone).abs().max() / alone.abs().max()
        assert error <= 1e-5, params


@settings(max_examples=6)
@given(st.lists(jobs, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_deterministic_rows_are_bitwise_those_of_any_company(mixture, choose):
    engine = shared_engine(deterministic=True, max_batch_rows=6)
    first = engine.generate_all(mixture, output_type="latent")
    order = list(range(len(mixture)))
    choose.shuffle(order)
    again = engine.generate_all([mixture[place] for place in order], output_type="latent")

    for place, result in zip(order, again, strict=True):
        assert result.latents.equal(first[place].latents)


@given(st.text(min_size=1, max_size=200), st.text(max_size=100), st.integers(0, MAX_SEED))
def test_parameters_survive_the_png_for_any_prompt(prompt, negative_prompt, seed):
    params = GenerationParams(prompt=prompt, negative_prompt=negative_prompt, seed=seed)
    recipe = {"params": params_text(params)}
    png = encode_png(np.zeros((2, 2, 3), dtype=np.uint8), text_chunks(params, recipe))

    assert read_parameters(png) == params
