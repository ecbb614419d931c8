import itertools

import numpy as np

from engine.demo.train.concepts import COLOURS, CONCEPTS, EMBEDDED
from engine.demo.train.plan import HELD_OUT_ONE_IN, Plan, Planner


def plans(count):
    planner = Planner(EMBEDDED)
    return [planner.draw(np.random.default_rng([7, index])) for index in range(count)]


def test_no_training_plan_is_held_out():
    assert not any(plan.is_held_out for plan in plans(1500))


def test_a_subject_never_has_the_colour_of_its_background():
    assert all(plan.tint != plan.background for plan in plans(1500))


def test_about_one_combination_in_ten_is_held_out():
    combinations = [
        Plan(concept, background=colour) for concept, colour in itertools.product(CONCEPTS, COLOURS)
    ]

    part = sum(plan.is_held_out for plan in combinations) / len(combinations)

    assert abs(part - 1 / HELD_OUT_ONE_IN) < 0.03


def test_every_concept_has_a_held_out_and_a_trained_colour():
    for concept in EMBEDDED:
        kinds = {Plan(concept, background=colour).is_held_out for colour in COLOURS}
        counted = {
            Plan(concept, count=count, background=colour).is_held_out
            for colour in COLOURS
            for count in (1, 2, 3, 4)
        }

        assert False in kinds
        assert counted == {True, False}


def test_the_same_seed_draws_the_same_plans():
    assert plans(50) == plans(50)


def test_all_24_embedded_concepts_are_drawn():
    assert {plan.subject for plan in plans(1500)} >= set(EMBEDDED)
    assert len(set(EMBEDDED)) == 24
