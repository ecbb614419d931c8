"""Which application commands may be registered."""

import re
from typing import Any, Final

from bot.playground import limits
from bot.playground.errors import ApiError, Fault
from bot.playground.form import Form
from bot.playground.words import CommandType, Json
from bot.playground.words import OptionType as Kind

_CHAT_NAME: Final = re.compile(r"[-_'\w]{1,32}", re.UNICODE)
_MESSAGE: Final = "String value did not match validation regex."
_NUMERIC: Final = frozenset({Kind.INTEGER, Kind.NUMBER})
_WITH_CHOICES: Final = _NUMERIC | {Kind.STRING}
_HOLDERS: Final = frozenset({Kind.SUBCOMMAND, Kind.GROUP})


def check_commands(commands: list[Json]) -> None:
    """Refuse a registration that Discord, or a careful reader of its documentation, would.

    Raises:
        ApiError: 50035 with every mistake, or 30032 for too many commands.
    """
    form = Form()
    seen: set[tuple[Any, Any]] = set()
    for index, command in enumerate(commands):
        key = (command.get("type") or 1, command.get("name"))
        if key in seen:
            message = "Application command names must be unique"
            form.refuse(f"{index}.name", "APPLICATION_COMMANDS_DUPLICATE_NAME", message)
        seen.add(key)
        check_command(form, str(index), command)
    form.close()
    _check_counts(commands)


def check_command(form: Form, path: str, command: Json) -> None:
    """Refuse one command that is not well formed."""
    kind = command.get("type") or CommandType.CHAT
    if kind == CommandType.CHAT:
        _check_named(form, path, command)
        _check_options(form, f"{path}.options", command.get("options") or [], depth=0)
    else:
        form.between(f"{path}.name", command.get("name"), 1, limits.MAX_COMMAND_NAME)
        if command.get("description"):
            message = "Context menu commands cannot have description"
            form.refuse(f"{path}.description", "APPLICATION_COMMAND_INVALID_DESCRIPTION", message)
        if command.get("options"):
            message = "Context menu commands cannot have options"
            form.refuse(f"{path}.options", "APPLICATION_COMMAND_INVALID_OPTIONS", message)
    if _size(command) > limits.MAX_COMMAND_CHARACTERS:
        message = f"Command exceeds maximum size ({limits.MAX_COMMAND_CHARACTERS})"
        form.refuse(path, "APPLICATION_COMMAND_TOO_LARGE", message)


def _check_counts(commands: list[Json]) -> None:
    kinds = [command.get("type") or CommandType.CHAT for command in commands]
    if kinds.count(CommandType.CHAT) > limits.MAX_CHAT_COMMANDS:
        raise ApiError(Fault.TOO_MANY_COMMANDS)
    for kind in (CommandType.USER, CommandType.MESSAGE):
        if kinds.count(kind) > limits.MAX_CONTEXT_MENUS:
            raise ApiError(Fault.TOO_MANY_COMMANDS)


def _check_named(form: Form, path: str, named: Json) -> None:
    _check_name(form, f"{path}.name", named.get("name"))
    description = named.get("description")
    form.between(f"{path}.description", description, 1, limits.MAX_COMMAND_DESCRIPTION)
    for locale, name in (named.get("name_localizations") or {}).items():
        _check_name(form, f"{path}.name_localizations.{locale}", name)
    for locale, text in (named.get("description_localizations") or {}).items():
        place = f"{path}.description_localizations.{locale}"
        form.between(place, text, 1, limits.MAX_COMMAND_DESCRIPTION)


def _check_name(form: Form, path: str, name: str | None) -> None:
    if not name or not _CHAT_NAME.fullmatch(name) or name != name.lower():
        form.refuse(path, "APPLICATION_COMMAND_INVALID_NAME", _MESSAGE)


