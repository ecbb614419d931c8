"""Labels become categories, or the classifier does not start."""

from __future__ import annotations

import pytest

from engine.errors import ClassifierMissingError
from engine.safety.categories import KNOWN_SETS, SAFE, categories_of


@pytest.mark.parametrize("known", KNOWN_SETS, ids="-".join)
def test_every_known_set_has_harmless_labels_and_others(known):
    found = categories_of([*known], {}, name="any")

    assert found == tuple(known.values())
    assert len({*found} - {SAFE}) >= 1
    assert SAFE in found


def test_case_and_separators_do_not_matter():
    assert categories_of(["SFW", "NSFW"], {}, name="any") == ("safe", "sexual")
    assert categories_of(["Non_Violence", "violence"], {}, name="any") == ("safe", "violence")


def test_a_word_alone_means_nothing_outside_of_its_set():
    with pytest.raises(ClassifierMissingError, match="low, high"):
        categories_of(["low", "high"], {}, name="quality")


def test_the_operators_word_comes_first_and_the_classifiers_own_before_all():
    said = {"nsfw": "suggestive", "strict/nsfw": "violence"}

    assert categories_of(["normal", "nsfw"], said, name="mild") == ("safe", "suggestive")
    assert categories_of(["normal", "nsfw"], said, name="strict") == ("safe", "violence")


def test_a_classifier_that_would_find_nothing_is_refused():
    with pytest.raises(ClassifierMissingError, match="find nothing"):
        categories_of(["normal", "nsfw"], {"nsfw": SAFE}, name="any")
