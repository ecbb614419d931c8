"""The same company is told the same tensors."""

from __future__ import annotations

import torch

from engine.company import Company


def some_rows(*values):
    return [{"text": torch.full((1, 2), float(value))} for value in values]


def test_rows_are_joined_in_their_order():
    joined = Company().join(some_rows(1, 2, 3))

    assert joined["text"].tolist() == [[1.0, 1.0], [2.0, 2.0], [3.0, 3.0]]


def test_the_same_rows_get_the_same_tensor_again():
    company, rows = Company(), some_rows(1, 2)

    assert company.join(rows)["text"] is company.join(list(rows))["text"]


def test_whoever_joins_leaves_or_changes_places_makes_another_company():
    company, (one, two, three) = Company(), some_rows(1, 2, 3)
    for rows in ([one, two], [one, two, three], [one, two], [two, one], [two]):
        joined = company.join(rows)

        assert torch.equal(joined["text"], torch.cat([row["text"] for row in rows]))
