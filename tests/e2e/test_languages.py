"""People are answered in the language of their Discord, everybody in the guild's."""

from __future__ import annotations

import pytest

from tests.support.results import is_result

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize(
    ("locale", "refusal", "about"),
    [
        ("de", "ist keine Größe", "zeichnet Bilder aus Worten"),
        ("es-ES", "no es un tamaño", "dibuja imágenes"),
        ("fr", "n'est pas une taille", "dessine des images"),
        ("ja", "サイズではありません", "言葉から絵を描きます"),
        ("pt-BR", "is no size", "draws pictures from words"),
    ],
)
async def test_private_answers_are_in_the_person_s_language(stage, locale, refusal, about):
    await stage.playground.set_locale("other", locale)

    refused = await stage.other.command("imagine", prompt="x", size="big")
    told = await stage.other.command("about")

    await stage.playground.set_locale("other", "en-US")
    assert refusal in refused.content
    assert about in told.content


async def test_public_messages_are_in_the_guild_s_language(stage):
    await stage.playground.set_locale("other", "de")

    message = await stage.other.command("imagine", prompt="a red apple", steps=1)
    done = await stage.other.wait_for(message, is_result)

    await stage.playground.set_locale("other", "en-US")
    assert "Queuing" in message.content
    assert "steps" in done.content
    assert "Reroll" in done.buttons
