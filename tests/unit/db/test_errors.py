"""The tree of database errors: every code once, every class in the drawing."""

from __future__ import annotations

import inspect
import re

from db import errors


def classes():
    found = [kind for _, kind in inspect.getmembers(errors, inspect.isclass)]
    return [kind for kind in found if issubclass(kind, errors.DatabaseError)]


def test_every_code_is_stable_snake_case_and_used_once():
    codes = [kind.code for kind in classes()]

    assert len(codes) >= 11
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", code) for code in codes)


def test_every_error_is_drawn_in_the_tree():
    drawn = set(re.findall(r"\w+Error", errors.__doc__))

    assert {kind.__name__ for kind in classes()} == drawn


def test_facts_are_the_attributes():
    assert errors.JobNotFoundError(job_id=4).facts == {"job_id": 4}
    assert errors.ImageNotFoundError(image_id=5).facts == {"image_id": 5}
