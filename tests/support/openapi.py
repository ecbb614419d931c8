"""Discord's own description of its API, as a check of what the bot has sent."""

import copy
import functools
import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from jsonschema.validators import extend

DESCRIPTION = Path(__file__).resolve().parents[3] / "shared" / "data" / "discord_openapi.json"
_SNOWFLAKES = re.compile(r"(^|_)id$")
_FIRST_SNOWFLAKE = 10_000  # smaller ids number components within a message
_SNOWFLAKE_LISTS = frozenset({"users", "roles", "messages"})
_checker = Draft202012Validator.TYPE_CHECKER.redefine(
    "boolean", lambda _, value: isinstance(value, bool) or value in (0, 1)
)
_Validator = extend(Draft202012Validator, type_checker=_checker)


def has_description() -> bool:
    """Return whether the file lies beside the project."""
    return DESCRIPTION.exists()


def require_description() -> dict[str, Any]:
    """Return the description, or skip the test where the file does not lie beside the project."""
    if not has_description():
        pytest.skip(f"{DESCRIPTION.name} is not beside the project")
    return _description()


def mistakes_in(requests: list[dict[str, Any]]) -> list[str]:
    """Return what Discord's description has against recorded requests, one line each.

    Requests come from ``PlaygroundProcess.requests()``. What discord.py sends differently though
    rightly is made equal first: ids as integers, booleans as 1 and 0. Requests that were answered
    with an error are left out: a test may send them wrongly on purpose.
    """
    require_description()
    found = []
    for request in requests:
        if request["body"] is None or request["status"] >= 300:
            continue
        schema = _schema_of(request["method"], request["path"])
        where = f"{request['method']} {request['path'].partition('?')[0]}"
        if schema is None:
            found.append(f"{where}: not in the description")
            continue
        found += [f"{where}: {line}" for line in _errors(schema, request["body"])]
    return found


def mistakes_in_answer(method: str, path: str, status: int, body: Any) -> list[str]:
    """Return what Discord's description has against an answer of the playground."""
    require_description()
    operation = _operation(method, path)
    if operation is None:
        return [f"{method} {path}: not in the description"]
    answer = operation["responses"].get(str(status)) or operation["responses"]["200"]
    whole = {**answer["content"]["application/json"]["schema"]}
    whole["components"] = _description()["components"]
    found = []
    for error in Draft202012Validator(whole).iter_errors(body):
        closest = best_match([error])
        found.append(f"{'.'.join(map(str, closest.absolute_path))}: {closest.message[:200]}")
    return found


def normalised(body: Any) -> Any:
    """Return a body with every snowflake as text."""
    if isinstance(body, list):
        return [normalised(item) for item in body]
    if not isinstance(body, dict):
        return body
    return {key: _normalised_value(key, value) for key, value in body.items()}


def _normalised_value(key: str, value: Any) -> Any:
    if _SNOWFLAKES.search(key) and isinstance(value, int):
        is_component_number = key == "id" and value < _FIRST_SNOWFLAKE
        return value if is_component_number else str(value)
    if key == "attachments":
        return [normalised(one | {"id": str(one["id"])}) for one in value]
    if key in _SNOWFLAKE_LISTS and isinstance(value, list):
        return [str(item) if isinstance(item, int) else item for item in value]
    return normalised(value)


def _errors(schema: dict[str, Any], body: Any) -> list[str]:
    whole = {**schema, "components": _description()["components"]}
    errors = _Validator(whole).iter_errors(normalised(copy.deepcopy(body)))
    return [f"{'.'.join(map(str, error.path))}: {error.message[:200]}" for error in errors]


def _schema_of(method: str, path: str) -> dict[str, Any] | None:
    content = (_operation(method, path) or {}).get("requestBody", {}).get("content", {})
    kind = content.get("application/json") or content.get("multipart/form-data") or {}
    return kind.get("schema")


def _operation(method: str, path: str) -> dict[str, Any] | None:
    plain = path.partition("?")[0].removeprefix("/api/v10")
    for pattern, template in _templates():
        operation = _description()["paths"][template].get(method.lower())
        if operation is not None and pattern.fullmatch(plain):
            return operation
    return None


@functools.cache
def _templates() -> list[tuple[re.Pattern[str], str]]:
    """Return the paths as patterns, those with most fixed words first."""
    templates = sorted(_description()["paths"], key=lambda path: path.count("{"))
    return [(re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path)), path) for path in templates]


@functools.cache
def _description() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(DESCRIPTION.read_text())
    return found
