"""What a single button or select may hold."""

from collections.abc import Callable
from typing import Final

from bot.playground import limits
from bot.playground.form import Form
from bot.playground.words import ButtonStyle, Json
from bot.playground.words import ComponentType as Kind

SELECTS: Final = frozenset(
    {
        Kind.STRING_SELECT,
        Kind.USER_SELECT,
        Kind.ROLE_SELECT,
        Kind.MENTIONABLE_SELECT,
        Kind.CHANNEL_SELECT,
    }
)
_STYLES: Final = range(1, 7)


def check_custom_id(form: Form, path: str, component: Json, seen: set[str]) -> None:
    """Refuse a custom id that is missing, too long, or on another component too."""
    custom_id = component.get("custom_id")
    form.between(f"{path}.custom_id", custom_id, 1, limits.MAX_CUSTOM_ID)
    if custom_id in seen:
        message = "Component custom id cannot be duplicated"
        form.refuse(f"{path}.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", message)
    seen.add(str(custom_id))


def check_button(form: Form, path: str, button: Json, seen: set[str]) -> None:
    """Refuse a button that Discord would refuse."""
    style = button.get("style")
    if style not in _STYLES:
        form.refuse(
            f"{path}.style", "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3, 4, 5, 6)."
        )
    form.at_most(f"{path}.label", button.get("label"), limits.MAX_BUTTON_LABEL)
    if style == ButtonStyle.LINK:
        _check_link(form, path, button)
    elif style != ButtonStyle.PREMIUM:
        check_custom_id(form, path, button, seen)
        if button.get("url"):
            form.refuse(path, "BUTTON_COMPONENT_INVALID", "A custom id and url cannot both be set")
    if style != ButtonStyle.PREMIUM and not (button.get("label") or button.get("emoji")):
        message = "A button must have a label or an emoji"
        form.refuse(path, "BUTTON_COMPONENT_LABEL_REQUIRED", message)


def _check_link(form: Form, path: str, button: Json) -> None:
    form.between(f"{path}.url", button.get("url"), 1, limits.MAX_URL)
    if button.get("custom_id"):
        form.refuse(path, "BUTTON_COMPONENT_INVALID", "A custom id and url cannot both be set")


def check_select(form: Form, path: str, select: Json, seen: set[str]) -> None:
    """Refuse a select that Discord would refuse."""
    check_custom_id(form, path, select, seen)
    form.at_most(f"{path}.placeholder", select.get("placeholder"), limits.MAX_PLACEHOLDER)
    low, high = select.get("min_values", 1), select.get("max_values", 1)
    available = limits.MAX_SELECT_OPTIONS
    if select["type"] == Kind.STRING_SELECT:
        check_select_options(form, path, select)
        available = len(select.get("options") or [])
    if not 0 <= low <= available:
        form.refuse(f"{path}.min_values", "NUMBER_TYPE_MAX", f"Must be between 0 and {available}.")
    if not max(low, 1) <= high <= available:
        message = f"Must be between {max(low, 1)} and {available}."
        form.refuse(f"{path}.max_values", "NUMBER_TYPE_MAX", message)


def check_select_options(form: Form, path: str, select: Json) -> None:
    """Refuse options that are none, too many, too long, or of equal value."""
    options = select.get("options") or []
    form.between(f"{path}.options", options, 1, limits.MAX_SELECT_OPTIONS)
    seen: set[str] = set()
    for index, option in enumerate(options):
        place = f"{path}.options.{index}"
        form.between(f"{place}.label", option.get("label"), 1, limits.MAX_SELECT_TEXT)
        form.between(f"{place}.value", option.get("value"), 1, limits.MAX_SELECT_TEXT)
        form.at_most(f"{place}.description", option.get("description"), limits.MAX_SELECT_TEXT)
        if option.get("value") in seen:
            message = "The specified option value is already used"
            form.refuse(f"{place}.value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message)
        seen.add(str(option.get("value")))


ControlCheck = Callable[[Form, str, Json, set[str]], None]
