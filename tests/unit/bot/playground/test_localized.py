"""A command is shown in a person's language and sent as it was registered."""

from bot.playground.localized import localized

CHOICE = {"name": "Left", "value": "left", "name_localizations": {"de": "Links"}}
OPTION = {
    "name": "side",
    "description": "Where",
    "description_localizations": {"de": "Wohin"},
    "choices": [CHOICE],
}
COMMAND = {
    "name": "outpaint",
    "description": "Draw more",
    "description_localizations": {"de": "Zeichnet weiter"},
    "options": [OPTION],
}


def test_descriptions_and_choices_are_in_the_locale_s_words():
    shown = localized(COMMAND, "de")
    (option,) = shown["options"]

    assert (shown["name"], shown["description"]) == ("outpaint", "Zeichnet weiter")
    assert (option["name"], option["description"]) == ("side", "Wohin")
    assert option["choices"][0]["name_localized"] == "Links"
    assert option["choices"][0]["value"] == "left"


def test_without_words_in_a_locale_it_is_shown_as_it_was_registered():
    assert localized(COMMAND, "tlh") == COMMAND
