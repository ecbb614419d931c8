"""The provenance benchmark tries what it says it tries."""

from __future__ import annotations

import pytest
from PIL import Image

from engine.bench.provenance import Scope, _report, measure_provenance
from engine.bench.provenance_attacks import ATTACKS, TARGETS
from engine.bench.provenance_kept import Kept
from engine.bench.provenance_ledger import NUM_IDS, ledger
from engine.bench.provenance_pictures import KINDS, SIZES, procedural
from engine.bench.provenance_subjects import subjects
from engine.bench.provenance_table import provenance_table
from engine.bench.provenance_trial import Negative
from engine.provenance.evidence import Strength


@pytest.mark.slow
def test_a_marked_picture_is_found_and_unmarked_ones_are_not():
    report = measure_provenance(Scope(pictures=1, negatives=2, model=False), lambda _: None)

    assert (report.pictures, report.negatives, report.false_proofs) == (1, 2, 0)
    assert (report.twins, report.twin_proofs) == (len(ATTACKS), 0)
    assert set(report.exact) == set(ATTACKS)
    assert all(report.exact[name] >= share for name, share in TARGETS.items())
    assert report.psnr_db >= 42
    assert report.stock_decoder == 1
    assert "crop_80_jpeg_85" in provenance_table(report)


@pytest.mark.parametrize(
    ("strength", "is_twin_proof", "false_proofs"),
    [("strong", False, 1), ("none", True, 1), ("marked", False, 0), ("hint", False, 0)],
)
def test_the_surest_that_a_watermark_says_of_an_unmarked_picture_is_a_false_proof(
    strength, is_twin_proof, false_proofs
):
    unmarked = Negative(
        number=0, strength=Strength(strength), is_twin_proof=is_twin_proof, is_thorough=False
    )

    assert _report([], [unmarked], 0.0).false_proofs == false_proofs


def test_kinds_and_sizes_of_pictures_take_turns():
    pictures = {procedural(number).shape for number in range(0, len(KINDS) * len(SIZES), 9)}

    assert len(pictures) > 1
    assert all(min(shape[:2]) >= 512 for shape in pictures)


def test_the_same_number_is_the_same_picture():
    assert (procedural(3) == procedural(3)).all()
    assert procedural(3).tobytes() != procedural(11).tobytes()


def test_the_ledger_knows_its_own_ids_alone():
    ids = ledger().ids
    missing = next(number for number in range(10**6) if number not in ids[:1000])

    assert len(ids) == NUM_IDS
    assert [record.watermark_id for record in ledger().known([int(ids[7]), missing])] == [ids[7]]


def test_photographs_and_the_models_pictures_take_turns_with_drawn_ones(tmp_path):
    Image.new("RGB", (900, 300), "green").save(tmp_path / "green.png")

    chosen = subjects(range(5), tmp_path, lambda numbers: dict.fromkeys(numbers, tmp_path / "0"))

    assert [one.kind for one in chosen] == ["model", "photograph", "landscape", "night", "mosaic"]
    assert chosen[1].pixels().shape == (512, 512, 3)


def test_a_measurement_goes_on_after_a_half_written_line(tmp_path):
    path = tmp_path / "unmarked.jsonl"
    result = Negative(number=3, strength="none", is_twin_proof=False, is_thorough=False)
    Kept(path, Negative).add(result)
    with path.open("ab") as file:
        file.write(b'{"number":4,"stre')

    kept = Kept(path, Negative)

    assert kept.missing({3: "three", 4: "four"}) == ["four"]
