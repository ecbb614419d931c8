"""The device that a model is opened on."""

from __future__ import annotations

import pytest

from engine.errors import ModelUnusableError
from engine.models.opening import choose_device


@pytest.mark.parametrize("name", ["cuda:99", "cpu:7", "xpu", "meta", "toaster"])
def test_a_device_that_is_not_there_is_refused_with_a_remedy(name):
    with pytest.raises(ModelUnusableError, match=name) as refused:
        choose_device(name)

    assert "auto or cpu" in refused.value.remedy
