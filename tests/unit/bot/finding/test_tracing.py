"""A replay is held against what was uploaded, not against the record that it was taken for."""

from __future__ import annotations

import pytest

from bot.finding.tracing import Tracing
from bot.languages import text_for
from db.images import record_image
from db.jobs import claim_job, create_job
from engine.bench.provenance_pictures import procedural
from engine.postprocess.png import encode_png
from engine.protocol import Finished, Frame, Inspect
from engine.provenance.liken import liken
from tests.support.clock import HeldClock
from tests.support.jobs import LEASE, NOW, a_job, an_image
from tests.support.pictures import a_picture
from tests.support.scripted_engine import CLEAN

DRAWN = encode_png(procedural(0, (256, 256)), {})
FOREIGN = encode_png(procedural(9, (256, 256)), {})
RECORDED = "a" * 64


class StartImages:
    async def fill(self, params):
        return params


class Redrawing:
    """Draws the recorded image again, to the very file that is recorded."""

    async def submit(self, request_id, params, *, watermark_id=None):
        yield Finished(
            request_id=request_id,
            image=Frame(DRAWN),
            sha256=RECORDED,
            width=256,
            height=256,
            seed=7,
            verdict=CLEAN,
            has_watermark=True,
            recipe={},
            seconds=1.0,
        )

    def cancel(self, request_id):
        """Nothing is left to stop."""

    async def compare(self, file, drawn):
        return liken(Inspect(inspect_id="a", file=Frame(file)), Frame(drawn))


@pytest.mark.parametrize(
    ("uploaded", "said"),
    [
        pytest.param(DRAWN, "byte for byte", id="the very file"),
        pytest.param(encode_png(procedural(0, (256, 256)), {"a": "b"}), "alike", id="other texts"),
        pytest.param(FOREIGN, "came out different", id="another picture with its mark"),
        pytest.param(a_picture(64, 64, "JPEG"), "came out different", id="another kind"),
    ],
)
async def test_a_replay_is_compared_with_the_uploaded_pixels(database, uploaded, said):
    tracing = Tracing(database, Redrawing(), StartImages(), HeldClock())
    async with database.begin() as session:
        job = await create_job(session, a_job(), now=NOW)
        await claim_job(session, owner="bot", now=NOW, lease=LEASE)
        new = an_image(job.id, watermark_id=77, sha256=RECORDED)
        image = await record_image(session, new, now=NOW)

    told = await tracing._replayed(job, image, uploaded, text_for("en"))

    assert said in told
