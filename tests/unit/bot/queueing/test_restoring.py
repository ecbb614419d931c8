"""Start pictures that have aged out are drawn again, each from what was drawn before it."""

from __future__ import annotations

import msgspec
import pytest

from bot.files.uploads import Uploads
from bot.ordering.references import to_image
from bot.ordering.start_images import StartImages
from bot.queueing.outcome import Outcome
from bot.queueing.restoring import Restoring
from db.images import read_image, record_image
from engine.cost import cost_of
from engine.params import GenerationParams
from tests.support.jobs import an_image
from tests.support.scripted_engine import ScriptedEngine

SAME = "a" * 64  # of what the engine draws


class Scene:
    """Two pictures, the second from the first, and a job from the second."""

    def __init__(self, bench, engine):
        self.bench, self.engine = bench, engine
        start_images = StartImages(
            fetcher=None,
            inspector=None,
            policy=None,
            uploads=Uploads(bench.folder / "uploads"),
            storage=bench.storage,
            database=bench.database,
        )
        self.restoring = Restoring(engine, bench.database, bench.storage, start_images)

    async def image(self, *, start=None, sha256=SAME):
        params = GenerationParams(prompt="x", seed=3, init_image=start)
        job = await self.bench.jobs.rendered(params=params)
        new = an_image(job.id, params=msgspec.to_builtins(params), file=None, sha256=sha256)
        async with self.bench.database.begin() as session:
            return await record_image(session, new, now=self.bench.clock.now())

    async def job_from(self, image):
        params = GenerationParams(prompt="y", init_image=to_image(image.id))
        return await self.bench.jobs.running(params=params)

    async def file_of(self, image):
        async with self.bench.database.read() as session:
            return (await read_image(session, image.id)).file


@pytest.fixture
def scene(bench):
    return lambda script=None: Scene(bench, ScriptedEngine(script))


async def test_each_is_drawn_from_the_one_before_and_gets_its_file_back(scene):
    scene = scene()
    first = await scene.image()
    second = await scene.image(start=to_image(first.id))
    job = await scene.job_from(second)

    drawn = await scene.restoring.restore(job)

    assert list(drawn) == [first.id, second.id]
    assert [params.init_image for _, params, _ in scene.engine.submitted] == [None, b"png 3"]
    assert await scene.file_of(first)
    assert await scene.file_of(second)
    assert await scene.restoring.restore(job) == {}


async def test_their_work_counts_once(scene):
    scene = scene()
    image = await scene.image()
    job = await scene.job_from(image)
    await scene.restoring.restore(job)

    takes = cost_of(GenerationParams(prompt="x"), 1, scene.engine.model)
    assert scene.restoring.work_of(job) == takes > 0
    assert scene.restoring.work_of(job) == 0


async def test_one_that_comes_out_otherwise_serves_the_job_alone(scene):
    scene = scene()
    image = await scene.image(sha256="b" * 64)
    job = await scene.job_from(image)

    assert await scene.restoring.restore(job) == {image.id: b"png 3"}
    assert await scene.file_of(image) is None


@pytest.mark.parametrize(
    ("end", "outcome"),
    [
        ("flag", Outcome("start_image_gone")),
        ("fail", Outcome("safety_unavailable", can_repeat=True)),
        ("vanish", Outcome("engine_lost", can_repeat=True)),
    ],
)
async def test_one_that_cannot_be_drawn_ends_the_attempt(scene, end, outcome):
    scene = scene({"start-1": [end]})
    image = await scene.image()
    job = await scene.job_from(image)

    assert await scene.restoring.restore(job) == outcome
    assert await scene.file_of(image) is None


async def test_a_job_that_starts_from_nothing_draws_nothing_first(scene):
    scene = scene()

    assert await scene.restoring.restore(await scene.bench.jobs.running()) == {}
    assert scene.engine.submitted == []
