"""The terms that are accepted are those that hold now."""

from __future__ import annotations

from types import SimpleNamespace

import discord
import pytest
from sqlalchemy import select

from bot.config import PolicySection
from bot.policy.refusals import TermsError
from bot.views.terms import TermsButton
from db.tables_moderation import TermsAcceptance


async def test_a_button_of_older_terms_accepts_nothing_and_leads_to_the_present_ones(bench):
    section = PolicySection(require_terms="always", terms_version="2")
    atelier = SimpleNamespace(database=bench.database, clock=bench.clock, policy_section=section)
    interaction = SimpleNamespace(client=atelier, user=discord.Object(3))

    with pytest.raises(TermsError) as refusal:
        await TermsButton("1").press(interaction)

    assert refusal.value.version == "2"
    async with bench.database.read() as session:
        assert (await session.scalars(select(TermsAcceptance))).all() == []
