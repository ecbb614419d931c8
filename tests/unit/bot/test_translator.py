"""Commands, options and choices are described in every language, within Discord's limits."""

from __future__ import annotations

import asyncio

import discord
import pytest
from discord.ext import commands

from bot.commands import COMMANDS
from bot.languages import TEXTS, text_for
from bot.playground.commands import check_commands
from bot.translator import DESCRIPTIONS, Translator

LOCALES = {"de", "es-ES", "es-419", "fr", "ja"}
CHAT = 1


@pytest.fixture(scope="module")
def registered():
    return asyncio.run(payloads())


async def payloads():
    """Return what Discord would be sent at the start."""
    bot = commands.AutoShardedBot(command_prefix="!", intents=discord.Intents.none())
    for command in COMMANDS:
        await bot.add_cog(command(bot))
    translator = Translator()
    return [
        await command.get_translated_payload(bot.tree, translator)
        for command in bot.tree._get_all_commands(guild=None)
    ]


def shown(node):
    """Yield every text that is shown to people, with its translations."""
    if node.get("description"):
        yield node["description"], node.get("description_localizations", {})
    else:  # a choice, or a menu
        yield node["name"], node.get("name_localizations", {})
    for inner in (*(node.get("options") or ()), *(node.get("choices") or ())):
        yield from shown(inner)


def named(node):
    """Yield what people type: commands, groups and options."""
    yield node
    for inner in node.get("options") or ():
        yield from named(inner)


@pytest.mark.parametrize("locale", DESCRIPTIONS)
def test_everything_that_is_shown_is_said_in_every_language(registered, locale):
    texts = [text for command in registered for text in shown(command)]
    missing = sorted({english for english, said in texts if locale not in said})

    assert len(texts) > 150
    assert missing == [], f"add these to bot/locales/{locale[:2]}/descriptions.py"


@pytest.mark.parametrize("locale", DESCRIPTIONS)
def test_no_language_describes_what_is_gone(registered, locale):
    english = {english for command in registered for english, _ in shown(command)}

    assert sorted(set(DESCRIPTIONS[locale]) - english) == []


def test_discord_takes_them_in_all_languages(registered):
    check_commands(registered)


def test_what_people_type_is_called_the_same_everywhere(registered):
    typed = [
        node for command in registered if command.get("type") == CHAT for node in named(command)
    ]

    assert len(typed) > 100
    assert [node["name"] for node in typed if node.get("name_localizations")] == []


def test_menus_are_called_in_the_language_of_whoever_opens_them(registered):
    menus = {command["name"]: command for command in registered if command.get("type") != CHAT}

    assert menus["Report"]["name_localizations"]["de"] == "Melden"
    assert menus["Report"]["name_localizations"]["ja"] == "報告"


def test_all_that_is_spoken_is_offered_under_discord_s_names():
    assert set(DESCRIPTIONS) == LOCALES
    assert {locale.value for locale in discord.Locale} >= LOCALES
    assert {text_for(locale) for locale in LOCALES} == set(TEXTS.values()) - {TEXTS["en"]}


@pytest.mark.parametrize("locale", DESCRIPTIONS)
def test_sentences_call_menus_choices_and_buttons_what_they_are_called(locale):
    described, text = DESCRIPTIONS[locale], text_for(locale)

    assert described["Use as start image"] in text.errors["not_drawn_here"]
    assert f"do: {described['remove']}" in text.sentences["takedown.dry"]
    assert text.sentences["button.reroll"] in text.errors["not_yours"]
    assert text.sentences["button.info"] in text.errors["not_yours"]
    assert described["Info"] == text.sentences["button.info"]
