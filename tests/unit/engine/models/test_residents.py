"""Several models in one engine: side by side, taking turns in memory, and gone."""

from __future__ import annotations

import shutil
from collections import Counter

import msgspec
import pytest

from engine.config import EngineSection, EngineSettings, SafetySection
from engine.engine import Engine
from engine.errors import (
    ClassifierMissingError,
    ModelNotFoundError,
    ModelUnavailableError,
    UnknownModelError,
)
from engine.protocol import Accepted, Cancelled, Failed, Finished, Rejected, Stepped
from engine.weights import hash_weights
from tests.support.tiny import build_tiny_sd
from tests.support.tiny_engines import run_dry, some_params, tiny_folder

TINY_GIB = 1e-6  # less than any model: one at a time


@pytest.fixture
def open_engine():
    engines = []

    def opened(*, max_resident_gib=0.0, **models):
        section = EngineSection(
            models={name: str(path) for name, path in models.items()},
            max_resident_gib=max_resident_gib,
        )
        engines.append(Engine.from_settings(EngineSettings(engine=section)))
        return engines[-1]

    yield opened
    for engine in engines:
        engine.close()


@pytest.fixture
def second(tmp_path):
    """A model of one's own, which may be broken."""
    return build_tiny_sd(tmp_path / "second", prediction_type="v_prediction")


def num_resident(engine):
    return engine.counters()["engine_resident_models"]


def ends_of(engine):
    return {e.request_id: e for e in run_dry(engine) if isinstance(e, (Finished, Failed, Rejected))}


def test_every_model_draws_what_it_draws_alone(open_engine, second):
    alone = [
        open_engine(only=folder).generate(some_params(seed=3)).latents
        for folder in (tiny_folder(), second)
    ]
    engine = open_engine(first=tiny_folder(), second=second)
    wanted = [some_params(seed=3, model=name) for name in ("first", "second")]

    together = engine.generate_all(wanted)

    assert not alone[0].equal(alone[1])
    for mine, expected in zip(together, alone, strict=True):
        assert mine.latents.allclose(expected, atol=1e-5)
    assert [result.recipe["model"] for result in together] == ["first", "second"]


def test_models_are_listed_with_their_hashes_the_default_first(open_engine, second):
    engine = open_engine(first=tiny_folder(), second=second)

    assert [info.name for info in engine.models] == ["first", "second"]
    assert [info.model_hash for info in engine.models] == [
        hash_weights(tiny_folder()),
        hash_weights(second),
    ]
    assert engine.info == engine.models[0]
    assert all(info.safety for info in engine.models)


@pytest.mark.parametrize(
    ("given", "names"),
    [
        pytest.param({"model": "/x"}, [""], id="one"),
        pytest.param({"models": {"a": "/a", "b": "/b"}}, ["a", "b"], id="the first of several"),
        pytest.param({"model": "b", "models": {"a": "/a", "b": "/b"}}, ["b", "a"], id="named"),
        pytest.param({"model": "/x", "models": {"a": "/a"}}, ["", "a"], id="one more"),
    ],
)
def test_the_default_is_the_one_that_the_configuration_means(given, names):
    assert list(EngineSection(**given).sources) == names


def test_models_in_memory_take_turns_tick_by_tick(open_engine, second):
    engine = open_engine(first=tiny_folder(), second=second)
    wanted = [some_params(model=name, num_inference_steps=8) for name in ("first", "second")]
    engine.generate_all(wanted)  # makes the tables, so that nobody waits for one below
    ids = [engine.submit(params) for params in wanted]

    stepped = [e.request_id for e in run_dry(engine) if isinstance(e, Stepped)]

    assert sorted(stepped[:2]) == sorted(ids)
    assert stepped == stepped[:2] * 8


def test_models_that_do_not_fit_together_are_loaded_when_asked_for(open_engine, second):
    engine = open_engine(first=tiny_folder(), second=second, max_resident_gib=TINY_GIB)
    params = [some_params(seed=seed, model=name) for seed in (1, 2) for name in ("first", "second")]

    ids = [engine.submit(wanted) for wanted in params]
    ends = ends_of(engine)

    assert [ends[name].recipe["model"] for name in ids] == ["first", "second"] * 2
    assert num_resident(engine) == 1


