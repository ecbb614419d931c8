from engine.demo.train.concepts import EMBEDDED
from engine.demo.train.plan import Plan
from engine.demo.train.text import facts, facts_of, truth_table


def test_a_caption_states_what_its_plan_holds():
    plan = Plan("apple", "green", background="gray")

    stated = facts_of(plan, "a green apple on a grey background")

    assert {"subject apple", "tint green", "background gray", "count 1"} <= stated


def test_an_unsaid_background_is_no_fact():
    assert "background gray" not in facts_of(Plan("apple", background="gray"), "an apple")


def test_the_truth_table_marks_the_stated_facts():
    plan = Plan("cat", count=2, background="red")

    table = truth_table([plan], ["two cats on a red background"], EMBEDDED)

    names = facts(EMBEDDED)
    marked = {name for name, value in zip(names, table[0].tolist(), strict=True) if value}
    assert marked == {"subject cat", "count 2", "background red"}
    assert len(set(names)) == len(names)
