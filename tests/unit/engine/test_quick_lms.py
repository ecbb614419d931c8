from __future__ import annotations

import copy

import pytest
from diffusers import EulerDiscreteScheduler, LMSDiscreteScheduler

from engine.quick_lms import quicken


@pytest.mark.parametrize("is_karras", [False, True])
@pytest.mark.parametrize("num_steps", [3, 20])
def test_quick_coefficients_are_diffusers_own_bit_for_bit(num_steps, is_karras):
    own = LMSDiscreteScheduler(use_karras_sigmas=is_karras)
    own.set_timesteps(num_steps)
    quick = quicken(copy.deepcopy(own))

    for step_index in range(num_steps):
        order = min(step_index + 1, 4)
        for current in range(order):
            arguments = (order, step_index, current)
            assert quick.get_lms_coefficient(*arguments) == own.get_lms_coefficient(*arguments)


def test_a_quick_scheduler_keeps_its_tensors():
    own = LMSDiscreteScheduler()
    own.set_timesteps(5)
    sigmas = own.sigmas

    quicken(own).get_lms_coefficient(1, 0, 0)

    assert own.sigmas is sigmas


def test_other_schedulers_stay_as_they_are():
    scheduler = EulerDiscreteScheduler()
    before = dict(vars(scheduler))

    assert quicken(scheduler) is scheduler
    assert vars(scheduler) == before
