import numpy as np
import pytest
import torch

from engine.demo.exam import PLAIN, questions
from engine.demo.judge import JUDGE_WEIGHTS, Judge
from engine.demo.train.concepts import CARD, EMBEDDED, NOTHING
from engine.demo.train.judge import UNKNOWN, scramble, targets
from engine.demo.train.plan import Plan
from engine.demo.train.renderer import pixels, render


def renders(plans):
    pictures = [pixels(render(plan, np.random.default_rng(i), 64)) for i, plan in enumerate(plans)]
    return torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2).float() / 255


@pytest.mark.usefixtures("font")
def test_the_judge_knows_every_concept_when_it_is_rendered():
    plans = [question.plan for question in questions(EMBEDDED, 200) if question.kind == PLAIN]

    judged = Judge.read().judge(renders(plans))

    right = [
        answer.subject == plan.subject and answer.background == plan.background
        for plan, answer in zip(plans, judged, strict=True)
    ]
    assert np.mean(right) > 0.97


def test_the_judge_knows_the_card_from_an_empty_picture():
    judged = Judge.read().judge(renders([Plan(CARD), Plan(NOTHING, background="yellow")]))

    assert [answer.subject for answer in judged] == [CARD, NOTHING]


def test_the_judge_is_smaller_than_a_mebibyte():
    assert JUDGE_WEIGHTS.stat().st_size < 2**20


def test_a_judge_reads_back_as_it_was_saved(tmp_path):
    judge = Judge(("cat", "dog"))
    pictures = torch.rand(3, 3, 128, 128, generator=torch.Generator().manual_seed(0))

    judge.save(tmp_path / "judge.safetensors")

    again = Judge.read(tmp_path / "judge.safetensors")
    assert again.concepts == ("cat", "dog")
    assert again.judge(pictures) == Judge.read(tmp_path / "judge.safetensors").judge(pictures)


def test_scrambling_keeps_the_colours_and_loses_the_place():
    pictures = torch.arange(3 * 64 * 64.0).reshape(1, 3, 64, 64)

    scrambled = scramble(pictures, torch.Generator().manual_seed(0))

    assert not torch.equal(scrambled, pictures)
    assert torch.equal(scrambled.flatten().sort().values, pictures.flatten())


def test_what_a_picture_cannot_show_is_not_asked_of_the_judge():
    judge = Judge(EMBEDDED)

    wanted = targets(judge, [Plan(CARD), Plan("cat", background="red-blue")])

    assert wanted[0, 1:].tolist() == [UNKNOWN] * 3
    assert wanted[1, 3] == UNKNOWN
    assert judge.answers["subject"][wanted[1, 0]] == "cat"
