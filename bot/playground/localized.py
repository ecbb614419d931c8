"""A command as somebody's Discord shows it: in their language, where it has words for it."""

from bot.playground.words import Json


def localized(shown: Json, locale: str) -> Json:
    """Return a command, option or choice with the words of a locale.

    What is typed or sent stays as it was registered; a menu's own name is ``name_localized``.
    """
    found = dict(shown)
    if locale in (described := shown.get("description_localizations") or {}):
        found["description"] = described[locale]
    if locale in (named := shown.get("name_localizations") or {}):
        found["name_localized"] = named[locale]
    for part in ("options", "choices"):
        if part in shown:
            found[part] = [localized(one, locale) for one in shown[part]]
    return found
