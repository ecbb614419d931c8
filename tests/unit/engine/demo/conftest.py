"""What the demo model's tests share: the font, and the embedded weights loaded once."""

import pytest


@pytest.fixture(scope="session")
def font():
    """Skip where the emoji font is not installed."""
    from engine.demo.train.glyphs import FontMissingError, find_font

    try:
        return find_font()
    except FontMissingError as error:
        pytest.skip(f"{error}: {error.remedy}")


@pytest.fixture(scope="session")
def embedded():
    """The embedded pipeline without its safety checker, on the CPU."""
    import torch

    from engine.demo import WEIGHTS
    from engine.demo.draw import load_pipeline

    return load_pipeline(WEIGHTS, torch.device("cpu"))