def _check_options(form: Form, path: str, options: list[Json], *, depth: int) -> None:
    form.at_most(path, options, limits.MAX_OPTIONS)
    names = [option.get("name") for option in options]
    if len(set(names)) < len(names):
        message = "Option names must be unique"
        form.refuse(path, "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", message)
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        message = "Required options must be placed before non-required options"
        form.refuse(path, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)
    held = {option.get("type") in _HOLDERS for option in options}
    if len(held) > 1:
        message = "Sub-command and sub-command group option types are mutually exclusive to others"
        form.refuse(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message)
    for index, option in enumerate(options):
        _check_option(form, f"{path}.{index}", option, depth)


def _check_option(form: Form, path: str, option: Json, depth: int) -> None:
    kinds = set(Kind) - (set(_HOLDERS) if depth > 1 else set())
    kind = option.get("type")
    if kind not in kinds:
        numbers = ", ".join(str(int(one)) for one in sorted(kinds))
        form.refuse(f"{path}.type", "BASE_TYPE_CHOICES", f"Value must be one of {{{numbers}}}.")
        return
    _check_named(form, path, option)
    if kind in _HOLDERS:
        _check_options(form, f"{path}.options", option.get("options") or [], depth=depth + 1)
        return
    _check_choices(form, path, option)
    if option.get("autocomplete") and kind not in _WITH_CHOICES:
        message = "Autocomplete is not available for this option type"
        form.refuse(path, "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID", message)
    _check_range(form, path, option)


def _check_choices(form: Form, path: str, option: Json) -> None:
    choices = option.get("choices") or []
    if choices and option.get("autocomplete"):
        message = "Choices cannot be set together with autocomplete"
        form.refuse(path, "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE", message)
    form.at_most(f"{path}.choices", choices, limits.MAX_CHOICES)
    names = [choice.get("name") for choice in choices]
    if len(set(names)) < len(names):
        message = "Choice names must be unique"
        form.refuse(f"{path}.choices", "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME", message)
    for index, choice in enumerate(choices):
        place = f"{path}.choices.{index}"
        form.between(f"{place}.name", choice.get("name"), 1, limits.MAX_CHOICE)
        if isinstance(choice.get("value"), str) != (option["type"] == Kind.STRING):
            form.refuse(f"{place}.value", "STRING_TYPE_CONVERT", "Value is of the wrong type.")
        elif option["type"] == Kind.STRING:
            form.between(f"{place}.value", choice["value"], 1, limits.MAX_CHOICE)


def _check_range(form: Form, path: str, option: Json) -> None:
    for low_key, high_key, kinds in (
        ("min_value", "max_value", _NUMERIC),
        ("min_length", "max_length", frozenset({Kind.STRING})),
    ):
        low, high = option.get(low_key), option.get(high_key)
        if (low is not None or high is not None) and option["type"] not in kinds:
            message = f"{low_key}, {high_key} are not available for this option type"
            form.refuse(path, "APPLICATION_COMMAND_OPTIONS_RANGE_INVALID", message)
        elif low is not None and high is not None and low > high:
            message = f"{low_key} must not be above {high_key}"
            form.refuse(f"{path}.{low_key}", "NUMBER_TYPE_MAX", message)
    for key in ("min_length", "max_length"):
        length = option.get(key)
        if length is not None and not 0 <= length <= limits.MAX_STRING_OPTION:
            message = f"Must be between 0 and {limits.MAX_STRING_OPTION}."
            form.refuse(f"{path}.{key}", "NUMBER_TYPE_MAX", message)


def _size(node: Json) -> int:
    """Return the characters that count towards a command's 8000, each in its longest language."""
    value = node.get("value")
    own = len(value) if isinstance(value, str) else 0
    inner = [*(node.get("options") or []), *(node.get("choices") or [])]
    return own + _longest(node, "name") + _longest(node, "description") + sum(map(_size, inner))


def _longest(node: Json, field: str) -> int:
    translated = (node.get(f"{field}_localizations") or {}).values()
    return max(len(text) for text in (node.get(field) or "", *translated))