def test_a_model_that_comes_back_draws_the_same_again(open_engine, second):
    engine = open_engine(first=tiny_folder(), second=second, max_resident_gib=TINY_GIB)

    pictures = [engine.generate(some_params(model=name)).png for name in ("first", "second") * 2]

    assert pictures[:2] == pictures[2:]


def test_a_busy_model_is_not_dropped_before_it_has_drawn_what_it_accepted(open_engine, second):
    engine = open_engine(first=tiny_folder(), second=second, max_resident_gib=TINY_GIB)
    long = [engine.submit(some_params(num_inference_steps=100, model="first")) for _ in range(3)]
    engine.tick()
    other = engine.submit(some_params(model="second"))
    events = run_dry(engine)

    ends = [e.request_id for e in events if isinstance(e, Finished)]
    assert ends == [*long, other] or set(ends[:3]) == set(long)
    assert Counter(ends) == Counter([*long, other])


@pytest.mark.parametrize("harm", ["vanish", "truncate", "no classifier"])
def test_a_model_that_is_lost_fails_its_own_requests_only(open_engine, second, harm):
    engine = open_engine(first=tiny_folder(), second=second, max_resident_gib=TINY_GIB)
    if harm == "vanish":
        shutil.rmtree(second)
    elif harm == "truncate":
        next((second / "unet").glob("*.safetensors")).write_bytes(b"half")
    else:
        shutil.rmtree(second / "safety_checker")

    lost, kept = (engine.submit(some_params(model=name)) for name in ("second", "first"))
    ends = ends_of(engine)

    assert isinstance(ends[kept], Finished)
    assert ends[lost].code == "model_unavailable"
    assert ends[lost].facts["model"] == "second"
    with pytest.raises(ModelUnavailableError):
        engine.generate(some_params(model="second"))
    assert engine.generate(some_params()).image


def test_a_model_that_is_mended_serves_again(open_engine, second, tmp_path):
    engine = open_engine(first=tiny_folder(), second=second, max_resident_gib=TINY_GIB)
    aside = second.rename(tmp_path / "aside")
    with pytest.raises(ModelUnavailableError):
        engine.generate(some_params(model="second"))

    aside.rename(second)

    assert engine.generate(some_params(model="second")).image


def test_a_request_in_line_is_cancelled_at_the_next_tick(open_engine, second):
    engine = open_engine(first=tiny_folder(), second=second, max_resident_gib=TINY_GIB)
    name = engine.submit(some_params(model="second"), request_id="b")

    engine.cancel(name)
    events = engine.tick()

    assert [type(e) for e in events if e.request_id == name] == [Cancelled]
    run_dry(engine)


def test_what_only_the_model_can_refuse_is_refused_when_it_has_come(open_engine, second):
    engine = open_engine(first=tiny_folder(), second=second, max_resident_gib=TINY_GIB)

    name = engine.submit(some_params(model="second", width=1024, height=1024))

    assert ends_of(engine)[name].code == "image_too_large"


def test_an_unknown_model_is_refused_at_once(open_engine):
    with pytest.raises(UnknownModelError):
        open_engine(first=tiny_folder()).submit(some_params(model="nobody"))


def test_a_folder_that_is_missing_is_named_before_anything_is_loaded(tmp_path):
    models = {"first": str(tiny_folder()), "second": str(tmp_path / "nowhere")}
    phases = []

    with pytest.raises(ModelNotFoundError, match="model second: there is no model at"):
        Engine.from_settings(
            EngineSettings(engine=EngineSection(models=models)), lambda *told: phases.append(told)
        )
    assert phases == []


def test_every_model_needs_a_classifier(tmp_path):
    bare = build_tiny_sd(tmp_path / "bare", classifier=None)
    section = EngineSection(models={"first": str(tiny_folder()), "bare": str(bare)})

    with pytest.raises(ClassifierMissingError, match="model bare"):
        Engine.from_settings(EngineSettings(engine=section, safety=SafetySection()))


def test_params_that_name_the_default_are_equal_to_those_that_name_none(open_engine):
    engine = open_engine(first=tiny_folder())
    named = msgspec.structs.replace(some_params(), model="first")

    assert engine.generate(named).png == engine.generate(some_params()).png
    assert engine.submit(named)
    assert isinstance(run_dry(engine)[0], Accepted)
