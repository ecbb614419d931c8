"""``atelier credits`` as an operator types it."""

from __future__ import annotations

import json


def test_credits_are_granted_shown_and_proved(atelier):
    atelier("db", "upgrade")

    assert atelier("credits", "grant", "7", "2.5", "--guild", "1")[:2] == (
        0,
        "balance 102.5 credits\n",
    )
    shown = atelier("credits", "show", "7", "--guild", "1")[1]
    assert shown.startswith("balance 102.5 credits, held 0 credits\n")
    assert "grant" in shown
    status, printed, _ = atelier("credits", "audit", "--json")
    assert (status, json.loads(printed)) == (0, {"discrepancies": 0, "found": []})


def test_the_operator_says_what_a_server_shares(atelier):
    atelier("db", "upgrade")
    options = ("--capacity", "50", "--per-day", "5", "--no-relaxed")

    changed = atelier("credits", "pool", "--guild", "1", *options)
    seen = atelier("credits", "pool", "--guild", "1")
    other = atelier("credits", "pool", "--guild", "2")

    assert changed == seen
    assert seen[0] == 0
    assert seen[1].splitlines() == [
        "This server shares up to 50 credits; 5 credits flow back a day.",
        "People out of credits wait until there are enough.",
    ]
    assert "shares no credits" in other[1]
