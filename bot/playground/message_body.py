"""What a message may say, from the body of a request to the fields of a message."""

import copy

from bot.playground import limits
from bot.playground.attachments import (
    attach,
    check_files,
    check_references,
    name_files,
    resolve,
)
from bot.playground.components import check_components, finish_components
from bot.playground.components import media_of as component_media
from bot.playground.embeds import check_embeds, finish_embed
from bot.playground.embeds import media_of as embed_media
from bot.playground.errors import ApiError, Fault
from bot.playground.form import Form
from bot.playground.uploads import Body
from bot.playground.words import Json, MessageFlag
from bot.playground.world import World

_CONTENT_KEYS = ("content", "embeds", "components", "attachments", "flags")
_NEW: Json = {"content": "", "embeds": [], "components": [], "attachments": [], "flags": 0}
_SETTABLE = (
    MessageFlag.SUPPRESS_EMBEDS
    | MessageFlag.EPHEMERAL
    | MessageFlag.SUPPRESS_NOTIFICATIONS
    | MessageFlag.COMPONENTS_V2
)


def compose(world: World, channel_id: str, body: Body, previous: Json | None = None) -> Json:
    """Return the checked content, embeds, components, attachments and flags of a message.

    Files are stored once everything else has been found right.

    Args:
        world: Where files are stored.
        channel_id: The channel of the message, which is part of a file's address.
        body: The request.
        previous: The message as it is, for an edit: what the request does not name stays.

    Raises:
        ApiError: 50035 with every mistake, or 50006 for a message that says nothing.
    """
    fields = _merged(body.payload, previous or _NEW)
    kept = _kept(body.payload, previous or _NEW)
    form = Form()
    check_files(form, body.payload, body.files, len(kept))
    _check(form, fields, body, kept)
    form.close()
    if not (body.files or kept or any(fields[key] for key in _CONTENT_KEYS[:3])):
        raise ApiError(Fault.EMPTY_MESSAGE)
    return _finished(world, channel_id, body, fields, kept)


def _merged(payload: Json, previous: Json) -> Json:
    fields = copy.deepcopy({key: previous[key] for key in _CONTENT_KEYS})
    for key in ("content", "embeds", "components"):
        if key in payload:
            fields[key] = payload[key] or _NEW[key]
    if "content" in payload and payload["content"] is None:
        fields["content"] = ""
    asked = int(payload.get("flags") or 0) & _SETTABLE
    fields["flags"] = previous["flags"] | asked
    return fields


def _kept(payload: Json, previous: Json) -> list[Json]:
    """Return the attachments of ``previous`` that an edit keeps: all, or those it names."""
    if payload.get("attachments") is None and "attachments" not in payload:
        return list(previous["attachments"])
    named = {str(entry.get("id")): entry for entry in payload["attachments"] or []}
    return [
        one | {key: named[one["id"]][key] for key in ("description",) if key in named[one["id"]]}
        for one in previous["attachments"]
        if one["id"] in named
    ]


def _check(form: Form, fields: Json, body: Body, kept: list[Json]) -> None:
    v2 = bool(fields["flags"] & MessageFlag.COMPONENTS_V2)
    if not isinstance(fields["content"], str):
        form.refuse("content", "STRING_TYPE_CONVERT", "Could not interpret value as string.")
        return
    form.at_most("content", fields["content"], limits.MAX_CONTENT)
    check_embeds(form, fields["embeds"])
    check_components(form, fields["components"], v2=v2)
    if v2:
        for key in ("content", "embeds"):
            if fields[key]:
                message = (
                    f"The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
                )
                form.refuse(key, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", message)
    form.close()
    names = {one["filename"] for one in kept} | _sent_names(body)
    check_references(form, embed_media(fields["embeds"]), names)
    check_references(form, component_media(fields["components"]), names)


def _sent_names(body: Body) -> set[str]:
    entries = {str(one.get("id")): one for one in body.payload.get("attachments") or []}
    return {
        entries.get(str(number), {}).get("filename") or file.filename
        for number, file in body.files.items()
    }


def _finished(world: World, channel_id: str, body: Body, fields: Json, kept: list[Json]) -> Json:
    attachments = kept + attach(world, channel_id, body.payload, body.files)
    resolve(component_media(fields["components"]), attachments)
    name_files(fields["components"], attachments)
    shown_in_embeds = resolve(embed_media(fields["embeds"]), attachments)
    fields["embeds"] = [finish_embed(embed) for embed in fields["embeds"]]
    fields["components"] = finish_components(fields["components"])
    # As on Discord, a file shown inside an embed is no attachment of the message any more.
    fields["attachments"] = [one for one in attachments if one["id"] not in shown_in_embeds]
    return fields
