from collections import Counter

from engine.demo.exam import HELD_OUT, PARTS, PLAIN, SHAPE, TRAINED, questions
from engine.demo.train.concepts import EMBEDDED


def of(kind, asked):
    return [question for question in asked if question.kind == kind]


def test_the_exam_is_always_the_same():
    assert questions(EMBEDDED, 100) == questions(EMBEDDED, 100)


def test_every_picture_has_a_seed_of_its_own():
    asked = questions(EMBEDDED, 500)

    assert len({question.seed for question in asked}) == len(asked)


def test_held_out_questions_are_held_out_and_no_others():
    for question in questions(EMBEDDED, 500):
        assert question.plan.is_held_out == (question.kind == HELD_OUT)


def test_every_concept_is_asked_for_equally_often():
    counts = Counter(question.plan.subject for question in of(PLAIN, questions(EMBEDDED, 500)))

    assert set(counts) == set(EMBEDDED)
    assert max(counts.values()) - min(counts.values()) <= 1


def test_the_compared_kinds_ask_for_the_same_mixture():
    asked = questions(EMBEDDED, 500)
    trained = Counter(question.plan.count for question in of(TRAINED, asked))
    held_out = Counter(question.plan.count for question in of(HELD_OUT, asked))

    assert trained.total() == held_out.total()
    assert abs(trained[1] - held_out[1]) <= 12


def test_500_questions_are_asked():
    asked = questions(EMBEDDED, 500)

    assert len(asked) == 500
    assert {question.kind for question in asked} == set(PARTS)
    assert len(of(SHAPE, asked)) == 90
