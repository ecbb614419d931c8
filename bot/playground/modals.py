"""What a modal may hold, and what a person may hand in with it."""

from typing import Any, Final

from bot.playground import limits
from bot.playground.components import walk
from bot.playground.controls import SELECTS, check_custom_id, check_select, check_select_options
from bot.playground.form import Form
from bot.playground.words import ComponentType as Kind
from bot.playground.words import Json

_CHOICES: Final = frozenset({Kind.RADIO_GROUP, Kind.CHECKBOX_GROUP})
_LISTS: Final = SELECTS | {Kind.FILE_UPLOAD, Kind.CHECKBOX_GROUP}
_FIELDS: Final = _LISTS | {Kind.TEXT_INPUT, Kind.RADIO_GROUP, Kind.CHECKBOX}
_TEXT_STYLES: Final = (1, 2)


def check_modal(form: Form, modal: Json) -> None:
    """Refuse a modal beyond Discord's limits."""
    form.between("data.title", modal.get("title"), 1, limits.MAX_MODAL_TITLE)
    form.between("data.custom_id", modal.get("custom_id"), 1, limits.MAX_CUSTOM_ID)
    rows = modal.get("components")
    form.between("data.components", rows, 1, limits.MAX_MODAL_ROWS)
    seen: set[str] = set()
    for index, row in enumerate(rows or []):
        _check_row(form, f"data.components.{index}", row, seen)


def _check_row(form: Form, path: str, row: Json, seen: set[str]) -> None:
    kind = row.get("type")
    if kind == Kind.LABEL:
        form.between(f"{path}.label", row.get("label"), 1, limits.MAX_LABEL)
        form.at_most(f"{path}.description", row.get("description"), limits.MAX_LABEL_DESCRIPTION)
        if form.require(f"{path}.component", row.get("component")):
            _check_field(form, f"{path}.component", row["component"], seen)
    elif kind == Kind.ACTION_ROW:
        inner = row.get("components") or []
        form.between(f"{path}.components", inner, 1, 1)
        for field in inner:
            form.between(f"{path}.components.0.label", field.get("label"), 1, limits.MAX_LABEL)
            _check_field(form, f"{path}.components.0", field, seen)
    elif kind != Kind.TEXT_DISPLAY:
        message = 'Value of field "type" must be one of (1, 10, 18).'
        form.refuse(f"{path}.type", "UNION_TYPE_CHOICES", message)


def _check_field(form: Form, path: str, field: Json, seen: set[str]) -> None:
    kind = field.get("type")
    if kind in SELECTS:
        check_select(form, path, field, seen)
        return
    check_custom_id(form, path, field, seen)
    if kind == Kind.TEXT_INPUT:
        _check_text_input(form, path, field)
    elif kind in _CHOICES:
        check_select_options(form, path, field)
    elif kind not in _FIELDS:
        form.refuse(f"{path}.type", "UNION_TYPE_CHOICES", "This component has no place in a modal.")


def _check_text_input(form: Form, path: str, field: Json) -> None:
    if field.get("style") not in _TEXT_STYLES:
        form.refuse(f"{path}.style", "BASE_TYPE_CHOICES", "Value must be one of (1, 2).")
    form.at_most(f"{path}.placeholder", field.get("placeholder"), limits.MAX_SELECT_TEXT)
    form.at_most(f"{path}.value", field.get("value"), limits.MAX_TEXT_INPUT)
    low, high = field.get("min_length") or 0, field.get("max_length") or limits.MAX_TEXT_INPUT
    if not 0 <= low <= high <= limits.MAX_TEXT_INPUT:
        form.refuse(f"{path}.min_length", "NUMBER_TYPE_MAX", "min_length, max_length: 0 to 4000.")


def fill_modal(form: Form, modal: Json, values: Json) -> list[Json]:
    """Return the components of a submission, as the bot is told them.

    Args:
        form: Where a person's mistakes are noted, by custom id.
        modal: The modal as the bot sent it.
        values: What the person entered, by custom id; attachments by their ids.
    """
    rows = []
    for index, row in enumerate(modal["components"], start=1):
        number = {"type": row["type"], "id": row.get("id", index)}
        if row["type"] == Kind.LABEL:
            rows.append(number | {"component": _fill(form, row["component"], values, index)})
        elif row["type"] == Kind.ACTION_ROW:
            rows.append(number | {"components": [_fill(form, row["components"][0], values, index)]})
        else:
            rows.append(number)
    return rows


def fields_of(modal: Json) -> list[Json]:
    """Return the parts of a modal that a person fills."""
    return [part for part in walk(modal["components"]) if part["type"] in _FIELDS]


def _fill(form: Form, field: Json, values: Json, index: int) -> Json:
    custom_id = field["custom_id"]
    given = values.get(custom_id)
    filled = {"type": field["type"], "id": field.get("id", 100 + index), "custom_id": custom_id}
    if field["type"] in _LISTS:
        _check_count(form, field, given or [])
        return filled | {"values": given or []}
    if field["type"] == Kind.TEXT_INPUT:
        given = field.get("value", "") if given is None else str(given)
        _check_text(form, field, given)
    elif field["type"] == Kind.CHECKBOX:
        given = bool(given)
    elif field.get("required", True):
        form.require(custom_id, given)
    return filled | {"value": given}


def _check_text(form: Form, field: Json, text: str) -> None:
    if not text and field.get("required", True):
        form.require(field["custom_id"], text)
    elif text:
        low, high = field.get("min_length") or 0, field.get("max_length") or limits.MAX_TEXT_INPUT
        form.between(field["custom_id"], text, low, high)


def _check_count(form: Form, field: Json, given: list[Any]) -> None:
    if not given and not field.get("required", True):
        return
    low, high = field.get("min_values", 1), field.get("max_values", 1)
    form.between(field["custom_id"], given, low, high)
